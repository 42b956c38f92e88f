"""What recipients have filled in, and what conditions and formulas make of it."""

import json
from uuid import UUID

from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles import registry
from core.evidence.audit import Entry
from core.evidence.replay.attachments import is_attached
from core.evidence.replay.fields import recipients_of, told_field
from core.evidence.replay.told_rows import ERASED, ToldRows, Values, replays
from core.fields import kinds
from core.fields.logic.dependencies import has_logic
from core.fields.logic.resolution import resolve
from core.signing.events.recipients import RecipientCompleted


@replays(RecipientCompleted)
def completed(told: ToldRows, entry: Entry, values: Values) -> None:
    written = values.get("values", "{}")
    if written is ERASED:
        told.unknown.add("field_values")
        return
    recipient_id = entry.data["recipient_id"]
    for id, value in json.loads(written).items():
        if "fields" not in told.unknown:
            if _is_senders_with_logic(told, id):
                told.tell("fields", id, value=value)
                continue
            _check_filled(told, id, value, recipient_id)
        told.tell("fields", id, value=value, filled_by=recipient_id if value else None)
    _check_logic(told, UUID(recipient_id))


def _is_senders_with_logic(told: ToldRows, id: str) -> bool:
    """What it says depends on what recipients fill in: each of them signs what it says then."""
    is_senders = ("fields", id, "kind") in told.rows and not recipients_of(told, id)
    return is_senders and has_logic(told_field(told, id))


def _check_filled(told: ToldRows, id: str, value: str, recipient_id: str) -> None:
    """By one whose field it is and who came first, with what is theirs as well."""
    owners = recipients_of(told, id)
    if recipient_id not in owners:
        told.contradict("fields", id, "recipient_ids")
    if told.told("fields", id, "filled_by") not in (None, recipient_id):
        told.contradict("fields", id, "filled_by")
    kind = told.told("fields", id, "kind")
    if not value or kind is None:
        return
    if kind in kinds.ADOPTIONS and told.told("signatures", value, "recipient_id") != recipient_id:
        told.contradict("signatures", value, "recipient_id")
    by_one_of = (recipient_id, *owners)
    if kinds.named(kind).is_uploaded and not is_attached(told, id, value, by_one_of):
        told.contradict("fields", id, "value")


def _check_logic(told: ToldRows, recipient_id: UUID) -> None:
    """What was signed is what conditions and formulas say of what was filled in."""
    role = str(told.told("recipients", str(recipient_id), "role", ""))
    if told.unknown & {"fields", "field_values"} or registry.named(role).must_open:
        return
    fields = [told_field(told, id) for id in told.ids("fields")]
    completed = {
        UUID(id)
        for id in told.ids("recipients")
        if told.told("recipients", id, "status") is RecipientStatus.COMPLETED
    }
    standing = resolve(fields, recipient_id, completed - {recipient_id})
    for field, now in zip(fields, standing.fields, strict=True):
        if field.value != now.value:
            told.contradict("fields", str(field.id), "value")
