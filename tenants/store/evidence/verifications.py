"""Files that anyone handed in for verification, in the platform's own organization."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class SubmittedFile:
    """`report` is None while a worker is looking."""

    id: UUID
    file_name: str
    sha256: str
    report: dict[str, Any] | None


class Verifications:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def delete_before(self, created_at: datetime) -> list[tuple[UUID, str]]:
        """Id and SHA-256 of all that were handed in before then."""
        found = self._rows.all(
            "delete from verifications where created_at < %s returning id, sha256", created_at
        )
        return [(row["id"], row["sha256"]) for row in found]

    def add(self, id: UUID, file_name: str, sha256: str, now: datetime) -> bool:
        """False when the id is taken."""
        added = self._rows.run(
            "insert into verifications (organization_id, id, file_name, sha256, created_at)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, id, file_name, sha256, now),
        )
        return added == 1

    def get(self, id: UUID) -> SubmittedFile:
        """Raises NotFound."""
        row = self._rows.one(
            "select id, file_name, sha256, report from verifications where id = %s", id
        )
        return SubmittedFile(**row)

    def exists(self, id: UUID) -> bool:
        return self._rows.one_or_none("select from verifications where id = %s", id) is not None

    def set_report(self, id: UUID, report: dict[str, Any]) -> None:
        self._rows.run("update verifications set report = %s where id = %s", Jsonb(report), id)
