"""What was taken over from another product already: by what it is called there."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


class ImportedItems:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def known(self, source: str, kind: str, source_ids: Iterable[str]) -> dict[str, UUID]:
        """Those of them that are here: what became of each, by its id there."""
        found = self._rows.all(
            "select source_id, item_id from imported_items"
            " where source = %s and kind = %s and source_id = any(%s)",
            *(source, kind, list(source_ids)),
        )
        return {row["source_id"]: row["item_id"] for row in found}

    def add(self, source: str, kind: str, source_id: str, item_id: UUID, now: datetime) -> bool:
        """False when another run was first."""
        added = self._rows.run(
            "insert into imported_items (organization_id, source, kind, source_id, item_id,"
            " imported_at) values (%s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, source, kind, source_id, item_id, now),
        )
        return added == 1
