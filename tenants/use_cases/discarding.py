"""Files that nobody needs any more: a job throws them away when nothing can be at them still."""

from datetime import datetime, timedelta

from core.document import Document
from core.jobs import Job
from tenants.use_cases import leasing
from tenants.use_cases.leasing import LeasedJob

KEPT = timedelta(days=1)


def later(names: list[str], now: datetime) -> list[Job]:
    """
    The jobs that delete files, or folders, whose names end with a slash, in a day.

    Added in the transaction of the row that names them, or that names them no more.
    """
    return [Job("forget_file", {"name": name}, due_at=now + KEPT) for name in names]


def of_document(document: Document) -> list[str]:
    """What is stored of a document that its sender took out of a draft."""
    shared = [f"canonical/{document.canonical_sha256}"] if document.canonical_sha256 else []
    return [f"originals/{document.id}/", f"pages/{document.id}/", *shared]


def discard(job: LeasedJob) -> None:
    """Unless another document says the same: canonical versions are stored by what they say."""
    name = job.said("name", str)
    with job.organization.transaction() as tx:
        shared = tx.maybe(
            "select from documents d join envelopes e"
            " on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)"
            " where 'canonical/' || d.canonical_sha256 = %s and e.erased_at is null limit 1",
            name,
        )
    if name.endswith("/"):
        job.organization.delete_below(name)
    elif shared is None:
        job.organization.delete(name)
    leasing.done(job)
