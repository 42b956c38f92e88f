"""Pages of the envelope list by keys: each kind of reason to see an envelope has its own index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tenants.store.rows import Rows

# The place in the list after which a page begins.
NEWEST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))
OF_ALL = """
    select status_at, id from envelopes where box = %(box)s
    and (status_at, id) < (%(at)s, %(id)s) order by status_at desc, id desc limit %(most)s
"""
WAITING = """
    select distinct listed_at as status_at, envelope_id as id from recipients
    where folded_email = lower(%(email)s) and status in ('sent', 'delivered') and box = 'sent'
    and (listed_at, envelope_id) < (%(at)s, %(id)s)
    order by listed_at desc, envelope_id desc limit %(most)s
"""
BOX_NAMES = {box: box for box in ("sent", "drafts", "completed", "closed")}
# Never one condition with "or" over all envelopes: each branch reads a page of its own index.
OF_MINE = """
    select distinct status_at, id from (
        (select status_at, id from envelopes where sender_id = %(person)s and box = %(box)s
        and (status_at, id) < (%(at)s, %(id)s) order by status_at desc, id desc limit %(most)s)
        union all
        (select status_at, id from envelopes where visibility = 'all' and box = %(box)s
        and (status_at, id) < (%(at)s, %(id)s) order by status_at desc, id desc limit %(most)s)
        union all
        (select k.status_at, k.id from team_members t cross join lateral (
            select e.status_at, e.id from envelopes e
            where e.visibility = 'team' and e.team_id = t.team_id and e.box = %(box)s
            and (e.status_at, e.id) < (%(at)s, %(id)s)
            order by e.status_at desc, e.id desc limit %(most)s
        ) k where t.person_id = %(person)s)
        union all
        (select listed_at, envelope_id from envelope_shares
        where person_id = %(person)s and box = %(box)s
        and (listed_at, envelope_id) < (%(at)s, %(id)s)
        order by listed_at desc, envelope_id desc limit %(most)s)
        union all
        (select distinct listed_at, envelope_id from recipients
        where folded_email = lower(%(email)s) and status <> 'created' and box = %(box)s
        and (listed_at, envelope_id) < (%(at)s, %(id)s)
        order by listed_at desc, envelope_id desc limit %(most)s)
    ) as seen order by status_at desc, id desc limit %(most)s
"""


ROWS = """
    select e.id, e.name, e.status, e.status_at, e.version, e.folder_id, e.sender_id, e.starts_at,
        e.paused_at, e.created_at, e.sent_at, e.expires_at, e.template_id, e.bulk_send_id
    from envelopes e where e.id = any(%s) order by e.status_at desc, e.id desc
"""
# For the rows of one page: recipients, tags, and custom fields that are to stand in lists.
PARTS = """
    select e.id, (
        select json_agg(json_build_array(r.name, r.role, r.status,
            case when r.box = 'sent' and r.status in ('sent', 'delivered')
                and r.folded_email = lower(%s) then r.id end,
            r.options->>'group', r.options->>'group_id') order by r.position)
        from recipients r where r.envelope_id = e.id
    ) as recipients, (
        select json_agg(json_build_array(t.name, t.hue) order by t.name)
        from envelope_tags x join tags t
            on (t.organization_id, t.id) = (x.organization_id, x.tag_id)
        where x.envelope_id = e.id and t.removed_at is null
    ) as tags, (
        select json_agg(json_build_array(f.name, v.value) order by f.created_at, f.id)
        from envelope_values v join custom_fields f
            on (f.organization_id, f.id) = (v.organization_id, v.field_id)
        where v.envelope_id = e.id and f.listed and f.removed_at is null
    ) as noted
    from unnest(%s::uuid[]) as e (id)
"""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member who looks at lists. `sees_all`: not only what is theirs or shown to them."""

    person_id: UUID
    email: str
    sees_all: bool


@dataclass(frozen=True, slots=True)
class ListKey:
    status_at: datetime
    id: UUID


class ListPages:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def keys(self, viewer: Viewer, box: str, after: ListKey | None, most: int) -> list[ListKey]:
        """Of up to `most` envelopes of a box that this member may see, newest first."""
        at, id = (after.status_at, after.id) if after else NEWEST
        names = {"box": box, "at": at, "id": id, "most": most}
        names |= {"person": viewer.person_id, "email": viewer.email}
        query = query_of(viewer, box)
        rows = self._rows.connection.execute(query.encode(), names | BOX_NAMES).fetchall()
        return [ListKey(*row) for row in rows]

    def counts(self, viewer: Viewer, boxes: Sequence[str], most: int) -> dict[str, int]:
        """How many there are in each box, but never more than `most` are looked at."""
        at, id = NEWEST
        names: dict[str, object] = {"at": at, "id": id, "most": most}
        names |= {"person": viewer.person_id, "email": viewer.email}
        # Each box is a parameter of its own: all are counted in one statement.
        counted = [(box, query_of(viewer, box).replace("%(box)s", f"%({box})s")) for box in boxes]
        columns = ", ".join(
            f"(select count(*) from ({query}) as k) as {box}"  # noqa: S608 - our own words
            for box, query in counted
        )
        (row,) = self._rows.named(f"select {columns}", names | {box: box for box in boxes})
        return row

    def rows(self, ids: Sequence[UUID]) -> list[dict[str, Any]]:
        return self._rows.all(ROWS, list(ids)) if ids else []

    def parts(self, viewer: Viewer, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
        """Recipients, tags and listed custom fields as JSON, by envelope."""
        rows = self._rows.all(PARTS, viewer.email, list(ids)) if ids else []
        return {row["id"]: row for row in rows}


def query_of(viewer: Viewer, box: str) -> str:
    """What lists a box for this member."""
    if box == "inbox":
        return WAITING
    if box == "all":
        return _of_all_boxes(viewer)
    return OF_ALL if viewer.sees_all else OF_MINE


def _of_all_boxes(viewer: Viewer) -> str:
    """Read from the index of each, not by search: what was sent just now is there at once."""
    each = (query_of(viewer, box).replace("%(box)s", f"%({box})s") for box in BOX_NAMES)
    union = " union all ".join(f"({query})" for query in each)
    return (
        f"select status_at, id from ({union}) as k"  # noqa: S608 - our own words
        " order by status_at desc, id desc limit %(most)s"
    )
