"""Erasing an envelope's documents while its proof stays: audit trail, hashes, who and when."""

from datetime import datetime
from uuid import UUID

from core import retention
from core.administration import DocumentsErased
from core.envelope import Envelope
from core.jobs import Job
from core.retention import HELD_FOR, Cause, Holds, Rule
from tenants.organization import Transaction
from tenants.pages import object_name
from tenants.use_cases import deleting, holding
from tenants.use_cases.drafting import original_name
from tenants.use_cases.leasing import LeasedJob
from tenants.use_cases.taking_in import canonical_name

# What documents say, in audit trails: only what they commit to stays.
SAID = ("values", "placements", "message")


def erase(job: LeasedJob, now: datetime) -> None:
    """
    First it is written down that they go, then the objects go, then the rows.

    Killed in between, it is done again from the start and ends the same. What has been taken
    out of the bin, or put on hold, stays.
    """
    objects = _begin(job, now)
    if objects is None:
        return
    job.organization.delete(*objects)
    _finish(job)


def rules(tx: Transaction) -> tuple[Rule, ...]:
    rows = tx.all("select days, template_id from retention_rules")
    return tuple(Rule(row["days"], row["template_id"]) for row in rows)


def _begin(job: LeasedJob, now: datetime) -> list[str] | None:
    """The objects to delete; None when there is nothing to erase, which is then the job."""
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        if envelope.erased_at is None:
            kept, by_rules = deleting.kept(tx, envelope), rules(tx)
            cause = retention.due(kept, by_rules, holding.holds(tx), now)
            if cause is None:
                if retention.due(kept, by_rules, Holds(), now):
                    # Held: it goes when the hold is lifted, which is asked every day.
                    later = Job(job.kind, job.arguments, due_at=now + HELD_FOR)
                    tx.jobs.add(tx.organization_id, [later])
                tx.jobs.done(job)
                return None
            mark(tx, envelope.id, cause, now)
        return _objects(tx, envelope)


def mark(tx: Transaction, envelope_id: UUID, cause: Cause, now: datetime) -> None:
    tx.run(
        "update envelopes set erased_at = %s, erased_because = %s, version = version + 1"
        " where id = %s",
        *(now, cause, envelope_id),
    )
    erased = DocumentsErased(envelope_id=envelope_id, cause=cause)
    tx.administer((erased,), "system", now)


def _objects(tx: Transaction, envelope: Envelope) -> list[str]:
    ids = [document.id for document in envelope.documents]
    originals = [
        original_name(d.id, d.original_sha256) for d in envelope.documents if d.original_sha256
    ]
    images = tx.all(
        "select document_id, width, number from page_images where document_id = any(%s)", ids
    )
    sealed = tx.all(
        "select object from sealed_files where envelope_id = %s and object <> ''"
        " and (document_id <> envelope_id or not %s)",
        *(envelope.id, _keeps_certificate(tx, envelope.id)),
    )
    # Canonical versions are stored by what they say: another envelope may have the same.
    alone = tx.all(
        "select d.canonical_sha256 as sha256 from documents d where d.id = any(%s)"
        " and d.canonical_sha256 <> '' and not exists (select from documents o"
        " join envelopes e on e.id = o.envelope_id where o.canonical_sha256 = d.canonical_sha256"
        " and o.envelope_id <> %s and e.erased_at is null)",
        *(ids, envelope.id),
    )
    return [
        *originals,
        *(canonical_name(row["sha256"]) for row in alone),
        *(object_name(r["document_id"], r["width"], r["number"]) for r in images),
        *(row["object"] for row in sealed),
    ]


def _finish(job: LeasedJob) -> None:
    with job.organization.transaction() as tx:
        envelope = tx.envelopes.lock(_envelope_id(job))
        ids = [document.id for document in envelope.documents]
        tx.run("delete from page_images where document_id = any(%s)", ids)
        tx.run("update documents set password = null, found = '[]' where id = any(%s)", ids)
        tx.run("update fields set value = '' where envelope_id = %s", envelope.id)
        tx.run("update signatures set image = '' where envelope_id = %s", envelope.id)
        tx.run(
            "update sealed_files set object = '', erased_at = %s"
            " where envelope_id = %s and object <> '' and (document_id <> envelope_id or not %s)",
            *(envelope.erased_at, envelope.id, _keeps_certificate(tx, envelope.id)),
        )
        tx.audit.values.forget(envelope.id, lambda _, value: value.name in SAID)
        tx.words.forget(envelope.id)
        tx.jobs.done(job)


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
