"""The database's shape: plain SQL files, applied in order, each once, by the owner's role."""

from pathlib import Path

import psycopg

FOLDER = Path(__file__).parent
LOCK = 0x636F756E746572  # any number of our own: two migrations at once wait for each other


class UnknownMigration(Exception):
    """The database was migrated by a newer version of Countersign than this one."""


def migrate(owner_url: str) -> list[str]:
    """Apply what is missing, each file in one transaction. Returns the names applied."""
    applied: list[str] = []
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        connection.execute(
            "create table if not exists schema_migrations"
            " (name text primary key, applied_at timestamptz not null default now())"
        )
        for name in _missing(connection):
            with connection.transaction():
                # Our own files, not a request's text.
                connection.execute((FOLDER / name).read_bytes())
                connection.execute("insert into schema_migrations (name) values (%s)", (name,))
            applied.append(name)
    return applied


def pending(owner_url: str) -> list[str]:
    """The names of the files that `migrate` would apply."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        exists = connection.execute("select to_regclass('schema_migrations')").fetchone()
        return _missing(connection) if exists and exists[0] else _names()


def _missing(connection: psycopg.Connection) -> list[str]:
    known = {row[0] for row in connection.execute("select name from schema_migrations")}
    unknown = known - set(_names())
    if unknown:
        raise UnknownMigration(
            f"This database has the migration {min(unknown)}, which this version of Countersign"
            " does not know. Start the newer version instead."
        )
    return [name for name in _names() if name not in known]


def _names() -> list[str]:
    return sorted(path.name for path in FOLDER.glob("*.sql"))
