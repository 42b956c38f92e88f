"""Giving the part of a recipient to another person."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.turns import reassigning
from core.envelopes.turns.reassigning import Successor
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending


def reassign(
    tx: Transaction, envelope_id: UUID, recipient_id: UUID, to: Successor, now: datetime
) -> Envelope:
    """
    Counts as sending, for it mails an address that the organization chooses: the caller has counted
    it, see `sending.count`.

    Raises NotOpen, NotReassignable, TooManyReassignments, Invalid, NotFound.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if to.email.strip() or not envelope.recipient(recipient_id).role.in_person:
        to = replace(to, email=email_addresses.check(to.email))
    deliverable = email_addresses.deliverable
    outcome = reassigning.reassign(envelope, recipient_id, to, now, deliverable)
    sending.write(tx, outcome, tx.principal.actor, tx.member.person_id, now)
    return outcome.envelope
