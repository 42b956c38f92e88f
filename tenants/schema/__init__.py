"""
The database's shape: one file of SQL for each noun, applied in this order by the owner's role.

A new database is made from FILES in one transaction. Until the first release they are edited in
place, and a database that was made from other files is refused. After it they stay as they are, and
every change is a file in `changes/`, `0001_what_it_does.sql` and so on: applied once, in order,
never undone. `schema_versions` records both: version 0 is FILES with their fingerprint.
"""

import hashlib
from pathlib import Path

import psycopg

FOLDER = Path(__file__).parent
CHANGES = FOLDER / "changes"
FILES = (
    "foundation",
    "lookups",
    "texts",
    "organizations",
    "people",
    "contacts",
    "sign_in",
    "sso",
    "api",
    "oauth",
    "envelopes",
    "templates",
    "bulk_sends",
    "idempotency",
    "custom_fields",
    "docusign",
    "documents",
    "fields",
    "signing",
    "evidence",
    "archived_records",
    "event_stream",
    "connectors",
    "search",
    "summaries",
    "jobs",
    "operator",
    "retention",
    "webhooks",
)
LOCK = 0x636F756E746572  # any number of our own: two of these at once wait for each other
RECORD = "insert into directory.schema_versions (version, name, fingerprint) values (%s, %s, %s)"


class UnknownSchema(Exception):
    """The database was made by another version of Countersign; the message says what to do."""


def migrate(owner_url: str) -> list[str]:
    """Makes the tables, or applies what is missing. Returns the names of the files applied."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", (LOCK,))
        connection.execute("set search_path = tenant, directory")
        missing = _missing(connection)
        if missing and missing[0] == FILES[0]:
            with connection.transaction():
                _make(connection)
        for path in _changes():
            if path.name in missing:
                with connection.transaction():
                    connection.execute(path.read_bytes())
                    connection.execute(RECORD, (_version(path), path.name, _fingerprint([path])))
        return missing


def pending(owner_url: str) -> list[str]:
    """The names of the files that `migrate` would apply. Raises UnknownSchema."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        return _missing(connection)


def _make(connection: psycopg.Connection) -> None:
    for path in _files():
        # Our own files, not a request's text.
        connection.execute(path.read_bytes())
    connection.execute(RECORD, (0, "files", _fingerprint(_files())))


def _missing(connection: psycopg.Connection) -> list[str]:
    known = _versions(connection)
    changes = {_version(path): path.name for path in _changes()}
    if not known:
        return [*FILES, *changes.values()]
    if known[0] != _fingerprint(_files()):
        raise UnknownSchema(
            "This database was made by a version of Countersign before the first release, whose"
            " tables this version does not read: begin with an empty database (an embedded"
            " installation: remove its folder, .countersign or what COUNTERSIGN_DATA names)."
        )
    unknown = known.keys() - changes.keys() - {0}
    if unknown:
        raise UnknownSchema(
            f"This database has version {max(unknown)} of the tables, which this version of"
            " Countersign does not know: start the newer version instead."
        )
    return [name for version, name in changes.items() if version not in known]


def _versions(connection: psycopg.Connection) -> dict[int, str]:
    """The fingerprints of what was applied; none for an empty database."""
    tables = "select to_regclass('directory.schema_versions'), to_regclass('public.organizations')"
    recorded, filled = connection.execute(tables).fetchone() or (None, None)
    if not recorded:
        # Tables without a record are those of the older files, which were recorded elsewhere.
        return {0: ""} if filled else {}
    return dict(
        connection.execute("select version, fingerprint from directory.schema_versions").fetchall()
    )


def _files() -> list[Path]:
    return [FOLDER / f"{name}.sql" for name in FILES]


def _changes() -> list[Path]:
    return sorted(CHANGES.glob("*.sql"))


def _version(path: Path) -> int:
    return int(path.name.partition("_")[0])


def _fingerprint(paths: list[Path]) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
