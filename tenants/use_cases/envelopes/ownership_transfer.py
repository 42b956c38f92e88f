"""Handing over envelopes of one member to another: one, or many at a time."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import sender
from core.envelopes.envelope import Envelope
from core.jobs.job import Job
from core.people.membership import TRANSFERRED_AT_ONCE
from core.people.refusals import NotASender
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction


def one(tx: Transaction, envelope_id: UUID, heir_id: UUID, now: datetime) -> Envelope:
    """Raises NotFound, Forbidden, NotASender for an heir who may not send envelopes."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope, heir = tx.lock_changeable(envelope_id), tx.colleagues.get(heir_id)
    if not heir.may_send:
        raise NotASender
    outcome = sender.transfer(envelope, heir_id, heir.name)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def envelopes(tx: Transaction, old_id: UUID, heir_id: UUID, now: datetime) -> int:
    """How many went over: fewer than TRANSFERRED_AT_ONCE when there are no more."""
    ids = tx.senders.envelopes(old_id, TRANSFERRED_AT_ONCE)
    name = tx.colleagues.get(heir_id).name
    for envelope_id in ids:
        outcome = sender.transfer(tx.envelopes.lock(envelope_id), heir_id, name)
        tx.record(outcome, tx.principal.actor, now)
    return len(ids)


def hand_over_rest(tx: Transaction, job: LeasedJob) -> None:
    """Those that were too many for the transaction in which the member left; then the next job."""
    old_id, heir_id = (job.argument(name, UUID) for name in ("old_id", "heir_id"))
    heir_id = tx.senders.heir(heir_id)
    more = envelopes(tx, old_id, heir_id, job.now()) == TRANSFERRED_AT_ONCE
    of = {"old_id": str(old_id), "heir_id": str(heir_id)}
    following = Job("hand_over_envelopes", of) if more else Job("index_envelopes")
    tx.jobs.add(tx.organization_id, [following])
    tx.jobs.done(job)
