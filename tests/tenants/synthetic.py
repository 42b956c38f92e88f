"""One row for every table of a tenant, made from the catalog alone: no table can be forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg

TENANT_TABLES = """
    select c.oid::int, c.relname from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
    where c.relnamespace = any ('{directory,tenant}'::regnamespace[]) and c.relkind in ('r', 'p')
    order by c.relname
"""
COLUMNS = """
    select a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull and not a.atthasdef
        and a.attidentity = '' as needed
    from pg_attribute a where a.attrelid = %s and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = ''
"""
CHECKS = "select pg_get_constraintdef(oid) from pg_constraint where conrelid = %s and contype = 'c'"
FOREIGN_KEYS = """
    select c.conname, array(select a.attname from unnest(c.conkey) with ordinality k (n, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by place),
        c.confrelid::regclass::text,
        array(select a.attname from unnest(c.confkey) with ordinality k (n, place)
        join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by place)
    from pg_constraint c where c.conrelid = %s and c.contype = 'f'
"""


@dataclass(frozen=True)
class Table:
    oid: int
    name: str


def tables(connection: psycopg.Connection[Any]) -> list[Table]:
    """All that carry organization_id."""
    return [Table(*row) for row in connection.execute(TENANT_TABLES)]


def row(connection: psycopg.Connection[Any], table: Table, organization_id: UUID) -> dict[str, Any]:
    """A row of this organization: a value of its type for each column that has to have one."""
    checks = " ".join(text for (text,) in connection.execute(CHECKS, (table.oid,)))
    columns = connection.execute(COLUMNS, (table.oid,)).fetchall()
    made = {name: _value(name, type_, checks) for name, type_, needed in columns if needed}
    names = {name for name, _, _ in columns}
    identified = {"id": uuid4()} if "id" in names and made.get("id", 1) != 1 else {}
    return made | identified | {"organization_id": organization_id}


def insert(name: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    columns = ", ".join(f'"{column}"' for column in values)
    places = ", ".join(["%s"] * len(values))
    return f'insert into "{name}" ({columns}) values ({places})', list(values.values())


def foreign_keys(
    connection: psycopg.Connection[Any], table: Table
) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """(name, columns, table referred to, columns referred to) of each."""
    yield from connection.execute(FOREIGN_KEYS, (table.oid,))


def _value(name: str, type_: str, checks: str) -> Any:
    if type_.endswith("[]"):
        return []
    allowed = re.search(rf"\(?{name} = ANY \(ARRAY\['([^']*)'", checks)
    allowed = allowed or re.search(rf"\(?{name} = '([^']*)'", checks)
    if allowed and type_ == "text":
        return allowed[1]
    simple: dict[str, Any] = {
        "uuid": uuid4(),
        "text": "x",
        "bytea": b"x",
        "ciphertext": b"CS but nothing of ours",
        "jsonb": "{}",
        "boolean": False,
        "interval": "1 minute",
        "date": "2026-01-02",
        "tsvector": "",
        "inet": "192.0.2.7",
    }
    if type_.startswith("timestamp"):
        return "2026-01-02T03:04:05Z"
    return simple.get(type_, 1)
