"""The recycle bin: what is thrown away can be taken out again for thirty days."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.envelopes.envelope import Envelope, Outcome, Status
from core.envelopes.events.retention import MovedToBin, TakenFromBin
from core.envelopes.refusals import TemplateContent
from core.refusals import Forbidden, NotFound
from core.retention import retention
from core.retention.events import EnvelopeDeleted, EnvelopeRestored
from core.retention.refusals import OnHold
from core.retention.retention import BIN, RetainedEnvelope
from tenants.store.retention.deleted_envelopes import DeletedEnvelope
from tenants.transaction import Transaction
from tenants.use_cases.retention import legal_holds

PAGE = 50


@dataclass(frozen=True, slots=True)
class RecycleBin:
    """The latest first; `next` continues the list."""

    rows: tuple[DeletedEnvelope, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class BinKeeping:
    """What may be done about keeping an envelope, for its page to offer."""

    held: bool
    deletable: bool
    holdable: bool


def delete(tx: Transaction, envelope_id: UUID, now: datetime) -> None:
    """Into the bin. A second time changes nothing. Raises NotFound, NotDeletable, OnHold."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = _lock(tx, envelope_id)
    if envelope.content_of is not None:
        raise TemplateContent
    if envelope.deleted_at is not None:
        return
    retained = retained_envelope(tx, envelope)
    retention.check_deletable(retained)
    if retention.held(envelope_id, retained.addresses, tx.legal_holds.in_force()):
        raise OnHold
    outcome = Outcome(replace(envelope, deleted_at=now), (MovedToBin(),))
    tx.record(outcome, tx.principal.actor, now)
    deleted = EnvelopeDeleted(envelope_id=envelope_id, erase_at=now + BIN)
    tx.record_admin((deleted,), tx.principal.actor, now)


def restore(tx: Transaction, envelope_id: UUID, now: datetime) -> None:
    """Out of the bin, as it was. Raises NotFound when it was emptied meanwhile."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = _lock(tx, envelope_id)
    if envelope.erased_at is not None or envelope.content_of is not None:
        raise NotFound
    if envelope.deleted_at is None:
        return
    outcome = Outcome(replace(envelope, deleted_at=None), (TakenFromBin(),))
    tx.record(outcome, tx.principal.actor, now)
    restored = EnvelopeRestored(envelope_id=envelope_id)
    tx.record_admin((restored,), tx.principal.actor, now)


def deleted(tx: Transaction, after: str = "") -> RecycleBin:
    """One's own; everyone's for those who manage all envelopes. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    own = None if tx.may(Permission.MANAGE_ALL_ENVELOPES) else tx.member.person_id
    found = tx.deleted_envelopes.page(own, _key(after), PAGE + 1)
    shown, holds = found[:PAGE], tx.legal_holds.in_force()
    involved = tx.legal_holds.addresses_of(row.id for row in shown)
    rows = tuple(
        replace(row, held=retention.held(row.id, involved.get(row.id, ()), holds)) for row in shown
    )
    last = rows[-1] if len(found) > PAGE else None
    return RecycleBin(rows, f"{last.deleted_at.isoformat()}|{last.id}" if last else None)


def keeping(tx: Transaction, envelope: Envelope, standing: Standing) -> BinKeeping:
    """In the transaction of the envelope's page."""
    held = legal_holds.is_held(tx, envelope.id)
    deletable = (
        envelope.status in (Status.DRAFT, *retention.ENDED)
        and not held
        and access.may_change(tx.role, standing)
    )
    return BinKeeping(held, deletable, tx.may(Permission.HOLD_ENVELOPES))


def retained_envelope(tx: Transaction, envelope: Envelope) -> RetainedEnvelope:
    """What core/retention/retention.py decides by."""
    template_id, status_at = tx.deleted_envelopes.decided_by(envelope.id)
    return RetainedEnvelope(
        id=envelope.id,
        status=envelope.status,
        status_at=status_at,
        addresses=tx.legal_holds.addresses(envelope.id),
        template_id=template_id,
        deleted_at=envelope.deleted_at,
    )


def _lock(tx: Transaction, envelope_id: UUID) -> Envelope:
    """Also one that is in the bin. Raises NotFound, Forbidden."""
    if not access.may_change(tx.role, tx.standing(envelope_id, in_bin=True)):
        raise Forbidden
    return tx.envelopes.lock(envelope_id)


def _key(after: str) -> tuple[datetime, UUID] | None:
    """Where the list goes on. Raises NotFound."""
    at, _, last = after.partition("|")
    try:
        return (datetime.fromisoformat(at), UUID(last)) if after else None
    except ValueError:
        raise NotFound from None
