"""Fields as the prepare page and its script say them to each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from core.envelopes import groups as recipient_groups
from core.envelopes.drafts import draft_marks
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import BOX, Field
from core.fields.kind import FieldKind
from core.fields.logic import field_values, groups
from core.refusals import Invalid, sentence
from core.request_errors import FormTooLarge
from tenants.use_cases.envelopes.drafting import PlacedFields

INCOMPLETE = sentence("The list of fields is incomplete. Reload the page.")


@dataclass(frozen=True, slots=True)
class WantedFields:
    """
    What a page wants of the fields. `was`: as it began with those; None: it does not say so.
    `seen` is the mark of all fields that it knows.
    """

    fields: MergedFields
    was: Mapping[UUID, Field] | None
    seen: str


def of_fields(fields: Iterable[Field], envelope: Envelope) -> list[dict[str, Any]]:
    """Each for one member of a group, who stands for it on the page."""
    return [of_field(f) for f in recipient_groups.represented(fields, envelope.recipients)]


def of_field(field: Field) -> dict[str, Any]:
    """What says nothing is left out: there are thousands of fields."""
    said = {
        "id": str(field.id),
        "document_id": str(field.document_id),
        "recipient_ids": [str(id) for id in field.recipient_ids],
        "kind": field.kind.name,
        "page": field.page,
        **{name: _short(getattr(field, name)) for name in BOX},
    }
    if not field.required:
        said["required"] = False
    if field.label:
        said["label"] = field.label
    if field.properties:
        said["properties"] = dict(field.properties)
    return said


def of_kind(kind: FieldKind) -> dict[str, Any]:
    return {
        "size": kind.size,
        "square": kind.is_square,
        "required": kind.is_required,
        "asked": kind.is_asked,
        "personal": kind.is_adopted,
        "senders": kind.is_for_sender,
        "only_sender": kind.only_sender,
        "isButton": kind.is_button,
        "properties": [property.name for property in kind.properties],
        "type": _type(kind),
        "computed": kind.formula is not None,
        "button": kind.is_button,
    }


def _type(kind: FieldKind) -> str:
    """What conditions can ask of it; "" of what has no value."""
    return field_values.type_of_kind(kind, {}).name.lower() if kind.has_value else ""


def of_merged(placed: PlacedFields, asked: Sequence[Field], seen: str) -> dict[str, Any]:
    """What became of it, with all fields if another page or a group has changed any of them."""
    contested = {
        str(id): None if theirs is None else of_fields([theirs], placed.envelope)[0]
        for id, theirs in placed.contested.items()
    }
    said = {"seen": draft_marks.of_placements(placed.envelope.fields), "contested": contested}
    asked = recipient_groups.shared(asked, placed.envelope.recipients)
    followed = groups.followed((*placed.before, *asked), placed.envelope.fields)
    if not followed and draft_marks.of_placements(placed.before) == seen:
        return said
    return said | {"fields": of_fields(placed.envelope.fields, placed.envelope)}


def wanted(body: object) -> WantedFields:
    """Raises Invalid."""
    fields = tuple(_field(f) for f in _list(body, "fields"))
    removed = frozenset(ids(_list(body, "removed", [])))
    was = None
    if isinstance(body, dict) and "was" in body:
        was = {f.id: f for f in map(_field, _list(body, "was"))}
    seen = body.get("seen", "") if isinstance(body, dict) else ""
    return WantedFields(MergedFields(fields, removed), was, str(seen))


def body() -> Any:
    """The JSON of the request. A list of fields is a form, not an upload. Raises FormTooLarge."""
    request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
    try:
        return request.get_json()
    except RequestEntityTooLarge:
        raise FormTooLarge from None
    except RecursionError:  # lists in lists in lists
        return None


def ids(given: Sequence[Any]) -> list[UUID]:
    """Raises Invalid."""
    try:
        return [UUID(id) for id in given]
    except (ValueError, TypeError, AttributeError):
        raise Invalid(fields=INCOMPLETE) from None


def _list(body: object, name: str, otherwise: Any = None) -> list[Any]:
    found = body.get(name, otherwise) if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise Invalid(fields=INCOMPLETE)
    return found


def _field(given: Any) -> Field:
    """Raises Invalid for anything that is no field."""
    try:
        return Field(
            id=UUID(given["id"]),
            document_id=UUID(given["document_id"]),
            recipient_ids=tuple(UUID(id) for id in given["recipient_ids"]),
            kind=kinds.named(given["kind"]),
            page=int(given["page"]),
            x=float(given["x"]),
            y=float(given["y"]),
            width=float(given["width"]),
            height=float(given["height"]),
            required=bool(given.get("required", True)),
            label=str(given.get("label", "")),
            properties=dict(given.get("properties", {})),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise Invalid(fields=INCOMPLETE) from None


def _short(number: float) -> float:
    whole = round(number)
    return whole if whole == number else number
