"""Which kind of field each of DocuSign's collections of tabs is here."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.fields import kinds
from core.fields.kind import FieldKind

_NAMES = {
    "signHereTabs": "signature",
    "initialHereTabs": "initials",
    "dateSignedTabs": "date_signed",
    "fullNameTabs": "full_name",
    "emailAddressTabs": "email",
    "emailTabs": "email",
    "companyTabs": "company",
    "titleTabs": "title",
    "textTabs": "text",
    "numberTabs": "number",
    "numericalTabs": "number",
    "dateTabs": "date",
    "phoneNumberTabs": "phone",
    "ssnTabs": "text",
    "zipTabs": "text",
    "checkboxTabs": "checkbox",
    "listTabs": "dropdown",
    "radioGroupTabs": "radio_button",
    "formulaTabs": "formula",
    "approveTabs": "approve",
    "declineTabs": "decline",
    "signerAttachmentTabs": "attachment",
    "noteTabs": "note",
    "drawTabs": "image",
}
KINDS: Mapping[str, FieldKind] = MappingProxyType(
    {tabs: kinds.named(name) for tabs, name in _NAMES.items()}
)
# What a kind of tab means besides.
PRESET: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "ssnTabs": {"format": "us.ssn"},
        "zipTabs": {"format": "postal_code", "country": "US"},
    }
)
"""A `stamp` of a signHereTab is the kind of that name: see tabs.py."""
STAMP = kinds.named("stamp")
