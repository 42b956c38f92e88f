"""Sends what waited for its pages, in the commit of the job that finishes them."""

from datetime import datetime

from core import access
from core.access import Permission
from core.api import api_key
from core.api.refusals import KeyRevokedMeanwhile
from core.envelopes.drafts import requested_sending as rules
from core.envelopes.envelope import Envelope, Outcome
from core.refusals import Forbidden, Refusal
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending


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
