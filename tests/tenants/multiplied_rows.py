"""Many things out of a few: each row of an organization copied, whatever table it is in."""

import hashlib
from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid5

import psycopg
from psycopg.rows import dict_row

from tests.tenants import synthetic

# What is sealed for its own row, or chained to the row before it, cannot be a copy.
ALONE = {
    *("admin_events", "admin_heads", "admin_values", "audit_values", "subject_keys"),
    "disclosure_versions",  # each number of a text is there once
}
OF_EVERYBODY = {
    "organizations": "id = %s",
    "people": "id in (select person_id from memberships where organization_id = %s)",
}
COLUMNS = """
    select a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attidentity <> '' as counted,
        exists (select from pg_index i where i.indrelid = a.attrelid and i.indisunique
            and a.attnum = any(i.indkey))
        -- One of a few words stays what it is.
        and not exists (select from pg_constraint c where c.conrelid = a.attrelid
            and c.contype = 'c' and c.conkey = array[a.attnum]
            and format_type(a.atttypid, a.atttypmod) = 'text') as is_unique
    from pg_attribute a where a.attrelid = %s::regclass and a.attnum > 0
        and not a.attisdropped and a.attgenerated = ''
"""


def multiply(
    superuser_url: str,
    organization_id: UUID,
    times: int,
    kept: Collection[UUID] = (),
    seed: str = "",
) -> dict[str, int]:
    """
    So many copies of all rows, and how many rows each table got.

    A copy has ids of its own but for those that are `kept`: with the id of an envelope kept, it
    is this envelope that gets more recipients. What may be there only once stays alone.
    """
    added = {}
    with psycopg.connect(superuser_url, row_factory=dict_row) as connection:
        # Neither triggers nor foreign keys: the copies refer to one another in any order.
        connection.execute("set session_replication_role = replica")
        wheres = dict.fromkeys(_tables(superuser_url), "organization_id = %s") | OF_EVERYBODY
        for table, where in wheres.items():
            columns = connection.execute(COLUMNS, (table,)).fetchall()
            added[table] = _copy(
                *(connection, table, where, columns, organization_id),
                [(f"{seed}{number}", frozenset(kept)) for number in range(times)],
            )
    return added


def _tables(superuser_url: str) -> list[str]:
    with psycopg.connect(superuser_url) as connection:
        names = {table.name for table in synthetic.tables(connection)}
    return sorted(names - ALONE)


def _copy(
    connection: psycopg.Connection[dict[str, Any]],
    table: str,
    where: str,
    columns: list[dict[str, Any]],
    organization_id: UUID,
    copies: list[tuple[str, frozenset[UUID]]],
) -> int:
    columns = [column for column in columns if not column["counted"]]
    names = ", ".join(f'"{column["attname"]}"' for column in columns)
    # jsonb as its text: nothing in it is changed.
    read = ", ".join(_read(column) for column in columns)
    rows = connection.execute(
        f"select {read} from {table} where {where}".encode(), (organization_id,)
    ).fetchall()
    places = ", ".join(f"%s::{column['type']}" for column in columns)
    copied = [
        [_another(row[c["attname"]], c, *copy) for c in columns] for row in rows for copy in copies
    ]
    if not copied:
        return 0
    cursor = connection.cursor()
    cursor.executemany(
        f"insert into {table} ({names}) values ({places}) on conflict do nothing".encode(),
        copied,
    )
    return cursor.rowcount


def _read(column: dict[str, Any]) -> str:
    name = f'"{column["attname"]}"'
    return f"{name}::text as {name}" if column["type"] == "jsonb" else name


def _another(value: Any, column: dict[str, Any], copy: str, kept: frozenset[UUID]) -> Any:
    if isinstance(value, UUID):
        return value if value in kept else uuid5(value, copy)
    if isinstance(value, list):
        return [_another(part, column, copy, kept) for part in value]
    if not column["is_unique"]:
        return value
    if isinstance(value, bytes):
        return hashlib.sha256(value + copy.encode()).digest()
    if isinstance(value, str):
        return f"{value}-{copy}"
    return value
