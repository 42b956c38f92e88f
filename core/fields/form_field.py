"""A form field (AcroForm) that an uploaded PDF brought along, as a field of ours."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.fields import kinds, properties
from core.fields.field import SMALLEST, Field
from core.fields.field_property import Properties
from core.fields.kind import FieldKind
from core.fields.properties import OPTIONS
from core.refusals import Invalid


def given_to(
    recipient_id: UUID, found: Mapping[str, Any], field_id: UUID, document_id: UUID
) -> Field:
    """`found` is what intake wrote down of it (actors/pdf/forms/found_fields)."""
    kind = kinds.of_form_field(found["kind"])
    return Field(
        field_id,
        document_id,
        (recipient_id,),
        kind,
        found["page"],
        found["x"],
        found["y"],
        max(found["width"], SMALLEST),
        max(found["height"], SMALLEST),
        required=found["required"],
        label=found["label"][:100],
        properties=_options(kind, list(found.get("options", ()))),
    )


def _options(kind: FieldKind, options: list[str]) -> Properties:
    """What can be chosen; where it is more than a field holds, the sender is asked for it."""
    if OPTIONS not in kind.properties:
        return {}
    try:
        return properties.read(kind.properties, {OPTIONS.name: options})
    except Invalid:
        return {}
