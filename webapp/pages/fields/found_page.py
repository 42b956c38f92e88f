"""Found fields as the prepare page offers them."""

from collections.abc import Sequence
from typing import Any

from core.envelopes.envelope import Envelope
from core.fields import field_name
from core.fields.found_field import FoundSource
from tenants.use_cases.fields.found_fields import OfferedField
from webapp.pages.fields import field_json


def context(envelope: Envelope, offered: Sequence[OfferedField]) -> dict[str, Any]:
    """What was found in the documents, and what the version before had and this one has not."""
    listed = of(envelope, offered)
    lost = FoundSource.REPLACED.value
    return {
        "found": [one for one in listed if one["source"] != lost],
        "lost": [one for one in listed if one["source"] == lost],
    }


def of(envelope: Envelope, offered: Sequence[OfferedField]) -> list[dict[str, Any]]:
    """Each as the field that it becomes, with what tells of it."""
    taken = field_name.taken(field.properties for field in envelope.fields)
    listed: list[dict[str, Any]] = []
    for one in offered:
        field = one.found.placed(one.document_id, one.recipient_ids, taken)
        taken |= field_name.taken([field.properties])
        told = {"source": one.found.source.value, "label": field.label}
        listed.append(field_json.of_fields([field], envelope)[0] | told)
    return listed
