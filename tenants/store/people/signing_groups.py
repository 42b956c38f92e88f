"""Signing groups of the organization, and who is in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from core.people.signing_group import GroupMember, SigningGroup
from tenants.store.rows import Rows

GROUPS = """
    select g.id, g.name, coalesce((
        select json_agg(json_build_object('id', m.id, 'name', m.name, 'email', m.email)
            order by m.position)
        from signing_group_members m where m.group_id = g.id), '[]') as members
    from signing_groups g
"""


class SigningGroups:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> tuple[SigningGroup, ...]:
        """In the order of their names."""
        query = f"{GROUPS} where g.removed_at is null order by lower(g.name), g.id"
        return tuple(map(_group, self._rows.all(query)))

    def get(self, group_id: UUID, removed: bool = False) -> SigningGroup:
        """Raises NotFound."""
        query = f"{GROUPS} where g.id = %s and (g.removed_at is not null) = %s"
        return _group(self._rows.one(query, group_id, removed))

    def lock(self, group_id: UUID, removed: bool = False) -> SigningGroup:
        """No one else changes it meanwhile. Raises NotFound."""
        self._rows.one(
            "select id from signing_groups where id = %s and (removed_at is not null) = %s"
            " for update",
            *(group_id, removed),
        )
        return self.get(group_id, removed)

    def add(self, group: SigningGroup, now: datetime) -> bool:
        """False when another group has this name."""
        added = self._rows.run(
            "insert into signing_groups (organization_id, id, name, created_at)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, group.id, group.name, now),
        )
        if added:
            self._add_members(group.id, group.members)
        return added == 1

    def change(self, group: SigningGroup) -> bool:
        """False when another group has its name."""
        query = "update signing_groups set name = %s where id = %s"
        if not self._named(query, group.name, group.id):
            return False
        self._rows.run("delete from signing_group_members where group_id = %s", group.id)
        self._add_members(group.id, group.members)
        return True

    def remove(self, group_id: UUID, now: datetime) -> None:
        self._rows.run("update signing_groups set removed_at = %s where id = %s", now, group_id)

    def restore(self, group_id: UUID) -> bool:
        """False when another group has its name now."""
        return self._named("update signing_groups set removed_at = null where id = %s", group_id)

    def _named(self, query: str, *arguments: object) -> bool:
        try:
            with self._rows.savepoint():
                self._rows.run(query, *arguments)
        except psycopg.errors.UniqueViolation:
            return False
        return True

    def _add_members(self, group_id: UUID, members: Sequence[GroupMember]) -> None:
        self._rows.run_many(
            "insert into signing_group_members (organization_id, group_id, id, position, name,"
            " email) values (%s, %s, %s, %s, %s, %s)",
            [
                (self._rows.organization_id, group_id, m.id, number, m.name, m.email)
                for number, m in enumerate(members)
            ],
        )


def _group(row: dict[str, Any]) -> SigningGroup:
    members = (GroupMember(UUID(m["id"]), m["name"], m["email"]) for m in row["members"])
    return SigningGroup(row["id"], row["name"], tuple(members))
