"""Legal holds: what no rule and no request may destroy until the hold is lifted."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.addresses import email_address
from core.refusals import Invalid, NotFound, sentence
from core.retention import retention
from core.retention.events import HoldLifted, HoldPlaced
from core.retention.retention import Subject
from tenants.store.retention.legal_holds import LegalHold
from tenants.transaction import Transaction


def holds(tx: Transaction) -> tuple[LegalHold, ...]:
    """Those in force first, then those lifted, the latest first."""
    tx.require(Permission.HOLD_ENVELOPES)
    return tx.legal_holds.all()


def place(
    tx: Transaction,
    hold_id: UUID,
    subject: str,
    reason: str,
    now: datetime,
    *,
    envelope_id: UUID | None = None,
    address: str = "",
) -> None:
    """The same id again is the same hold. Raises Invalid, NotFound."""
    tx.require(Permission.HOLD_ENVELOPES)
    address = _check(subject, address)
    reason = retention.check_reason(reason)
    if subject != Subject.ENVELOPE:
        envelope_id = None
    elif envelope_id is None:
        raise NotFound
    else:
        # Nothing is destroyed while a hold is being placed on it, nor the other way round.
        tx.envelopes.lock(envelope_id)
    placed_by = tx.member.person_id
    if tx.legal_holds.add(hold_id, subject, envelope_id, address, reason, placed_by, now):
        placed = HoldPlaced(
            hold_id=hold_id,
            subject=subject,
            envelope_id=envelope_id,
            address=address,
            reason=reason,
        )
        tx.record_admin((placed,), tx.principal.actor, now)


def lift(tx: Transaction, hold_id: UUID, reason: str, now: datetime) -> None:
    """A second time changes nothing. Raises Invalid, NotFound."""
    tx.require(Permission.HOLD_ENVELOPES)
    reason = retention.check_reason(reason)
    if tx.legal_holds.lift(hold_id, now):
        lifted = HoldLifted(hold_id=hold_id, reason=reason)
        tx.record_admin((lifted,), tx.principal.actor, now)


def any_held(tx: Transaction) -> bool:
    """Whether anything at all is on hold: then the organization itself cannot end."""
    found = tx.legal_holds.in_force()
    return found.organization or bool(found.envelopes or found.addresses)


def is_held(tx: Transaction, envelope_id: UUID) -> bool:
    """Whether nothing of this envelope may be destroyed now."""
    found, addresses = tx.legal_holds.with_addresses(envelope_id)
    return retention.held(envelope_id, addresses, found)


def _check(subject: str, address: str) -> str:
    """The address as it is compared. Raises Invalid."""
    if subject not in list(Subject):
        raise Invalid(subject=sentence("Choose what to hold."))
    if subject != Subject.ADDRESS:
        return ""
    address = email_address.fold(address.strip())
    if not email_address.FORM.fullmatch(address):
        raise Invalid(
            address=sentence("Enter a complete e-mail address, such as name@example.com.")
        )
    return address
