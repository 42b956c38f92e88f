"""What an export reads, some rows at a time, each time after the key where it stopped."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tenants.store.bulk_sends import cells_of_person
from tenants.store.evidence.personal_values import EntryValues, PersonalValues
from tenants.store.fields import field_values
from tenants.store.rows import Rows
from tenants.store.signing import attachments

ROWS = 2_000
ENVELOPES = 50
ENTRIES = 1_000
FILES = 20
COLUMNS = """
    select a.attname as name,
        format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), null) as type,
        array_position(i.indkey::int2[], a.attnum) as place
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
    where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped
"""
# What a person was shown: what is hidden from them, redacted or deleted never leaves by their name.
ORIGINALS = """
    select d.id::text as key, d.envelope_id, d.position, d.name,
        'originals/' || d.files_id || '/' || d.original_sha256 as object
    from documents d join envelopes e
        on (e.organization_id, e.id) = (d.organization_id, d.envelope_id)
    where d.id > %s::uuid and d.original_sha256 <> '' and e.erased_at is null
    and (%s = '' or (d.page_edits is null and exists (
        select from recipients r where r.envelope_id = d.envelope_id and r.folded_email = %s
        and r.id <> all (d.hidden_from))))
    order by d.id limit %s
"""
SEALED = """
    select f.envelope_id || ' ' || f.document_id as key, f.envelope_id, f.object,
        coalesce(d.position, 0) as position, coalesce(d.name, '') as name
    from sealed_files f left join documents d
        on (d.organization_id, d.id) = (f.organization_id, f.document_id)
    where (f.envelope_id, f.document_id) > (%s::uuid, %s::uuid) and f.object <> ''
    and f.kind in ('document', 'attachment', 'certificate') and not exists (
        select from sealed_files n
        where (n.organization_id, n.envelope_id, n.kind, n.document_id)
            = (f.organization_id, f.envelope_id, f.kind, f.document_id)
        and n.revision > f.revision)
    and (%s = '' or exists (
        select from recipients r where r.envelope_id = f.envelope_id and r.folded_email = %s
        and r.id <> all (coalesce(d.hidden_from, '{}'))))
    order by f.envelope_id, f.document_id limit %s
"""
ATTACHED = """
    select a.id::text as key, a.envelope_id, a.name, 'attachments/' || a.envelope_id || '/' || a.id
        as object, row_number() over (partition by a.envelope_id order by a.id) as position
    from attachments a join envelopes e
        on (e.organization_id, e.id) = (a.organization_id, a.envelope_id)
    where a.id > %s::uuid and a.state = 'kept' and e.erased_at is null
    and (%s = '' or a.recipient_id in (select id from recipients where folded_email = %s))
    order by a.id limit %s
"""
ARCHIVED = """
    select f.id::text as key, f.record_id as envelope_id, f.position, f.name, f.object
    from archived_files f
    where f.id > %s::uuid and (%s = '' or (f.kind <> 'trail' and f.record_id in
        (select record_id from archived_parties where folded_email = %s)))
    order by f.id limit %s
"""
SECRET = ("bytea", "bytea[]")
FIRST = str(UUID(int=0))
# Envelopes of one person by their folded address, or with "" all of them.
OF_PERSON = """(%s = '' or {} in (select envelope_id from recipients where folded_email = %s))"""
AS_RECIPIENT = """
    (select id::text from recipients where envelope_id = any(%s) and folded_email = %s)
"""
ERASED: Mapping[str, object] = {"personal": []}
About = tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of JSON, how many envelopes they complete, and where the next ones begin."""

    lines: Sequence[str]
    after: list[str]
    envelopes: int = 0


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the object store, and what it is called in the ZIP, in the folder of its own."""

    key: str
    envelope_id: UUID
    position: int
    name: str
    object: str


def table_rows(
    rows: Rows, table: str, secrets: Sequence[str], after: list[str], about: About = None
) -> Lines:
    """`table` is one of ours, never a request's word; `about` a condition of ours and its value."""
    columns = rows.all(COLUMNS, table)
    key = sorted((c for c in columns if c["place"] is not None), key=lambda c: int(c["place"]))
    names = ", ".join(c["name"] for c in key)
    hidden = [*secrets, *(c["name"] for c in columns if c["type"] in SECRET)]
    conditions = [about[0]] if about else []
    if after:
        conditions.append(f"({names}) > ({', '.join('%s::' + str(c['type']) for c in key)})")
    begin = f" where {' and '.join(conditions)}" if conditions else ""
    arguments = [about[1]] if about else []
    found = rows.all(
        f"select (to_jsonb(t) - %s::text[])::text as line, array[{_texts(key)}] as key"  # noqa: S608 - our own words
        f" from {table} t{begin} order by {names} limit %s",
        *(hidden, *arguments, *after, ROWS),
    )
    lines = [row["line"] for row in found]
    if table == "fields":
        lines = _with_values(rows, lines)
    if table == "bulk_send_rows" and about:
        lines = cells_of_person.added(rows, lines, about[1])
    return Lines(lines, found[-1]["key"] if found else [])


def trails(rows: Rows, personal: PersonalValues, after: list[str], address: str = "") -> Lines:
    """
    One envelope a line, read together with its head: no trail is torn.

    With an address: of envelopes with this person, and of personal values theirs alone.
    """
    heads = rows.all(
        "select id, head_sequence, head_hash from envelopes where id > %s::uuid"  # noqa: S608 - our own words
        f" and {OF_PERSON.format('id')} order by id limit %s",
        *(after[0] if after else FIRST, address, address, ENVELOPES),
    )
    ids = [row["id"] for row in heads]
    whose = "k.envelope_id = any(%s)"
    if address:
        said = personal.where(f"{whose} and k.subject in {AS_RECIPIENT}", ids, ids, address)
    else:
        said = personal.where(whose, ids)
    values = _values(said)
    texts: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows.all(
        "select envelope_id, id, text, hash from audit_events where envelope_id = any(%s)"
        " order by envelope_id, sequence",
        ids,
    ):
        entry = {"text": row["text"], "hash": row["hash"], **values.get(row["id"], ERASED)}
        texts.setdefault(row["envelope_id"], []).append(entry)
    lines = [
        _json(
            {
                "envelope": str(row["id"]),
                "head": {"sequence": row["head_sequence"], "hash": row["head_hash"]},
                "entries": texts.get(row["id"], []),
            }
        )
        for row in heads
    ]
    return Lines(lines, [str(ids[-1])] if ids else [], len(ids))


def log(rows: Rows, personal: PersonalValues, after: list[str]) -> Lines:
    """The organization's own log, as docs/admin-log.md describes it."""
    found = rows.all(
        "select sequence, id, text, hash from admin_events where sequence > %s"
        " order by sequence limit %s",
        *(int(after[0]) if after else 0, ENTRIES),
    )
    numbers = [row["sequence"] for row in found]
    values = _values(personal.where("v.sequence = any(%s)", numbers))
    lines = [
        _json({"text": r["text"], "hash": r["hash"], **values.get(r["id"], ERASED)}) for r in found
    ]
    return Lines(lines, [str(found[-1]["sequence"])] if found else [])


def originals(rows: Rows, after: list[str], address: str = "") -> list[StoredFile]:
    of = (address, address)
    return _files(rows.all(ORIGINALS, after[0] if after else FIRST, *of, FILES))


def sealed(rows: Rows, after: list[str], address: str = "") -> list[StoredFile]:
    return _files(rows.all(SEALED, *(after or (FIRST, FIRST)), *(address, address), FILES))


def attached(rows: Rows, after: list[str], address: str = "") -> list[StoredFile]:
    """What recipients attached; of one person only what is theirs."""
    found = rows.all(ATTACHED, after[0] if after else FIRST, address, address, FILES)
    names = {row["key"]: attachments.opened_name(rows, row["key"], row["name"]) for row in found}
    return _files(row | {"name": names[row["key"]]} for row in found)


def archived(rows: Rows, after: list[str], address: str = "") -> list[StoredFile]:
    """What was imported; of one person the records in which they took part."""
    return _files(rows.all(ARCHIVED, after[0] if after else FIRST, address, address, FILES))


def _with_values(rows: Rows, lines: Iterable[str]) -> list[str]:
    """Fields as they are exported, with what was filled in."""
    fields = [json.loads(line) for line in lines]
    values = field_values.of_fields(rows, (UUID(field["id"]) for field in fields))
    return [_json(field | {"value": values.get(UUID(field["id"]), "")}) for field in fields]


def _texts(key: Sequence[dict[str, Any]]) -> str:
    return ", ".join(f"{column['name']}::text" for column in key)


def _values(all_said: Iterable[EntryValues]) -> dict[UUID, dict[str, object]]:
    """By entry."""
    return {said.event_id: _told(said) for said in all_said}


def _told(said: EntryValues) -> dict[str, object]:
    values = sorted(said.personal, key=lambda p: p.name)
    told = [{"name": p.name, "salt": p.salt.hex(), "value": p.value} for p in values]
    return {"personal": told, "unreadable": True} if said.unreadable else {"personal": told}


def _files(rows: Iterable[dict[str, Any]]) -> list[StoredFile]:
    return [StoredFile(**row) for row in rows]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
