"""Sealing an envelope that everyone has signed: what one attempt reads and writes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.envelopes import ending
from core.envelopes.envelope import Envelope, Status
from core.evidence import consistency
from tenants.leased_job import LeasedJob
from tenants.store.evidence.sealed_files import FiledFile
from tenants.transaction import Transaction
from tenants.use_cases.evidence.sealing_checks import StoredForSealing, Tampered


def read(tx: Transaction, job: LeasedJob) -> StoredForSealing:
    """Raises Tampered."""
    envelope = _locked(tx, _envelope_id(job))
    if envelope.status is Status.SIGNED:
        announce(tx, job)
    entries = tx.audit.of(envelope.id)
    certificate, private_key = tx.signing_keys.get()
    pictures = tx.signatures.encrypted(envelope.id)
    accepted = [sha256 for _, sha256 in consistency.disclosures(entries)]
    texts = tx.disclosures.texts(accepted)
    return StoredForSealing(envelope, entries, pictures, texts, certificate, private_key)


def announce(tx: Transaction, job: LeasedJob) -> None:
    """What this attempt files is thrown away unless `complete` names it."""
    tx.unused_files.announce(f"{folder(job)}/", job.id)


def discard(tx: Transaction, job: LeasedJob) -> None:
    """What this attempt has filed goes at once, when it ends before `complete`."""
    tx.unused_files.hurry(f"{folder(job)}/", job.id)


def complete(tx: Transaction, job: LeasedJob, filed: Sequence[FiledFile], now: datetime) -> bool:
    """
    Say in one commit that everything is sealed. False when another attempt has won.

    `filed` are all documents of the envelope and its certificate. Raises LostLease.
    """
    envelope_id = _envelope_id(job)
    hashes = {each.id: each.sha256 for each in filed}
    before = tx.envelopes.lock(envelope_id)
    outcome = ending.complete(before, hashes, hashes[envelope_id], now)
    if outcome.events:
        tx.record(outcome, "system", now)
        tx.sealed_files.add(envelope_id, filed, now)
        tx.unused_files.keep(f"{folder(job)}/", job.id)
    tx.jobs.done(job)
    return bool(outcome.events)


def folder(job: LeasedJob) -> str:
    """Where this attempt stores what it seals."""
    return f"sealed/{_envelope_id(job)}/{job.id}-{job.attempts}"


def _locked(tx: Transaction, envelope_id: UUID) -> Envelope:
    """Held, so that rows, trail and images are of one moment. Raises Tampered."""
    try:
        return tx.envelopes.lock(envelope_id)
    except ValueError as unknown:
        raise Tampered(f"the rows of {envelope_id} say what none can say.") from unknown


def _envelope_id(job: LeasedJob) -> UUID:
    return job.argument("envelope_id", UUID)
