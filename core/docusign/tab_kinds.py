"""The kinds of tabs: in which list of the tabs of a recipient each stands, and what it is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.fields.field import Field
from core.fields.properties import FORMAT

PAGE_UNITS = {"": 1.0, "pixels": 1.0, "inches": 72.0, "mms": 72 / 25.4, "cms": 72 / 2.54}


@dataclass(frozen=True, slots=True)
class TabKind:
    """
    `list` is the member of the tabs of a recipient, `kind` that of a field, `type` what a tab says
    of itself. `named`: its value is data, which its label calls. `size` in points, where DocuSign's
    is another than ours.
    """

    list: str
    kind: str
    type: str
    named: bool = True
    size: tuple[float, float] | None = None
    properties: tuple[tuple[str, str], ...] = ()


TABS = (
    TabKind("signHereTabs", "signature", "signhere", named=False, size=(112.0, 40.0)),
    TabKind("initialHereTabs", "initials", "initialhere", named=False),
    TabKind("dateSignedTabs", "date_signed", "datesigned"),
    TabKind("fullNameTabs", "full_name", "fullname"),
    TabKind("emailAddressTabs", "email", "emailaddress"),
    TabKind("emailTabs", "email", "email"),
    TabKind("companyTabs", "company", "company"),
    TabKind("titleTabs", "title", "title"),
    TabKind("textTabs", "text", "text"),
    TabKind("numberTabs", "number", "number"),
    TabKind("numericalTabs", "number", "numerical"),
    TabKind("dateTabs", "date", "date"),
    TabKind("phoneNumberTabs", "phone", "phonenumber"),
    TabKind("ssnTabs", "text", "ssn", properties=((FORMAT.name, "us.ssn"),)),
    TabKind(
        *("zipTabs", "text", "zip"), properties=((FORMAT.name, "postal_code"), ("country", "US"))
    ),
    TabKind("checkboxTabs", "checkbox", "checkbox"),
    TabKind("listTabs", "dropdown", "list"),
    TabKind("formulaTabs", "formula", "formula"),
    TabKind("noteTabs", "note", "note", named=False),
    TabKind("signerAttachmentTabs", "attachment", "signerattachment", named=False),
    TabKind("approveTabs", "approve", "approve", named=False),
    TabKind("declineTabs", "decline", "decline", named=False),
)
RADIOS = TabKind("radioGroupTabs", "radio_button", "radiogroup")
BY_LIST: Mapping[str, TabKind] = {tab.list: tab for tab in TABS}
# The tabs that a field is shown as: the first of its kind that has the same properties.
_OF_KIND = {tab.kind: tab for tab in reversed(TABS) if not tab.properties} | {"number": TABS[10]}
_OTHERS = {
    "occupation": "textTabs",
    "address": "textTabs",
    "radio": "listTabs",
    "table": "textTabs",
}


def of_field(field: Field) -> TabKind | None:
    """None for what DocuSign has no tab for, such as a stamp."""
    for tab in TABS:
        same = all(field.properties.get(name) == value for name, value in tab.properties)
        if tab.properties and tab.kind == field.kind.name and same:
            return tab
    if field.kind.name == RADIOS.kind:
        return RADIOS
    return _OF_KIND.get(field.kind.name) or BY_LIST.get(_OTHERS.get(field.kind.name, ""))


def points(offset: float, units: str) -> float:
    """Raises KeyError for units that there are none of."""
    return offset * PAGE_UNITS[units]
