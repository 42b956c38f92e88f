"""Sending on request, and what waited for its pages in the commit of the job that makes them."""

from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission
from core.api import api_key
from core.api.refusals import KeyRevokedMeanwhile
from core.envelopes.drafts import requested_sending as rules
from core.envelopes.drafts.draft import shows_first_recipients
from core.envelopes.envelope import Envelope, Outcome
from core.organizations.quota import Kind
from core.refusals import Forbidden, Refusal
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_details, sending
from tenants.use_cases.organizations import quotas


def request(tx: Transaction, envelope_id: UUID, now: datetime) -> Envelope:
    """
    Sent at once, or as soon as its pages are ready. The caller has counted it, see sending.count.

    Asked again it changes nothing. Raises NotADraft, NothingToSend, DetailsMissing, QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if envelope.send_requested_by:
        return envelope
    if shows_first_recipients(envelope):
        return sending.send(tx, envelope_id, now)
    quotas.require(tx, Kind.ENVELOPES, now)
    outcome = rules.request(envelope, tx.principal.actor, email_addresses.deliverable)
    tx.record(outcome, tx.principal.actor, now)
    envelope_details.require(tx, envelope_id)
    return outcome.envelope


def record(tx: Transaction, found: Outcome, now: datetime) -> None:
    """What a job found about a document; and the envelope is sent if it waited for just that."""
    envelope = found.envelope
    if not rules.is_due(envelope):
        tx.record(found, tx.principal.actor, now)
        return
    try:
        sent = found.then(lambda e: _decide(tx, e, now))
    except (Refusal, Forbidden) as problem:
        code = problem.code
        tx.record(found.then(lambda e: rules.refuse(e, code)), tx.principal.actor, now)
    else:
        sending.write(tx, sent, envelope.send_requested_by, envelope.sender_id, now)


def _decide(tx: Transaction, envelope: Envelope, now: datetime) -> Outcome:
    """The key that asked may have been revoked since, or its sender have lost the right to send."""
    if tx.api_keys.is_revoked(api_key.id_of(envelope.send_requested_by)):
        raise KeyRevokedMeanwhile
    current = tx.memberships.current_role(envelope.sender_id, hold=True)
    if current is None:
        raise Forbidden
    access.require(current.role, Permission.SEND_ENVELOPES, current.frozen)
    rules.check_pages(envelope)
    return sending.decide(tx, envelope, now)
