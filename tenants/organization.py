"""An organization, and the one transaction in which its data is read or written."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from core.envelopes.envelope import Outcome
from core.events.envelope_events import Event
from core.evidence import audit
from core.evidence.audit import Trail
from core.jobs.job import indexing, jobs_for, jobs_for_administration
from core.organizations import summary
from core.refusals import NotFound
from tenants.encryption.keyring import Keyring
from tenants.encryption.keys import Key
from tenants.identifiers import new_id
from tenants.store.envelopes.envelopes import Envelopes
from tenants.store.envelopes.saved_view_table import riding_on
from tenants.store.envelopes.search_words import EnvelopeWords
from tenants.store.evidence.audit_events import AuditEvents
from tenants.store.jobs.outbox import Outbox
from tenants.store.organizations.admin_events import AdminEvents
from tenants.store.organizations.summaries import Summaries

if TYPE_CHECKING:
    from tenants.installation import Installation

ENTER = "select set_config('app.organization_id', %s, true)"


@dataclass(frozen=True, slots=True)
class Organization:
    """A tenant's id together with the installation that holds its data."""

    id: UUID
    installation: "Installation"

    @contextmanager
    def transaction(self) -> Iterator["Transaction"]:
        """Open a transaction in which PostgreSQL shows this organization's rows only."""
        with (
            self.installation.pool.connection() as connection,
            connection.transaction(),
            riding_on(connection),
        ):
            connection.execute(ENTER, (str(self.id),))
            yield Transaction(self.id, connection, self.installation.keyring)

    @property
    def key(self) -> Key:
        """Not in a transaction, which has a `key` of its own. Raises Undecryptable."""
        return self.installation.keyring.of(self.id, self._wrapped_key)

    def put(self, name: str, data: bytes) -> None:
        """Store a file of this organization, encrypted; durable when it returns."""
        self.installation.objects.put(f"{self.id}/{name}", data, self.key)

    def get(self, name: str) -> bytes:
        """Raises NotFound."""
        return self.installation.objects.get(f"{self.id}/{name}", self.key)

    def delete(self, *names: str) -> None:
        self.installation.objects.delete(*(f"{self.id}/{name}" for name in names))

    def names_below(self, folder: str) -> list[str]:
        """Of every file whose name begins with this folder's, which ends with a slash."""
        own = f"{self.id}/"
        found = self.installation.objects.names_below(f"{own}{folder}")
        return [name.removeprefix(own) for name in found]

    def delete_some(self, seconds: float) -> bool:
        """Delete files of this organization for so long; whether none is left."""
        return self.installation.objects.delete_below(str(self.id), seconds)

    def delete_below(self, folder: str) -> None:
        """Every file whose name begins with this folder's."""
        self.installation.objects.delete_below(f"{self.id}/{folder}")

    def _wrapped_key(self) -> bytes:
        with self.transaction() as tx:
            return tx.wrapped_key()


class Transaction:
    """What can be read and written inside the walls, until the transaction ends."""

    def __init__(self, organization_id: UUID, connection: Connection, keyring: Keyring) -> None:
        self.organization_id = organization_id
        self.connection = connection
        self.keyring = keyring
        self.envelopes = Envelopes(self)
        self.audit = AuditEvents(self)
        self.admin_log = AdminEvents(self)
        self.jobs = Outbox(connection)
        self.summaries = Summaries(self)
        self.words = EnvelopeWords(self)

    @property
    def key(self) -> Key:
        """The organization's own. Raises Destroyed after it was closed, Undecryptable."""
        return self.keyring.of(self.organization_id, self.wrapped_key)

    def wrapped_key(self) -> bytes:
        wrapped: bytes = self.one("select wrapped_key from organizations")["wrapped_key"]
        return wrapped

    def record(self, outcome: Outcome, by: str, now: datetime) -> None:
        """
        Write down a decision: the changed rows, its audit events, the counts, the jobs.

        All of it or none of it. No other code changes an envelope.
        """
        envelope = outcome.envelope
        before = self.envelopes.before(envelope.id)
        entries = audit.extend(
            Trail(self.organization_id, envelope.id),
            envelope.head,
            outcome.events,
            by,
            now,
            new_id,
            lambda: os.urandom(16),
        )
        head = audit.Head(entries[-1].sequence, entries[-1].hash) if entries else envelope.head
        self.envelopes.save(envelope, head)
        self.audit.append(envelope.id, entries)
        self.summaries.count(envelope.id, summary.deltas(before, outcome))
        jobs = [job for event in outcome.events for job in jobs_for(event, envelope)]
        self.jobs.add(self.organization_id, (*jobs, *indexing(before, outcome, now)))

    def within(self, organization_id: UUID) -> "Transaction":
        """
        This transaction, inside the walls of another organization, for what concerns both.

        Until it is called again with the id of its own.
        """
        self.connection.execute(ENTER, (str(organization_id),))
        return Transaction(organization_id, self.connection, self.keyring)

    def administer(self, events: Iterable[Event], by: str, now: datetime) -> None:
        """
        Write down what was changed in the organization itself: its log, and the jobs it calls for.

        In the transaction of the change, which is an ordinary statement beside it.
        """
        events = tuple(events)
        entries = audit.extend(
            Trail(self.organization_id, self.organization_id),
            self.admin_log.lock(),
            events,
            by,
            now,
            new_id,
            lambda: os.urandom(16),
        )
        self.admin_log.append(entries)
        jobs = [job for event in events for job in jobs_for_administration(event)]
        self.jobs.add(self.organization_id, jobs)

    def alone(self, subject: str) -> None:
        """Wait for others who change the same subject of this organization, and hold it."""
        self.run(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            f"{subject}:{self.organization_id}",
        )

    def beside(self, subject: str) -> None:
        """Wait for whoever is `alone` with this subject, and keep the next one waiting."""
        self.run(
            "select pg_advisory_xact_lock_shared(hashtextextended(%s, 0))",
            f"{subject}:{self.organization_id}",
        )

    def all(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """The rows of a query, by column."""
        cursor = self.connection.cursor(row_factory=dict_row)
        return cursor.execute(query.encode(), arguments).fetchall()

    def named(self, query: str, arguments: Mapping[str, object]) -> list[dict[str, Any]]:
        """The same with arguments by name."""
        cursor = self.connection.cursor(row_factory=dict_row)
        return cursor.execute(query.encode(), arguments).fetchall()

    def one(self, query: str, *arguments: object) -> dict[str, Any]:
        """The only row. Raises NotFound."""
        row = self.maybe(query, *arguments)
        if row is None:
            raise NotFound
        return row

    def maybe(self, query: str, *arguments: object) -> dict[str, Any] | None:
        cursor = self.connection.cursor(row_factory=dict_row)
        return cursor.execute(query.encode(), arguments).fetchone()

    def run(self, query: str, *arguments: object) -> int:
        """How many rows a change changed."""
        return self.connection.execute(query.encode(), arguments).rowcount

    def run_many(self, query: str, rows: Sequence[Sequence[object]]) -> int:
        """The same change for many rows, in one round trip; how many were changed."""
        if len(rows) < 2:  # most of the time, and cheaper so
            return self.run(query, *rows[0]) if rows else 0
        cursor = self.connection.cursor()
        cursor.executemany(query.encode(), rows)
        return cursor.rowcount
