"""One row becomes one envelope: copied, filled in and sent in a single transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.bulk_sends.bulk_send import BulkSend, BulkState, PauseReason, RowState
from core.bulk_sends.events import EnvelopeBulkSent
from core.bulk_sends.filled_row import FilledRow, RowProblem
from core.envelopes.details import Details
from core.envelopes.drafts import copying as copying_rules
from core.envelopes.drafts import draft_sending, requested_sending
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope, Outcome
from core.organizations.quota import Kind
from core.people import group_recipients
from core.principal import MemberPrincipal
from core.refusals import FilledSentence, Invalid, Problem
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import prepared_rows, row_checking, template_source
from tenants.use_cases.bulk_sends.template_source import RowTargets
from tenants.use_cases.envelopes import copying, drafting, envelope_details, sending
from tenants.use_cases.organizations import quotas

FEW = 20  # rows that are left when each one that ends looks whether it was the last


@dataclass(frozen=True, slots=True)
class DueRow:
    """Who sends it; None when they are no member any more."""

    bulk: BulkSend
    principal: MemberPrincipal | None


class RowRefused(Exception):
    """The row is no envelope that can be sent."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(len(problems))
        self.problems = tuple(problems)


def due(tx: Transaction, job: LeasedJob) -> DueRow | None:
    """None when it is not to be sent any more, as after a pause; that is then the job."""
    bulk = tx.bulk_sends.get(_bulk_id(job))
    if bulk.state is not BulkState.RUNNING or bulk.generation != job.argument("generation", int):
        tx.jobs.done(job)
        return None
    return DueRow(bulk, tx.known_people.member_without_session(bulk.person_id))


def send(tx: Transaction, job: LeasedJob, bulk: BulkSend, now: datetime) -> bool:
    """
    By the member who began the bulk send. What was sent already is not sent again.

    False when the job is not done before end(). Raises RowRefused, Invalid, a Refusal, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    number = _row(job)
    row = tx.bulk_send_rows.get(bulk.id, number, lock=True)
    if row.state is RowState.READY:
        known = template_source.targets(tx, bulk)
        filled = known.filling(bulk.mapping, row_checking.headings_of(tx, bulk)).fill(row.cells)
        if filled.problems:
            raise RowRefused(filled.problems)
        envelope = _send(tx, bulk, known, number, filled, now)
        if envelope.send_requested_by:
            tx.bulk_send_rows.note_preparing(bulk.id, number, envelope.id)
        else:
            tx.bulk_send_rows.note_sent(bulk.id, number, envelope.id)
    return _done(tx, job, bulk)


def refuse(tx: Transaction, job: LeasedJob, bulk: BulkSend, problems: Sequence[RowProblem]) -> bool:
    """It cannot be sent, which stops no other row. False when the job is not done before end()."""
    tx.bulk_send_rows.note_failed(bulk.id, _row(job), problems)
    return _done(tx, job, bulk)


def end(tx: Transaction, job: LeasedJob, bulk: BulkSend, now: datetime) -> None:
    """
    After one of the last rows: the job is done, and after the very last the bulk send is.

    One after the other, so that the last one sees what the others have done; in a transaction of
    its own, for whoever cancels has locked the bulk send and waits for rows.
    """
    tx.bulk_sends.get(bulk.id, lock=True)
    prepared_rows.finish(tx, bulk.id, now)
    tx.jobs.done(job)


def pause(tx: Transaction, job: LeasedJob, reason: PauseReason, now: datetime) -> None:
    """What this row met, all others would meet: they wait until a person resumes."""
    bulk = tx.bulk_sends.get(_bulk_id(job), lock=True)
    if bulk.state is BulkState.RUNNING and bulk.generation == job.argument("generation", int):
        tx.bulk_sends.halt(bulk.id, BulkState.PAUSED, reason, now)
    tx.jobs.done(job)


def told(problem: Problem) -> tuple[RowProblem, ...]:
    """What an error says, as a row keeps it."""
    if isinstance(problem, Invalid):
        return tuple(RowProblem("", why) for why in problem.errors.values())
    values = {name: str(value) for name, value in problem.values.items()}
    why = FilledSentence(problem.message, **values) if values else problem.message
    return (RowProblem("", why),)


def _send(
    tx: Transaction,
    bulk: BulkSend,
    known: RowTargets,
    number: int,
    filled: FilledRow,
    now: datetime,
) -> Envelope:
    """Sent, or to be sent as soon as documents are made with its values."""
    quotas.require(tx, Kind.ENVELOPES, now)
    blank = drafting.blank(tx, new_id(), now)
    versions = {bulk.template_id: bulk.template_version}
    filling = Filling(merge_values=filled.merge_values)
    fresh = group_recipients.refreshed(filled.envelope, tx.signing_groups.all, new_id)
    copied = copying_rules.of_templates(blank, [fresh], versions, filling, new_id, known.stored)
    made = EnvelopeBulkSent(bulk_send_id=bulk.id, row=number)
    sender = tx.known_people.sender(bulk.person_id)
    by, reachable = tx.principal.actor, email_addresses.deliverable

    def sent(envelope: Envelope) -> Outcome:
        if any(d.replaces for d in envelope.documents):
            return requested_sending.request(envelope, by, reachable)
        return draft_sending.send(envelope, sender, now, reachable)

    outcome = copied.outcome.then(
        lambda e: Outcome(replace(e, bulk_send_id=bulk.id), (made,))
    ).then(sent)
    copying.write(tx, blank, replace(copied, outcome=outcome), by, now)
    if not outcome.envelope.send_requested_by:
        sending.issue_links(tx, outcome.envelope)
    if filled.details:
        new = Details(values=filled.details)
        envelope_details.write(tx, outcome.envelope, Details(), new, now)
    envelope_details.require(tx, outcome.envelope.id)
    return outcome.envelope


def _done(tx: Transaction, job: LeasedJob, bulk: BulkSend) -> bool:
    """The job is done, unless few rows are left."""
    if tx.bulk_row_counts.ready(bulk.id, FEW) < FEW:
        return False
    tx.jobs.done(job)
    return True


def _bulk_id(job: LeasedJob) -> UUID:
    return job.argument("bulk_id", UUID)


def _row(job: LeasedJob) -> int:
    return job.argument("row", int)
