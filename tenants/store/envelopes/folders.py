"""Folders, and to whom each is shown."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.envelopes.listing import folder_tree
from core.envelopes.listing.folder_tree import Folder, FolderVisibility
from tenants.store.rows import Rows

SHOWN = """
    select f.id, f.name, f.parent_id, f.visibility, f.owner_id
    from folders f where f.removed_at is null and (
        f.owner_id = %s or f.visibility = 'all' or (f.visibility = 'team' and (%s or exists (
            select from team_members t where t.team_id = f.team_id and t.person_id = %s))))
    order by f.name limit 500
"""


class Folders:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def shown_to(self, person_id: UUID, sees_all: bool, manages_all: bool) -> list[Folder]:
        """
        In the order of a tree.

        `sees_all`: also those of teams that they are not in; `manages_all`: each counts as theirs.
        """
        return folder_tree.nested(
            Folder(
                row["id"],
                row["name"],
                row["parent_id"],
                FolderVisibility(row["visibility"]),
                row["owner_id"] == person_id or manages_all,
            )
            for row in self._rows.all(SHOWN, person_id, sees_all, person_id)
        )

    def there(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those that were not removed, whoever they are shown to."""
        rows = self._rows.all(
            "select id from folders where id = any(%s) and removed_at is null", list(ids)
        )
        return {row["id"] for row in rows}

    def add(self, folder: Folder, owner_id: UUID, team_id: UUID | None, now: datetime) -> None:
        """The same id again changes nothing."""
        self._rows.run(
            "insert into folders (organization_id, id, parent_id, owner_id, name, visibility,"
            " team_id, created_at) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, folder.id, folder.parent_id, owner_id, folder.name),
            *(folder.visibility, team_id, now),
        )

    def rename(self, folder_id: UUID, name: str) -> None:
        self._rows.run("update folders set name = %s where id = %s", name, folder_id)

    def remove(self, folder: Folder, now: datetime) -> None:
        """Folders in it move up."""
        self._rows.run(
            "update folders set parent_id = %s where parent_id = %s", folder.parent_id, folder.id
        )
        self._rows.run("update folders set removed_at = %s where id = %s", now, folder.id)
