"""
Saved views: filters of the list under a name.

Plain create, read, update and delete of one table, which is what peewee is for: this is the one
place where it is used, on the connection of the transaction in hand.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from peewee import BooleanField, CompositeKey, DateTimeField, Model, TextField, UUIDField
from peewee import PostgresqlDatabase as Database
from psycopg import Connection

from core.envelopes.listing.filters import Filters
from core.envelopes.listing.saved_view import SavedView
from tenants.store.rows import Rows

database = Database(None, prefer_psycopg3=True, autoconnect=False)


@contextmanager
def riding_on(connection: Connection) -> Iterator[None]:
    """Let peewee use this connection in this thread; it neither opens nor closes any."""
    state: Any = vars(database)["_state"]
    before, was_closed = state.conn, state.closed
    state.set_connection(connection)
    try:
        yield
    finally:
        state.conn, state.closed = before, was_closed


class PeeweeTable(Model):
    organization_id = UUIDField()

    class Meta:
        database = database
        legacy_table_names = False


class SavedViewRow(PeeweeTable):
    id = UUIDField()
    person_id = UUIDField()
    name = TextField()
    filters = TextField()
    shared = BooleanField()
    created_at = DateTimeField()

    class Meta:
        table_name = "saved_views"
        primary_key = CompositeKey("organization_id", "id")


class SavedViews:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def seen_by(self, person_id: UUID) -> list[SavedView]:
        """Their own, and those that are shared, by name."""
        seen = (SavedViewRow.person_id == person_id) | SavedViewRow.shared
        with riding_on(self._rows.connection):
            rows = SavedViewRow.select().where(seen).order_by(SavedViewRow.name).limit(200)
            return [_view(row, person_id) for row in rows]

    def get(self, view_id: UUID, person_id: UUID) -> SavedView | None:
        with riding_on(self._rows.connection):
            row = SavedViewRow.get_or_none(SavedViewRow.id == view_id)
        return _view(row, person_id) if row else None

    def count_of(self, person_id: UUID) -> int:
        with riding_on(self._rows.connection):
            own = SavedViewRow.select().where(SavedViewRow.person_id == person_id)
            return int(own.count())

    def add(self, view: SavedView, person_id: UUID, now: datetime) -> None:
        """The same id again changes nothing."""
        with riding_on(self._rows.connection):
            SavedViewRow.insert(
                organization_id=self._rows.organization_id,
                id=view.id,
                person_id=person_id,
                name=view.name,
                filters=urlencode(view.filters.query()),
                shared=view.shared,
                created_at=now,
            ).on_conflict_ignore().execute()

    def change(self, view_id: UUID, name: str, shared: bool) -> None:
        with riding_on(self._rows.connection):
            changed = SavedViewRow.update(name=name, shared=shared)
            changed.where(SavedViewRow.id == view_id).execute()

    def remove(self, view_id: UUID) -> None:
        with riding_on(self._rows.connection):
            SavedViewRow.delete().where(SavedViewRow.id == view_id).execute()


def _view(row: Any, person_id: UUID) -> SavedView:
    filters = Filters.parse(dict(parse_qsl(row.filters)))
    return SavedView(row.id, row.name, filters, row.shared, row.person_id == person_id)
