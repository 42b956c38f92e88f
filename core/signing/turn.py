"""Whether a recipient may act now."""

from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Status, overdue
from core.envelopes.recipient import RELEASED, Recipient, RecipientStatus
from core.envelopes.refusals import NotOpen, PausedBySender
from core.envelopes.routing import asked
from core.signing.refusals import (
    AlreadyDeclined,
    AlreadyFinished,
    ConsentNeeded,
    NoLongerNeeded,
    NothingToSign,
    NotYourTurn,
)


def check_may_act(envelope: Envelope, recipient_id: UUID, now: datetime) -> None:
    """
    Raises NothingToSign, AlreadyFinished, AlreadyDeclined, NotOpen, PausedBySender, NotYourTurn.
    """
    check(envelope, envelope.recipient(recipient_id))
    check_time(envelope, now)


def awaits_pages(envelope: Envelope, recipient_id: UUID) -> bool:
    """Whether the envelope is sent as soon as its pages are there, and they are asked first."""
    if envelope.status is not Status.DRAFT or not envelope.send_requested_by:
        return False
    acting = [r for r in envelope.recipients if r.role.acts]
    first = min((r.routing_order for r in acting), default=0)
    return any(r.id == recipient_id and r.routing_order == first for r in acting)


def check(envelope: Envelope, recipient: Recipient) -> None:
    if not recipient.role.acts:
        raise NothingToSign
    if recipient.status in RELEASED:
        raise NoLongerNeeded
    if recipient.finished and recipient.status is not RecipientStatus.DECLINED:
        raise AlreadyFinished
    if RecipientStatus.DECLINED is recipient.status or envelope.status is Status.DECLINED:
        raise AlreadyDeclined
    if not envelope.status.open:
        raise NotOpen
    if envelope.paused_at:
        raise PausedBySender
    if recipient not in asked(envelope.recipients):
        raise NotYourTurn


def check_time(envelope: Envelope, now: datetime) -> None:
    """Time ends an envelope by itself, also while the job that says so is late."""
    if overdue(envelope, now):
        raise NotOpen


def check_consented(envelope: Envelope, recipient: Recipient) -> None:
    check(envelope, recipient)
    if not recipient.consented:
        raise ConsentNeeded
