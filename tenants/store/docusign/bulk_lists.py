"""Rows of bulk sends that programs keep until they send them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tenants.store.rows import Rows

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class BulkList:
    """`copies` is JSON as it was given: one object for each envelope."""

    id: UUID
    name: str
    copies: list[dict[str, Any]]


class BulkLists:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, kept: BulkList, person_id: UUID, now: datetime) -> None:
        """What was kept for long enough goes."""
        self._rows.run("delete from bulk_lists where created_at < %s", now - KEPT)
        written = self._rows.key.encrypt(json.dumps(kept.copies).encode(), _context(kept.id))
        self._rows.run(
            "insert into bulk_lists (organization_id, id, name, copies, created_by, created_at)"
            " values (%s, %s, %s, %s, %s, %s)",
            *(self._rows.organization_id, kept.id, kept.name, written, person_id, now),
        )

    def get(self, list_id: UUID, person_id: UUID) -> BulkList:
        """Of the member who keeps it. Raises NotFound."""
        row = self._rows.one(
            "select name, copies from bulk_lists where id = %s and created_by = %s",
            *(list_id, person_id),
        )
        opened = self._rows.key.decrypt(row["copies"], _context(list_id))
        return BulkList(list_id, row["name"], json.loads(opened))


def _context(list_id: UUID) -> str:
    return f"bulk list {list_id}"
