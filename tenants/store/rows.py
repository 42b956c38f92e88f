"""What a store works with: the connection, whose rows it shows, and the key to what they hold."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from psycopg import Connection, Error
from psycopg.rows import dict_row

from core.refusals import NotFound
from tenants.encryption.keyring import Keyring
from tenants.encryption.keys import Key

ENTER = "select set_config('app.organization_id', %s, true)"
BEGIN = "begin; " + ENTER.replace("%s", "'%s'")


class UnrecordedChange(Exception):
    """An envelope's rows were changed, and Transaction.record was not called for it: a bug."""


class Rows:
    """
    The rows of one organization inside one database transaction.

    `recorded` are the envelopes that Transaction.record was called for.
    """

    def __init__(self, connection: Connection, organization_id: UUID, keyring: Keyring) -> None:
        self.connection = connection
        self.organization_id = organization_id
        self.keyring = keyring
        self.recorded: set[UUID] = set()
        self._changed: set[UUID] = set()

    @property
    def key(self) -> Key:
        """The organization's own. Raises Destroyed after it was closed, Undecryptable."""
        return self.keyring.of(self.organization_id, self.wrapped_key)

    def wrapped_key(self) -> bytes:
        wrapped: bytes = self.one("select wrapped_key from organizations")["wrapped_key"]
        return wrapped

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """
        One in which PostgreSQL shows this organization's rows; committed unless it is left.

        Raises UnrecordedChange.
        """
        # In one round trip, for every page waits for it. So the id stands in the statement: as
        # digits, in which nothing can hide.
        begin = BEGIN % self.organization_id.hex
        self.connection.execute(begin.encode(), prepare=False)
        try:
            yield
            self.check_recorded()
        except BaseException:
            # What was lost with its connection is undone already.
            with suppress(Error):
                self.connection.rollback()
            raise
        self.connection.commit()

    def enter_organization(self) -> None:
        """Make PostgreSQL show this organization's rows, and no others, from here on."""
        self.connection.execute(ENTER, (str(self.organization_id),))

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
        row = self.one_or_none(query, *arguments)
        if row is None:
            raise NotFound
        return row

    def one_or_none(self, query: str, *arguments: object) -> dict[str, Any] | None:
        cursor = self.connection.cursor(row_factory=dict_row)
        return cursor.execute(query.encode(), arguments).fetchone()

    def value(self, query: str, *arguments: object) -> Any:
        """What a query of one value answers, such as a function."""
        row = self.connection.execute(query.encode(), arguments).fetchone()
        return row[0] if row else None

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

    def change(self, envelope_id: UUID, query: str, *arguments: object) -> int:
        """
        As `run`, for rows of an envelope, whichever table they lie in.

        The transaction is not committed unless the envelope is recorded in it as well.
        """
        return self._noted(envelope_id, self.run(query, *arguments))

    def change_many(self, envelope_id: UUID, query: str, rows: Sequence[Sequence[object]]) -> int:
        """The same for many rows, as `run_many`."""
        return self._noted(envelope_id, self.run_many(query, rows))

    def change_each(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        """The same for many envelopes: the query returns a row for each changed, with its `id`."""
        changed = self.all(query, *arguments)
        self._changed.update(row["id"] for row in changed)
        return changed

    def check_recorded(self) -> None:
        """Before the commit. Raises UnrecordedChange."""
        left_out = self._changed - self.recorded
        if left_out:
            raise UnrecordedChange(f"changed without a record: {sorted(map(str, left_out))}")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone alone, and the transaction can go on."""
        with self.connection.transaction():
            yield

    def lock_exclusive(self, subject: str) -> None:
        """Wait for others who change the same subject of this organization, and hold it."""
        self.run(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            f"{subject}:{self.organization_id}",
        )

    def lock_shared(self, subject: str) -> None:
        """Held together with others; waits for the one that holds it exclusively."""
        self.run(
            "select pg_advisory_xact_lock_shared(hashtextextended(%s, 0))",
            f"{subject}:{self.organization_id}",
        )

    def _noted(self, envelope_id: UUID, changed: int) -> int:
        if changed:
            self._changed.add(envelope_id)
        return changed
