"""The jobs that throw files away: announced, called off, hurried."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from psycopg.types.json import Jsonb

from core.jobs.job import Job
from tenants.store.documents import file_references
from tenants.store.jobs.outbox import LostLease, Outbox
from tenants.store.rows import Rows

KIND = "delete_file"
KEPT = timedelta(days=1)
ANNOUNCED_ANEW = """
    select 1 from outbox o join outbox mine on mine.id = %s
    where o.kind = 'delete_file' and o.state = 'open' and o.arguments ->> 'name' = %s
        and (o.due_at, o.id) > (mine.due_at, mine.id) limit 1
"""
GOING = """
    select 1 from outbox where kind = 'delete_file' and state = 'open' and lease_until > now()
        and arguments ->> 'name' = %s limit 1
"""


class UnusedFiles:
    """A name that ends with a slash is that of a folder."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._jobs = Outbox(rows.connection)

    def announce(self, name: str, by: UUID) -> None:
        """In a transaction before the file, or those of the folder, are stored. `by` stores it."""
        self._jobs.announce(self._rows.organization_id, _announced(name, by), KEPT)

    def keep(self, name: str, by: UUID) -> None:
        """In the transaction of the row that names what was announced. Raises LostLease."""
        if not self._jobs.call_off(_announced(name, by)):
            raise LostLease

    def hurry(self, name: str, by: UUID) -> None:
        """Whoever announced it will never name it: if no one else does, it goes at once."""
        self._rows.run(
            "update outbox set due_at = now() where kind = %s and state = 'open'"
            " and arguments = %s",
            *(KIND, Jsonb(dict(_announced(name, by).arguments))),
        )

    def is_going(self, name: str) -> bool:
        """Whether a worker is throwing away a file of this very name."""
        return self._rows.one_or_none(GOING, name) is not None

    def is_announced_anew(self, name: str, job_id: UUID) -> bool:
        """Whether the same name was announced after the job that is to throw it away."""
        return self._rows.one_or_none(ANNOUNCED_ANEW, job_id, name) is not None

    def named(self, names: Iterable[str]) -> set[str]:
        """Those of these files that a row names."""
        return file_references.named(self._rows, names)


def _announced(name: str, by: UUID) -> Job:
    return Job(KIND, {"name": name, "by": str(by)})
