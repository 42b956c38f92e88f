"""Confirming each signature by itself: begun with a reason, done once the proofs are given."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from core.envelopes.envelope import Confirmation
from core.refusals import NotFound
from core.signing import finishing
from core.signing.origin import Origin
from core.signing.proofs import confirming
from core.signing.proofs.confirming import PERIOD
from tenants.store.signing.begun_confirmations import BegunConfirmation
from tenants.transaction import Transaction
from tenants.use_cases.signing import signing_ceremony

CONTEXT = "reason for signing"


def begin(
    tx: Transaction,
    field_id: UUID,
    chosen: str,
    written: str,
    today: date,
    session: bytes,
    now: datetime,
) -> None:
    """
    The proofs that it takes are asked for next.

    Raises NotFound, Invalid(reason=...), FieldsMissing, and what keeps a recipient from acting.
    """
    envelope, id = signing_ceremony.locked(tx), tx.recipient.recipient_id
    left, content = finishing.to_confirm(envelope, id, today)
    if field_id not in left or not envelope.confirming.required:
        raise NotFound
    reason = confirming.check_reason(envelope.confirming, chosen, written)
    last = tx.begun_confirmations.of(session).confirmed_at
    made = BegunConfirmation(
        field_id=field_id,
        content=content,
        reason=tx.rows.key.encrypt(reason.encode(), CONTEXT),
        asked=confirming.needed(envelope.recipient(id), last, now),
        begun_at=now,
        confirmed_at=last,
    )
    tx.begun_confirmations.keep(session, envelope.id, id, made)


def prove(tx: Transaction, proof: str, session: bytes, origin: Origin, now: datetime) -> None:
    """A proof was given again: with the last one that is asked for, the signature is confirmed."""
    id = tx.recipient.recipient_id
    envelope = tx.envelopes.lock(tx.recipient.envelope_id)
    found = tx.begun_confirmations.of(session)
    place, reason, since = found.field_id, found.reason, found.begun_at
    if place is None or reason is None or since is None:
        return
    found = replace(found, given=(*found.given, proof))
    if now - since > PERIOD:
        found = BegunConfirmation(confirmed_at=found.confirmed_at)
    elif not found.lacking:
        made = Confirmation(place, id, found.content, now)
        why = tx.rows.key.decrypt(bytes(reason), CONTEXT).decode()
        outcome = confirming.confirm(envelope, made, why, found.asked, origin)
        tx.record(outcome, tx.principal.actor, now)
        found = BegunConfirmation(confirmed_at=now)
    tx.begun_confirmations.keep(session, envelope.id, id, found)


def cancel(tx: Transaction, session: bytes) -> None:
    """The confirmation that was begun is dropped; those that were given stay."""
    last = tx.begun_confirmations.of(session).confirmed_at
    ids = tx.recipient.envelope_id, tx.recipient.recipient_id
    tx.begun_confirmations.keep(session, *ids, BegunConfirmation(confirmed_at=last))


def leave(tx: Transaction, session: bytes) -> None:
    """All components are asked for again when they come back."""
    tx.begun_confirmations.forget(session)
