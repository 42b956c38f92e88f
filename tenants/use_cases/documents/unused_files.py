"""
Files that no one needs any more: a job throws them away when nothing can be at them still.

A file is stored before the row that names it. The process may die in between, or never
learn whether the row was written. So it is announced before it is stored: unless the commit that
names it calls that off, it is thrown away after a day. Whatever a row names stays.
"""

from datetime import datetime

from core.documents.document import Document
from core.jobs.job import Job
from tenants.installation import Organization
from tenants.leased_job import LeasedJob
from tenants.store.documents.unused_files import KEPT, KIND
from tenants.transaction import Transaction


class FileGoing(Exception):
    """A worker is throwing away a file of this very name: try again when it has gone."""


def later(names: list[str], now: datetime) -> list[Job]:
    """
    The jobs that delete files, or folders, whose names end with a slash, in a day.

    Added in the transaction after which no row names them.
    """
    return [Job(KIND, {"name": name}, due_at=now + KEPT) for name in names]


def check_not_going(tx: Transaction, name: str) -> None:
    """
    In a second transaction, after a file was announced that others may have as well.

    Who throws it away says so before it looks, as we do: one of the two sees the other.
    Raises FileGoing.
    """
    if tx.unused_files.is_going(name):
        raise FileGoing


def of_document(document: Document) -> list[str]:
    """What is stored of a document, or may come while a job is still at it."""
    shared = [f"canonical/{document.canonical_sha256}"] if document.canonical_sha256 else []
    return [f"originals/{document.files_id}/", f"pages/{document.files_id}/", *shared]


def stored(organization: Organization, job: LeasedJob) -> list[str]:
    """The files that a job is to throw away; listed with no transaction open."""
    name = job.argument("name", str)
    return organization.names_below(name) if name.endswith("/") else [name]


def unneeded(tx: Transaction, job: LeasedJob, names: list[str]) -> list[str]:
    """Those of them that no row names; none when they were announced anew."""
    if tx.unused_files.is_announced_anew(job.argument("name", str), job.id):
        return []
    named = tx.unused_files.named(names)
    return [name for name in names if name not in named]
