"""Erasing an envelope's documents while its proof stays: audit trail, hashes, who and when."""

from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.events.admin_events import DocumentsErased
from core.jobs.job import Job
from core.retention import retention
from core.retention.retention import HELD_FOR, Cause, Holds, Rule
from tenants.organization import Transaction
from tenants.use_cases.documents import unused_files
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.jobs.leasing import LeasedJob
from tenants.use_cases.retention import erasure_record, legal_holds, recycle_bin

# Folders with one below them for each document.
PAGED = ("originals", "pages", "sealed-pages")
# What documents say, in audit trails: only what they commit to stays.
SAID = ("values", "placements", "message")


def erase(job: LeasedJob, now: datetime) -> None:
    """
    First it is written down that they go, then the files go, then the rows.

    Killed in between, it is done again from the start and ends the same. What has been taken
    out of the bin, or put on hold, stays.
    """
    begun = _begin(job, now)
    if begun is None:
        return
    folders, kept = begun
    names = [name for folder in folders for name in job.organization.names_below(folder)]
    job.organization.delete(*(name for name in names if name not in kept))
    _finish(job, now)


def rules(tx: Transaction) -> tuple[Rule, ...]:
    rows = tx.all("select days, template_id from retention_rules")
    return tuple(Rule(row["days"], row["template_id"]) for row in rows)


def _begin(job: LeasedJob, now: datetime) -> tuple[list[str], set[str]] | None:
    """
    The folders to empty, and the files in them that stay: also what a killed job left there goes.

    None when there is nothing to erase, which is then the job.
    """
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        if envelope.erased_at is None:
            kept, by_rules = recycle_bin.kept(tx, envelope), rules(tx)
            cause = retention.due(kept, by_rules, legal_holds.holds(tx), now)
            if cause is None:
                if retention.due(kept, by_rules, Holds(), now):
                    # Held: it goes when the hold is lifted, which is asked every day.
                    later = Job(job.kind, job.arguments, due_at=now + HELD_FOR)
                    tx.jobs.add(tx.organization_id, [later])
                coming = retention.erasure(kept, by_rules)
                if coming and coming.cause is Cause.BIN and coming.at > now:
                    tx.jobs.put_back(job, coming.at)
                    return None
                tx.jobs.done(job)
                return None
            mark(tx, envelope.id, cause, now)
        return _folders(envelope), _kept(tx, envelope)


def mark(tx: Transaction, envelope_id: UUID, cause: Cause, now: datetime) -> None:
    tx.run(
        "update envelopes set erased_at = %s, erased_because = %s, version = version + 1"
        " where id = %s",
        *(now, cause, envelope_id),
    )
    erased = DocumentsErased(envelope_id=envelope_id, cause=cause)
    tx.administer((erased,), "system", now)


def _folders(envelope: Envelope) -> list[str]:
    own = [f"{kind}/{d.id}/" for d in envelope.documents for kind in PAGED]
    return [*own, f"sealed/{envelope.id}/"]


def _kept(tx: Transaction, envelope: Envelope) -> set[str]:
    if not _keeps_certificate(tx, envelope.id):
        return set()
    rows = tx.all(
        "select object from sealed_files where envelope_id = %s and document_id = envelope_id",
        envelope.id,
    )
    return {row["object"] for row in rows}


def _finish(job: LeasedJob, now: datetime) -> None:
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        ids = [document.id for document in envelope.documents]
        tx.run("delete from page_images where document_id = any(%s)", ids)
        tx.run("delete from sealed_pages where document_id = any(%s)", ids)
        tx.run("update documents set password = null, found = '[]' where id = any(%s)", ids)
        tx.run("update fields set value = '' where envelope_id = %s", envelope.id)
        tx.run("update signatures set image = '' where envelope_id = %s", envelope.id)
        tx.run("delete from signature_uploads where envelope_id = %s", envelope.id)
        tx.run(
            "update sealed_files set object = '', erased_at = %s"
            " where envelope_id = %s and object <> '' and (document_id <> envelope_id or not %s)",
            *(envelope.erased_at, envelope.id, _keeps_certificate(tx, envelope.id)),
        )
        with erasure_record.noted(tx, envelope.id, now):
            tx.audit.values.forget(envelope.id, lambda _, value: value.name in SAID)
        tx.words.forget(envelope.id)
        tx.jobs.add(tx.organization_id, _left(envelope, now))
        tx.jobs.done(job)


def _left(envelope: Envelope, now: datetime) -> list[Job]:
    """
    What others may be at still: canonical versions, which another envelope may have as well, go
    when nobody names them; what jobs that were killed, or have not ended yet, leave, in a day.
    """
    hashes = {d.canonical_sha256 for d in envelope.documents if d.canonical_sha256}
    shared = [Job(unused_files.KIND, {"name": canonical_name(sha256)}) for sha256 in sorted(hashes)]
    return [*shared, *unused_files.later(_folders(envelope), now)]


def _keeps_certificate(tx: Transaction, envelope_id: UUID) -> bool:
    """Never after the bin; after a rule as the rule says, of its template before that for all."""
    row = tx.maybe(
        "select r.keep_certificate from envelopes e join retention_rules r"
        " on r.template_id is null or r.template_id = e.template_id"
        " where e.id = %s and e.erased_because = 'rule'"
        " order by r.template_id nulls last limit 1",
        envelope_id,
    )
    return bool(row and row["keep_certificate"])


def _envelope_id(job: LeasedJob) -> UUID:
    return job.said("envelope_id", UUID)
