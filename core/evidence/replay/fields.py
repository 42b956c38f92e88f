"""The fields as they were when the envelope was sent, or corrected."""

import json
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, Show, ToldRows, Values, replays, shows
from core.fields import kinds
from core.fields.events import FieldsPlaced
from core.fields.field import BOX, Field, box

AS_TOLD = ("kind", "page", "required", "label", "properties")


@shows
def fields(envelope: Envelope, show: Show) -> None:
    for number, f in enumerate(envelope.fields):
        show("fields", f.id, position=number, document_id=str(f.document_id), kind=f.kind.name)
        show("fields", f.id, recipient_ids=tuple(map(str, f.recipient_ids)), page=f.page)
        show("fields", f.id, value=f.value, filled_by=f.filled_by and str(f.filled_by))
        show("fields", f.id, required=f.required, label=f.label)
        show("fields", f.id, properties=f.properties, **dict(zip(BOX, box(f), strict=True)))


@replays(FieldsPlaced)
def placed(told: ToldRows, entry: Entry, values: Values) -> None:
    if values.get("placements") is ERASED:
        told.unknown.add("fields")
        return
    for number, field in enumerate(json.loads(values["placements"])):
        told.tell(
            "fields",
            field["id"],
            position=number,
            document_id=field["document"],
            recipient_ids=tuple(field["recipients"]),
            **dict(zip(BOX, field["box"], strict=True)),
            **{name: field[name] for name in AS_TOLD},
        )
        if not field["recipients"]:
            value = kinds.named(field["kind"]).value_of_sender(field["properties"])
            told.tell("fields", field["id"], value=value, filled_by=None)


def recipients_of(told: ToldRows, field_id: str) -> tuple[str, ...]:
    ids: tuple[str, ...] = told.told("fields", field_id, "recipient_ids", ())
    return ids


def told_field(told: ToldRows, id: str) -> Field:
    """As it was told of, without its place."""
    by = told.told("fields", id, "filled_by")
    return Field(
        UUID(id),
        UUID(told.told("fields", id, "document_id")),
        tuple(map(UUID, recipients_of(told, id))),
        kinds.named(told.told("fields", id, "kind")),
        *(told.told("fields", id, "page"), 0, 0, 0, 0),
        required=told.told("fields", id, "required"),
        label=told.told("fields", id, "label"),
        value=told.told("fields", id, "value", ""),
        filled_by=UUID(by) if by else None,
        properties=told.told("fields", id, "properties"),
    )
