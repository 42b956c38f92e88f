"""Tags of the organization, and which envelopes have them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import psycopg

from core.envelopes.listing.tag import Tag
from tenants.store.rows import Rows


class Tags:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> list[Tag]:
        rows = self._rows.all(
            "select id, name, hue from tags where removed_at is null order by name limit 200"
        )
        return [Tag(**row) for row in rows]

    def of(self, envelope_id: UUID) -> frozenset[UUID]:
        """The ids of those that an envelope has."""
        found = self._rows.all(
            "select tag_id from envelope_tags where envelope_id = %s", envelope_id
        )
        return frozenset(row["tag_id"] for row in found)

    def exists(self, tag_id: UUID) -> bool:
        found = self._rows.one_or_none(
            "select from tags where id = %s and removed_at is null", tag_id
        )
        return found is not None

    def add(self, tag: Tag, now: datetime) -> bool:
        """False when another tag has this name. The same id again changes nothing."""
        return self._unless_taken(
            "insert into tags (organization_id, id, name, hue, created_at)"
            " values (%s, %s, %s, %s, %s) on conflict (organization_id, id) do nothing",
            *(self._rows.organization_id, tag.id, tag.name, tag.hue, now),
        )

    def change(self, tag: Tag) -> bool:
        """False when another tag has this name."""
        return self._unless_taken(
            "update tags set name = %s, hue = %s where id = %s", tag.name, tag.hue, tag.id
        )

    def remove(self, tag_id: UUID, now: datetime) -> None:
        self._rows.run("update tags set removed_at = %s where id = %s", now, tag_id)

    def on(self, envelope_ids: Sequence[UUID]) -> set[UUID]:
        """Those that one of these envelopes has."""
        rows = self._rows.all(
            "select distinct tag_id from envelope_tags where envelope_id = any(%s)",
            list(envelope_ids),
        )
        return {row["tag_id"] for row in rows}

    def put_on(self, envelope_ids: Sequence[UUID], tag_id: UUID) -> list[UUID]:
        """Those that did not have it before."""
        added = self._rows.change_each(
            "insert into envelope_tags (organization_id, envelope_id, tag_id)"
            " select %s, id, %s from unnest(%s::uuid[]) as w (id) on conflict do nothing"
            " returning envelope_id as id",
            *(self._rows.organization_id, tag_id, list(envelope_ids)),
        )
        return [row["id"] for row in added]

    def take_off(self, envelope_ids: Sequence[UUID], tag_id: UUID) -> list[UUID]:
        """Those that had it."""
        gone = self._rows.change_each(
            "delete from envelope_tags where envelope_id = any(%s) and tag_id = %s"
            " returning envelope_id as id",
            *(list(envelope_ids), tag_id),
        )
        return [row["id"] for row in gone]

    def _unless_taken(self, query: str, *arguments: object) -> bool:
        try:
            with self._rows.savepoint():
                self._rows.run(query, *arguments)
        except psycopg.errors.UniqueViolation:
            return False
        return True
