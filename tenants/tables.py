"""The tables that peewee queries, riding on the connection of the transaction in hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peewee import CompositeKey, DateTimeField, IntegerField, Model, TextField, UUIDField
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


class EnvelopeRow(Table):
    id = UUIDField()
    sender_id = UUIDField()
    name = TextField()
    status = TextField()
    status_at = DateTimeField()
    created_at = DateTimeField()
    version = IntegerField()

    class Meta:
        table_name = "envelopes"
        primary_key = CompositeKey("organization_id", "id")


class RecipientRow(Table):
    id = UUIDField()
    envelope_id = UUIDField()
    position = IntegerField()
    name = TextField()
    email = TextField()
    role = TextField()
    status = TextField()

    class Meta:
        table_name = "recipients"
        primary_key = CompositeKey("organization_id", "id")
