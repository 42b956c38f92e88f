"""Values for tabs that are there already, by the id or the label of each."""

from dataclasses import dataclass, replace
from uuid import UUID

from core.addresses.email_address import fold
from core.docusign.tab_kinds import BY_LIST
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.fields.field_name import NAME
from core.fields.properties import CHECKED, DEFAULT, OPTIONS
from core.refusals import NotFound
from webapp.api.docusign.asked import NOT_SUPPORTED, Asked, refuse

# What an answer said and a program sends back.
SAID = (
    *("documentId", "recipientId", "recipientIdGuid", "pageNumber", "xPosition", "yPosition"),
    *("width", "height", "required", "locked", "tooltip", "tabOrder", "status", "tabType", "name"),
    *("originalValue", "formula", "optional", "templateLocked", "templateRequired", "errorDetails"),
)


@dataclass(frozen=True, slots=True)
class TabValue:
    path: str
    id: str
    label: str
    value: str | None
    checked: bool | None


def read(tabs: Asked) -> list[TabValue]:
    """Raises InvalidRequest."""
    found = []
    for name in BY_LIST:
        for asked in tabs.each(name):
            selected = asked.flag("selected")
            value = asked.text("value") if "value" in asked else None
            if value is None and "numericalValue" in asked:
                value = asked.text("numericalValue")
            for item in asked.each("listItems"):
                text, meant = item.text("text"), item.text("value")
                if item.flag("selected"):
                    value = text or meant
            asked.pass_over(*SAID, "numericalValue")
            id, label = asked.text("tabId"), asked.text("tabLabel")
            asked.done()
            found.append(TabValue(asked.path, id, label, value, selected))
    for name in tabs.names():
        refuse(tabs.place(name), NOT_SUPPORTED)
    return found


def filled(envelope: Envelope, recipient_id: UUID, given: list[TabValue]) -> list[Field]:
    """The fields with these values to begin with. Raises NotFound, InvalidRequest."""
    mine = [f for f in envelope.fields if recipient_id in f.recipient_ids]
    found = []
    for one in given:
        field = next((f for f in mine if _is(f, one)), None)
        if field is None:
            raise NotFound
        properties = dict(field.properties)
        known = {p.name for p in field.kind.properties}
        if one.checked is not None and CHECKED.name in known:
            properties[CHECKED.name] = one.checked
        elif one.value is not None and DEFAULT.name in known:
            properties[DEFAULT.name] = _option(field, one.value)
        elif one.value:
            refuse(f"{one.path}.value", "No one can fill in this tab beforehand.")
        found.append(replace(field, properties=properties))
    return found


def _is(field: Field, one: TabValue) -> bool:
    if one.id:
        return str(field.id) == one.id.casefold()
    return fold(field.label or NAME.of(field.properties)) == fold(one.label)


def _option(field: Field, value: str) -> str:
    options = OPTIONS.of(field.properties)
    return next((o for o in options if fold(o) == fold(value)), value)
