"""The work of erasing one person: envelope by envelope, then wherever else their address stands."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.addresses import email_address
from core.envelopes import recipient_options
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.retention import PersonErasedFromEnvelope
from core.jobs.job import Job
from core.retention import person_erasure
from core.retention.events import PersonErased
from core.retention.person_erasure import KeepReason
from core.retention.retention import Cause
from tenants.leased_job import LeasedJob
from tenants.store.retention.erasures import OpenErasure
from tenants.transaction import Transaction
from tenants.use_cases.retention import (
    document_erasure,
    erasure_record,
    person_records,
    redacting,
)
from tenants.use_cases.signing import attachments

WINDOW = 2_000


def begin(tx: Transaction, job: LeasedJob) -> OpenErasure | None:
    """None when it is finished, which is then the job."""
    found = tx.erasures.open(_id(job))
    if found is None:
        tx.jobs.done(job)
    return found


def window(tx: Transaction, address: str, after: UUID) -> tuple[list[UUID], list[UUID]]:
    """The next envelopes, at most WINDOW, and those of them that are about this person."""
    ids = tx.person_traces.envelope_ids(after, WINDOW)
    about = {*_mentions(tx, ids, address), *tx.person_traces.sent(ids, address)}
    return ids, sorted({envelope_id for envelope_id, _ in about})


def erase_in(
    tx: Transaction, job: LeasedJob, envelope_id: UUID, erasure: OpenErasure, now: datetime
) -> None:
    """
    In one envelope. What was erased already is not found again: a step is simply done once more.

    Decided anew under the envelope's lock: a hold may have been placed meanwhile.
    """
    address = erasure.address
    envelope = tx.envelopes.lock(envelope_id)
    if _keep_reason(tx, envelope, address):
        return
    found = _mentions(tx, [envelope_id], address)
    ids = [id for (_, id), theirs in found.items() if theirs]
    corrected = [id for (_, id), theirs in found.items() if not theirs]
    sent = [id for _, id in tx.person_traces.sent([envelope_id], address)]
    with erasure_record.recorded(tx, envelope_id, now):
        known = redacting.pattern(address, redacting.names(tx, envelope, ids))
        tx.audit.values.destroy(envelope_id, [*ids, *sent])
        blank = _blank(envelope, {UUID(id) for id in ids})
        gone = PersonErasedFromEnvelope(recipient_ids=sorted(ids))
        tx.record(Outcome(redacting.redacted(blank, known), (gone,)), "system", now)
        tx.signatures.erase_pictures(envelope_id, [UUID(id) for id in ids])
        tx.signature_uploads.delete_of(f"recipient:{id}" for id in ids)
        attachments.erase(tx, envelope_id, [UUID(id) for id in ids])
        tx.person_traces.erase_notes(envelope_id, known.pattern)
        redacting.redact_trail(tx, envelope_id, known, corrected)
    tx.words.empty(tx.envelopes.get(envelope_id))
    of = {"envelope_id": str(envelope_id)}
    tx.jobs.add(tx.organization_id, [Job("index_envelope", of)])
    if erasure.with_documents and ids and envelope.erased_at is None:
        document_erasure.mark(tx, tx.envelopes.lock(envelope_id), Cause.PERSON, now)
        tx.jobs.add(tx.organization_id, [Job("erase_documents", of)])
    tx.erasures.count_envelope(_id(job))


def pause(tx: Transaction, job: LeasedJob, after: UUID) -> None:
    """The next step is a job of its own, which goes on after this envelope."""
    tx.erasures.advance(_id(job), after)
    tx.jobs.add(tx.organization_id, [Job(job.kind, job.arguments)])
    tx.jobs.done(job)


def finish(tx: Transaction, job: LeasedJob, address: str, now: datetime) -> None:
    """Everything else that has the address, unless it was put on hold meanwhile."""
    holds = tx.legal_holds.in_force()
    if not (holds.organization or address in holds.addresses):
        person_records.erase(tx, address, now)
    kept = tx.person_traces.count_envelopes(address)
    envelopes = tx.erasures.finish(_id(job), kept, now)
    erased = PersonErased(erasure_id=_id(job), envelopes=envelopes, kept=kept)
    tx.record_admin((erased,), "system", now)
    tx.jobs.done(job)


def _mentions(
    tx: Transaction, envelope_ids: list[UUID], address: str
) -> dict[tuple[UUID, str], bool]:
    """
    As which recipients (envelope's id, recipient's id) the address is or was in these envelopes.

    False where the recipient was corrected and is another person now. In drafts a person may have
    been named and removed again: the trail remembers them.
    """
    told = {
        (said.envelope_id, said.subject)
        for said in tx.audit.named(envelope_ids)
        for value in said.personal
        if value.name in ("email", "old_email") and email_address.fold(value.value) == address
    }
    theirs = tx.person_traces.recipients(envelope_ids, address)
    there = {key for key, is_theirs in theirs.items() if is_theirs}
    return {key: theirs.get(key, True) for key in told | there}


def _keep_reason(tx: Transaction, envelope: Envelope, address: str) -> KeepReason | None:
    """Also by a hold on the person to be erased, where the recipient is another person now."""
    addresses = tx.legal_holds.addresses(envelope.id) | {address}
    holds = tx.legal_holds.in_force()
    return person_erasure.keep_reason(envelope.id, envelope.status, addresses, holds)


def _blank(envelope: Envelope, recipient_ids: set[UUID]) -> Envelope:
    """Without who these recipients are and what they filled in. Their links open nothing more."""
    recipients = tuple(
        replace(
            recipient,
            name=person_erasure.NAME,
            email=person_erasure.erased_address(recipient.id),
            options=recipient_options.NONE,
            link_generation=recipient.link_generation + 1,
        )
        if recipient.id in recipient_ids
        else recipient
        for recipient in envelope.recipients
    )
    fields = tuple(
        replace(field, value="", filled_by=None) if field.filled_by in recipient_ids else field
        for field in envelope.fields
    )
    return replace(envelope, recipients=recipients, fields=fields)


def _id(job: LeasedJob) -> UUID:
    return job.argument("erasure_id", UUID)
