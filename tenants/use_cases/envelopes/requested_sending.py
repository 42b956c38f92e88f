"""Sending on request, and what waited for its pages in the commit of the job that makes them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core import access
from core.access import Permission
from core.api import api_key
from core.api.oauth import client as oauth_client
from core.api.refusals import KeyRevokedMeanwhile
from core.bulk_sends.bulk_send import RowState
from core.bulk_sends.filled_row import RowProblem
from core.envelopes.drafts import requested_sending as rules
from core.envelopes.drafts.draft import shows_first_recipients
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.retention import MovedToBin
from core.envelopes.refusals import NothingToSend
from core.envelopes.turns import starting
from core.organizations.quota import Kind
from core.refusals import Forbidden, Problem, Refusal
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.api.oauth import clients
from tenants.use_cases.bulk_sends import prepared_rows
from tenants.use_cases.envelopes import envelope_details, sending
from tenants.use_cases.organizations import quotas


def request(
    tx: Transaction, envelope_id: UUID, now: datetime, starts_at: datetime | None = None
) -> Envelope:
    """
    Sent at once, or as soon as its pages are ready; no one is invited before `starts_at`. The
    caller has counted it, see sending.count.

    Asked again it changes nothing. Raises NotADraft, NothingToSend, DetailsMissing, QuotaReached,
    Invalid with `starts_at`.
    """
    tx.require(Permission.SEND_ENVELOPES)
    return request_of(tx, tx.lock_changeable(envelope_id), now, starts_at)


def request_of(
    tx: Transaction, envelope: Envelope, now: datetime, starts_at: datetime | None = None
) -> Envelope:
    """The same of an envelope that is locked, for its sender."""
    tx.require(Permission.SEND_ENVELOPES)
    if envelope.send_requested_by:
        return envelope
    return request_begun(tx, Outcome(envelope), now, starts_at)


def request_begun(
    tx: Transaction, begun: Outcome, now: datetime, starts_at: datetime | None = None
) -> Envelope:
    """The same together with a decision before it, which is not recorded yet: both at once."""
    tx.require(Permission.SEND_ENVELOPES)
    by, envelope = tx.principal.actor, begun.envelope
    if shows_first_recipients(envelope):
        outcome = begun.then(lambda e: sending.decide(tx, e, now, starts_at))
        sending.write(tx, outcome, by, envelope.sender_id, now)
        return outcome.envelope
    if starts_at:
        starting.check(starts_at, now)
    quotas.require(tx, Kind.ENVELOPES, now)
    outcome = begun.then(lambda e: rules.request(e, by, email_addresses.deliverable, starts_at))
    tx.record(outcome, by, now)
    envelope_details.require(tx, envelope.id)
    return outcome.envelope


def record(tx: Transaction, found: Outcome, now: datetime) -> None:
    """What a job found about a document; and the envelope is sent if it waited for just that."""
    envelope = found.envelope
    if not rules.is_due(envelope):
        tx.record(found, tx.principal.actor, now)
        if envelope.send_requested_by and envelope.deleted_at:
            prepared_rows.settle(tx, envelope, RowState.CANCELLED, now)
        return
    try:
        sent = found.then(lambda e: _decide(tx, e, now))
    except (Refusal, Forbidden) as problem:
        code = problem.code
        refused = found.then(lambda e: rules.refuse(e, code))
        if envelope.bulk_send_id:
            # Its row is tried again, which makes another one.
            refused = refused.then(lambda e: Outcome(replace(e, deleted_at=now), (MovedToBin(),)))
        tx.record(refused, tx.principal.actor, now)
        why = (RowProblem("", _why(problem)),)
        prepared_rows.settle(tx, envelope, RowState.FAILED, now, why)
    else:
        sending.write(tx, sent, envelope.send_requested_by, envelope.sender_id, now)
        prepared_rows.settle(tx, envelope, RowState.SENT, now)


def _why(problem: Problem) -> str:
    """The first thing that is missing, or what the refusal says."""
    missing = problem.errors.values() if isinstance(problem, NothingToSend) else ()
    return next(iter(missing), problem.message)


def _still_allowed(tx: Transaction, by: str) -> bool:
    """Whether the application that asked is neither disabled nor deleted."""
    client_id, _ = oauth_client.ids_of(by)
    return tx.oauth_clients.is_open(clients.lookup_hash(client_id))


def _decide(tx: Transaction, envelope: Envelope, now: datetime) -> Outcome:
    """The key that asked may have been revoked since, or its sender have lost the right to send."""
    by = envelope.send_requested_by
    if api_key.is_key(by) and tx.api_keys.is_revoked(api_key.id_of(by)):
        raise KeyRevokedMeanwhile
    if oauth_client.is_client(by) and not _still_allowed(tx, by):
        raise KeyRevokedMeanwhile
    current = tx.memberships.current_role(envelope.sender_id, hold=True)
    if current is None:
        raise Forbidden
    access.require(current.role, Permission.SEND_ENVELOPES, current.frozen)
    rules.check_pages(envelope)
    later = envelope.starts_at if envelope.starts_at and envelope.starts_at > now else None
    return sending.decide(tx, replace(envelope, starts_at=None), now, later)
