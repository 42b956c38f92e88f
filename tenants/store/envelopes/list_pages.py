"""Pages of the envelope list by keys: each kind of reason to see an envelope has its own index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from core import access
from core.access import Permission

if TYPE_CHECKING:
    from tenants.member import MemberTransaction

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


@dataclass(frozen=True, slots=True)
class Key:
    status_at: datetime
    id: UUID


def keys(tx: "MemberTransaction", box: str, after: Key | None, most: int) -> list[Key]:
    """The keys of up to `most` envelopes of a box that this member may see, newest first."""
    at, id = (after.status_at, after.id) if after else NEWEST
    names = {"box": box, "at": at, "id": id, "most": most}
    names |= {"person": tx.member.person_id, "email": tx.member.email}
    rows = tx.connection.execute(_query(tx, box).encode(), names).fetchall()
    return [Key(*row) for row in rows]


def counts(tx: "MemberTransaction", boxes: Sequence[str], most: int) -> dict[str, int]:
    """How many there are in each box, but never more than `most` are looked at."""
    at, id = NEWEST
    names: dict[str, object] = {"at": at, "id": id, "most": most}
    names |= {"person": tx.member.person_id, "email": tx.member.email}
    # Each box is a parameter of its own: all are counted in one statement.
    counted = [(box, _query(tx, box).replace("%(box)s", f"%({box})s")) for box in boxes]
    columns = ", ".join(f"(select count(*) from ({query}) as k) as {box}" for box, query in counted)  # noqa: S608 - our own words
    (row,) = tx.named(f"select {columns}", names | {box: box for box in boxes})
    return row


def _query(tx: "MemberTransaction", box: str) -> str:
    if box == "inbox":
        return WAITING
    return OF_ALL if access.may(tx.role, Permission.SEE_ALL_ENVELOPES) else OF_MINE
