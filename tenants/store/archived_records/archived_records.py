"""Archived records as rows: the list and its search, one with its parties and files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.archived_records.archived_record import ArchivedRecord, Party, RecordFile
from tenants.store.rows import Rows

COLUMNS = "id, name, source, source_id, sent_at, completed_at, imported_at, imported_by"
# `words` is found in the name, the source, what it is called there, and in who took part.
PAGE = f"""
    select {COLUMNS},
        array(select coalesce(nullif(p.name, ''), p.email) from archived_parties p
            where p.record_id = r.id order by p.position) as parties,
        (select count(*) from archived_files f where f.record_id = r.id) as files
    from archived_records r
    where (%(all)s or imported_by = %(person)s)
    and (%(at)s::timestamptz is null or (imported_at, id) < (%(at)s, %(id)s))
    and (%(source)s = '' or source = %(source)s)
    and (%(words)s = '' or name ilike %(words)s or source_id ilike %(words)s
        or exists (select from archived_parties p where p.record_id = r.id
            and (p.name ilike %(words)s or p.email ilike %(words)s)))
    order by imported_at desc, id desc limit %(limit)s
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """`parties` are the names of who took part, or their addresses; `files` counts them."""

    id: UUID
    name: str
    source: str
    source_id: str
    sent_at: datetime | None
    completed_at: datetime | None
    imported_at: datetime
    imported_by: UUID
    parties: tuple[str, ...]
    files: int


class ArchivedRecords:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(
        self,
        person_id: UUID,
        sees_all: bool,
        words: str,
        source: str,
        before: tuple[datetime | None, UUID],
        limit: int,
    ) -> list[RecordSummary]:
        """The latest imports first; of others' only for who sees all. `before`: time and id."""
        names = {
            "person": person_id,
            "all": sees_all,
            "words": f"%{_literal(words)}%" if words else "",
            "source": source,
            "at": before[0],
            "id": before[1],
            "limit": limit,
        }
        found = self._rows.named(PAGE, names)
        return [RecordSummary(**row | {"parties": tuple(row["parties"])}) for row in found]

    def sources(self) -> list[str]:
        """The products that records come from."""
        found = self._rows.all("select distinct source from archived_records order by source")
        return [row["source"] for row in found]

    def get(self, record_id: UUID) -> ArchivedRecord:
        """Raises NotFound."""
        row = self._rows.one(
            f"select {COLUMNS} from archived_records where id = %s",  # noqa: S608
            record_id,
        )
        parties = self._rows.all(
            "select name, email, role, status, at from archived_parties where record_id = %s"
            " order by position",
            record_id,
        )
        files = self._rows.all(
            "select id, kind, name, size, sha256, object from archived_files where record_id = %s"
            " order by position",
            record_id,
        )
        return ArchivedRecord(
            **row,
            parties=tuple(Party(**each) for each in parties),
            files=tuple(RecordFile(**each) for each in files),
        )

    def add(self, record: ArchivedRecord) -> None:
        whose = (self._rows.organization_id, record.id)
        self._rows.run(
            "insert into archived_records (organization_id, id, name, source, source_id, sent_at,"
            " completed_at, imported_at, imported_by) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            *(*whose, record.name, record.source, record.source_id, record.sent_at),
            *(record.completed_at, record.imported_at, record.imported_by),
        )
        self._rows.run_many(
            "insert into archived_parties (organization_id, record_id, position, name, email, role,"
            " status, at) values (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (*whose, n, p.name, p.email, p.role, p.status, p.at)
                for n, p in enumerate(record.parties, 1)
            ],
        )
        self._rows.run_many(
            "insert into archived_files (organization_id, record_id, position, id, kind, name,"
            " size, sha256, object) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (*whose, n, f.id, f.kind, f.name, f.size, f.sha256, f.object)
                for n, f in enumerate(record.files, 1)
            ],
        )

    def delete(self, record_id: UUID) -> bool:
        """With its parties and the rows of its files. False when someone else was first."""
        self._rows.run("delete from archived_files where record_id = %s", record_id)
        self._rows.run("delete from archived_parties where record_id = %s", record_id)
        return self._rows.run("delete from archived_records where id = %s", record_id) == 1

    def erase_party(self, address: str, name: str) -> None:
        """Whoever has this folded address: `name` stands in the place of theirs."""
        self._rows.run(
            "update archived_parties set name = %s, email = '' where folded_email = %s",
            *(name, address),
        )


def _literal(words: str) -> str:
    """Without a meaning for its own of what `like` reads."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
