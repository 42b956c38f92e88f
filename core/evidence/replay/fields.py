"""The fields as they were when the envelope was sent, or corrected."""

import json
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, Show, ToldRows, Values, replays, shows
from core.fields import kinds
from core.fields.events import FieldsCorrected, FieldsPlaced
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
        _tell(told, field, number)
        if not field["recipients"]:
            value = kinds.named(field["kind"]).value_of_sender(field["properties"])
            told.tell("fields", field["id"], value=value, filled_by=None)


@replays(FieldsCorrected)
def corrected(told: ToldRows, entry: Entry, values: Values) -> None:
    """Of no one who has finished: what they signed is in no place but where they saw it."""
    told.tell_envelope(fields_corrected_at=entry.at)
    if ERASED in (values.get("old"), values.get("new")):
        told.unknown.add("fields")
        return
    old, new = json.loads(values["old"]), json.loads(values["new"])
    for field in (*old, *new):
        for id in (*field["recipients"], *recipients_of(told, field["id"])):
            if told.told("recipients", id, "status") is RecipientStatus.COMPLETED:
                told.contradict("fields", field["id"], "recipient_ids")
    for id in {field["id"] for field in old} - {field["id"] for field in new}:
        told.forget("fields", id)
    order = sorted(told.ids("fields"), key=lambda id: int(told.told("fields", id, "position")))
    order += [field["id"] for field in new if field["id"] not in order]
    for field in new:
        _tell(told, field, 0)
    for number, id in enumerate(order):
        told.tell("fields", id, position=number)


def _tell(told: ToldRows, field: dict[str, Any], number: int) -> None:
    told.tell(
        "fields",
        field["id"],
        position=number,
        document_id=field["document"],
        recipient_ids=tuple(field["recipients"]),
        **dict(zip(BOX, field["box"], strict=True)),
        **{name: field[name] for name in AS_TOLD},
    )


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
