"""A recipient hands their part over to another person, as the sender or the organization allows."""

from dataclasses import replace
from datetime import datetime

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.envelopes.turns import reassigning
from core.envelopes.turns.reassigning import Successor
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending
from tenants.use_cases.signing import signing_ceremony


def policy(tx: Transaction) -> str:
    """Whether the organization lets recipients hand their part over."""
    tx.require(Permission.SEND_ENVELOPES)
    return tx.own_organization.profile().delegation


def delegate(tx: Transaction, to: Successor, now: datetime) -> Envelope:
    """
    The caller has counted it as sending, see `sending.count`.

    Raises NotDelegable, NotReassignable, TooManyReassignments, Invalid, and what keeps a recipient
    from acting.
    """
    to = replace(to, email=email_addresses.check(to.email))
    envelope = signing_ceremony.locked(tx)
    deliverable = email_addresses.deliverable
    id = tx.recipient.recipient_id
    allowed = tx.own_organization.profile().delegation
    outcome = reassigning.delegate(envelope, id, to, now, deliverable, allowed)
    tx.record(outcome, tx.principal.actor, now)
    sending.issue_links(tx, outcome.envelope)
    return outcome.envelope
