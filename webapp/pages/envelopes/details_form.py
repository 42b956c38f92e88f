"""The form for what is noted about an envelope, on each page that has it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import request

from core.envelopes import details
from core.envelopes.details import METADATA_LIMIT, Details
from core.refusals import sentence
from tenants.use_cases.envelopes.envelope_details import DetailsView

SPARE = 2  # empty rows for more entries
Entries = list[tuple[str, str]]


def context(noted: DetailsView) -> dict[str, Any]:
    """What is stored, as it stands in the form."""
    stored = noted.details
    return {
        "noted": noted,
        "noting": {"external_id": stored.external_id, "values": named(stored)},
        "noting_entries": rows(list(stored.metadata.items())),
        "noting_errors": {},
    }


def typed() -> tuple[str, dict[UUID, str], Entries]:
    """What was sent: the external id, values by field, entries."""
    form = request.form
    values = {}
    for name, text in form.items():
        kind, _, field_id = name.partition("-")
        if kind == "value":
            values.update(_identified(field_id, text))
    count = METADATA_LIMIT + SPARE
    entries = [(form.get(f"key-{n}", ""), form.get(f"text-{n}", "")) for n in range(count)]
    return form.get("external_id", ""), values, entries


def rows(entries: Entries) -> Entries:
    """Those that hold something, and room for more."""
    last = max((n for n, pair in enumerate(entries, 1) if any(pair)), default=0)
    return entries[:last] + [("", "")] * SPARE


def named(stored: Details | Mapping[UUID, str]) -> dict[str, str]:
    values = stored.values if isinstance(stored, Details) else stored
    return {str(id): text for id, text in values.items()}


def missing(noted: DetailsView) -> dict[str, str]:
    """What keeps an envelope from being sent, by the place on its page."""
    if not details.missing(noted.details, noted.fields):
        return {}
    return {"noted": sentence("Enter the details your organization asks for.")}


def _identified(text: str, value: str) -> dict[UUID, str]:
    try:
        return {UUID(text): value}
    except ValueError:
        return {}
