"""
Files that nobody needs any more: a job throws them away when nothing can be at them still.

A file is stored before the row that names it, and whoever stores it may die in between, or never
learn whether the row was written. So it is announced before it is stored: unless the commit that
names it calls that off, it is thrown away after a day. Whatever a row names stays.
"""

from datetime import datetime, timedelta
from uuid import UUID

from psycopg.types.json import Jsonb

from core.documents.document import Document
from core.jobs.job import Job
from tenants.organization import Organization, Transaction
from tenants.store.documents.file_references import named
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.jobs.leasing import LeasedJob

KIND = "forget_file"
KEPT = timedelta(days=1)
OTHERS = """
    select 1 from outbox o join outbox mine on mine.id = %s
    where o.kind = 'forget_file' and o.state = 'open' and o.arguments ->> 'name' = %s
        and (o.due_at, o.id) > (mine.due_at, mine.id) limit 1
"""
GOING = """
    select 1 from outbox where kind = 'forget_file' and state = 'open' and lease_until > now()
        and arguments ->> 'name' = %s limit 1
"""


class FileGoing(Exception):
    """A worker is throwing away a file of this very name: try again when it has gone."""


def later(names: list[str], now: datetime) -> list[Job]:
    """
    The jobs that delete files, or folders, whose names end with a slash, in a day.

    Added in the transaction after which no row names them.
    """
    return [Job(KIND, {"name": name}, due_at=now + KEPT) for name in names]


def announce(tx: Transaction, name: str, by: UUID) -> None:
    """In a transaction before the file, or those of the folder, are stored. `by` stores it."""
    tx.jobs.announce(tx.organization_id, _announced(name, by), KEPT)


def announce_shared(organization: Organization, name: str, by: UUID) -> None:
    """Of a file named by what it says, which others may have as well. Raises FileGoing."""
    with organization.transaction() as tx:
        announce(tx, name, by)
    # Who throws it away says so before it looks, as we do: one of the two sees the other.
    with organization.transaction() as tx:
        if tx.maybe(GOING, name):
            raise FileGoing


def keep(tx: Transaction, name: str, by: UUID) -> None:
    """In the transaction of the row that names what was announced. Raises LostLease."""
    if not tx.jobs.call_off(_announced(name, by)):
        raise LostLease


def hurry(tx: Transaction, name: str, by: UUID) -> None:
    """Whoever announced it will never name it: if nobody else does, it goes at once."""
    tx.run(
        "update outbox set due_at = now() where kind = %s and state = 'open' and arguments = %s",
        *(KIND, Jsonb(dict(_announced(name, by).arguments))),
    )


def of_document(document: Document) -> list[str]:
    """What is stored of a document, or may come while a job is still at it."""
    shared = [f"canonical/{document.canonical_sha256}"] if document.canonical_sha256 else []
    return [f"originals/{document.id}/", f"pages/{document.id}/", *shared]


def discard(job: LeasedJob) -> None:
    """Delete what no row names, and nobody has announced anew."""
    name, organization = job.said("name", str), job.organization
    names = organization.names_below(name) if name.endswith("/") else [name]
    with organization.transaction() as tx:
        kept = named(tx, names)
        awaited = tx.maybe(OTHERS, job.id, name)
    if not awaited:
        organization.delete(*(each for each in names if each not in kept))
    with organization.transaction() as tx:
        tx.jobs.done(job)


def _announced(name: str, by: UUID) -> Job:
    return Job(KIND, {"name": name, "by": str(by)})
