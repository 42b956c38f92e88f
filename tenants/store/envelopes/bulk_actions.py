"""Bulk actions: one action on many envelopes, and what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.envelopes.listing import bulk_action
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from tenants.store.rows import Rows

FILES = """
    select i.position, i.envelope_id, e.name,
        array(select f.document_id from sealed_files f where f.envelope_id = i.envelope_id
            order by f.document_id) as files
    from bulk_items i join envelopes e
        on (e.organization_id, e.id) = (i.organization_id, i.envelope_id)
    where i.bulk_id = %s and i.position > %s order by i.position limit 20
"""


@dataclass(frozen=True, slots=True)
class BulkAction:
    person_id: UUID
    kind: BulkKind
    arguments: Mapping[str, Any]
    total: int
    finished: bool


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """`code` is that of the error."""

    envelope_id: UUID
    name: str
    code: str

    @property
    def reason(self) -> str:
        return bulk_action.why(self.code)


@dataclass(frozen=True, slots=True)
class ItemFiles:
    """An envelope of a bulk download; `files` are ids of its sealed files."""

    position: int
    envelope_id: UUID
    name: str
    files: list[UUID]


class BulkActions:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(
        self, bulk_id: UUID, person_id: UUID, bulk: BulkRequest, ids: Sequence[UUID], now: datetime
    ) -> bool:
        """False when there is one with this id."""
        added = self._rows.run(
            "insert into bulk_actions (organization_id, id, person_id, kind, arguments, total,"
            " created_at) values (%s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, bulk_id, person_id, bulk.kind),
            *(Jsonb(bulk.arguments()), len(ids), now),
        )
        if added:
            self._rows.run(
                "insert into bulk_items (organization_id, bulk_id, position, envelope_id)"
                " select %s, %s, place, id"
                " from unnest(%s::uuid[]) with ordinality as t (id, place)",
                *(self._rows.organization_id, bulk_id, list(ids)),
            )
        return added == 1

    def get(self, bulk_id: UUID) -> BulkAction:
        """Raises NotFound."""
        row = self._rows.one(
            "select person_id, kind, arguments, total, finished_at is not null as finished"
            " from bulk_actions where id = %s",
            bulk_id,
        )
        return BulkAction(**row | {"kind": BulkKind(row["kind"])})

    def counts(self, bulk_id: UUID) -> dict[str, int]:
        """How many envelopes are in which state, and how many could be put back."""
        return self._rows.one(
            "select count(*) filter (where state = 'done') as done,"
            " count(*) filter (where state = 'refused') as refused,"
            " count(*) filter (where changed) as changed from bulk_items where bulk_id = %s",
            bulk_id,
        )

    def refused(self, bulk_id: UUID, most: int) -> tuple[RefusedItem, ...]:
        rows = self._rows.all(
            "select i.envelope_id, e.name, i.code from bulk_items i join envelopes e"
            " on (e.organization_id, e.id) = (i.organization_id, i.envelope_id)"
            " where i.bulk_id = %s and i.state = 'refused' order by i.position limit %s",
            *(bulk_id, most),
        )
        return tuple(RefusedItem(**row) for row in rows)

    def waiting(self, bulk_id: UUID, most: int) -> list[UUID]:
        """The next envelopes that nothing was decided about."""
        rows = self._rows.all(
            "select envelope_id from bulk_items where bulk_id = %s and state = 'waiting'"
            " order by position limit %s",
            *(bulk_id, most),
        )
        return [row["envelope_id"] for row in rows]

    def files(self, bulk_id: UUID, after: int) -> list[ItemFiles]:
        """The next envelopes of a download."""
        return [ItemFiles(**row) for row in self._rows.all(FILES, bulk_id, after)]

    def note(self, bulk_id: UUID, envelope_id: UUID, code: str) -> None:
        """That it is done, or with the code of an error that it is not."""
        self._rows.run(
            "update bulk_items set state = %s, code = %s where bulk_id = %s and envelope_id = %s",
            *("refused" if code else "done", code, bulk_id, envelope_id),
        )

    def note_all(
        self,
        bulk_id: UUID,
        codes: Mapping[UUID, str],
        changed: Mapping[UUID, UUID | None],
        now: datetime,
    ) -> None:
        """
        All were decided: `codes` are those of errors, or "".

        `changed` are the envelopes that are not as they were, with the folder they lay in.
        """
        ids = list(codes)
        self._rows.run(
            "update bulk_items i set state = case d.code when '' then 'done' else 'refused' end,"
            " code = d.code, changed = d.changed, folder_before = d.folder_before"
            " from unnest(%s::uuid[], %s::text[], %s::bool[], %s::uuid[])"
            " as d (envelope_id, code, changed, folder_before)"
            " where i.bulk_id = %s and i.envelope_id = d.envelope_id",
            *(ids, list(codes.values()), [id in changed for id in ids]),
            *([changed.get(id) for id in ids], bulk_id),
        )
        self.finish(bulk_id, now)

    def changed(self, bulk_id: UUID) -> dict[UUID, UUID | None]:
        """The envelopes that it changed and that were not put back, with the folder before."""
        rows = self._rows.all(
            "select envelope_id, folder_before from bulk_items where bulk_id = %s and changed",
            bulk_id,
        )
        return {row["envelope_id"]: row["folder_before"] for row in rows}

    def put_back(self, bulk_id: UUID) -> None:
        """It is undone once."""
        self._rows.run("update bulk_items set changed = false where bulk_id = %s", bulk_id)

    def finish(self, bulk_id: UUID, now: datetime) -> None:
        self._rows.run("update bulk_actions set finished_at = %s where id = %s", now, bulk_id)
