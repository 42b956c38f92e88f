"""Found fields as the prepare page offers them."""

from collections.abc import Sequence
from typing import Any

from tenants.use_cases.fields.found_fields import OfferedField
from webapp.pages.fields import field_json


def of(offered: Sequence[OfferedField]) -> list[dict[str, Any]]:
    """Each as the field that it becomes, with what tells of it."""
    return [_offer(one) for one in offered]


def _offer(one: OfferedField) -> dict[str, Any]:
    whose = [one.recipient_id] if one.recipient_id else []
    field = one.found.placed(one.document_id, whose)
    return field_json.of_field(field) | {"source": one.found.source.value}
