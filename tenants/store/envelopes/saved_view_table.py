"""The tables that peewee queries, riding on the connection of the transaction in hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peewee import BooleanField, CompositeKey, DateTimeField, Model, TextField, UUIDField
from peewee import PostgresqlDatabase as Database
from psycopg import Connection

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


class Table(Model):
    organization_id = UUIDField()

    class Meta:
        database = database
        legacy_table_names = False


class SavedViewRow(Table):
    id = UUIDField()
    person_id = UUIDField()
    name = TextField()
    filters = TextField()
    shared = BooleanField()
    created_at = DateTimeField()

    class Meta:
        table_name = "saved_views"
        primary_key = CompositeKey("organization_id", "id")
