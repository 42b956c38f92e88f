"""The bytes of an export in the object store, and the files that they hold."""

from collections.abc import Iterable
from uuid import UUID

from tenants.files.resumable_zip import ZipEntry
from tenants.store.rows import Rows

ENTRIES = "position, name, sha256, crc, size, packed_size, method"


class ExportParts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def objects(self, export_id: UUID) -> list[str]:
        """Their names in the object store, in order."""
        found = self._rows.all(
            "select object from export_parts where export_id = %s order by number", export_id
        )
        return [row["object"] for row in found]

    def entries(self, export_id: UUID) -> list[ZipEntry]:
        """Every file in the ZIP so far."""
        found = self._rows.all(
            f"select {ENTRIES} from export_entries where export_id = %s order by position",  # noqa: S608 - our own words
            export_id,
        )
        return [ZipEntry(**row) for row in found]

    def add(self, export_id: UUID, objects: Iterable[str], entries: Iterable[ZipEntry]) -> None:
        of = (self._rows.organization_id, export_id)
        self._rows.run_many(
            "insert into export_parts (organization_id, export_id, number, object)"
            " select %s, %s, coalesce(max(number), 0) + 1, %s from export_parts"
            " where export_id = %s",
            [(*of, object, export_id) for object in objects],
        )
        self._rows.run_many(
            f"insert into export_entries (organization_id, export_id, {ENTRIES})"  # noqa: S608 - our own words
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (*of, e.position, e.name, e.sha256, e.crc, e.size, e.packed_size, e.method)
                for e in entries
            ],
        )
