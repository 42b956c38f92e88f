"""Pages of the envelope list by keys: each kind of reason to see an envelope has its own index."""

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
    select distinct listed_at as status_at, envelope_id as id from (
        select listed_at, envelope_id from recipients where folded_email = lower(%(email)s)
        and status in ('sent', 'delivered') and box = 'sent'
        and (listed_at, envelope_id) < (%(at)s, %(id)s)
        order by listed_at desc, envelope_id desc limit 2 * %(most)s
    ) as mine order by 1 desc, 2 desc limit %(most)s
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
        (select listed_at, envelope_id from recipients
        where folded_email = lower(%(email)s) and status <> 'created' and box = %(box)s
        and (listed_at, envelope_id) < (%(at)s, %(id)s)
        order by listed_at desc, envelope_id desc limit 2 * %(most)s)
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


def count(tx: "MemberTransaction", box: str, most: int) -> int:
    """How many there are, but never more than `most` are looked at."""
    at, id = NEWEST
    names = {"box": box, "at": at, "id": id, "most": most}
    names |= {"person": tx.member.person_id, "email": tx.member.email}
    query = f"select count(*) from ({_query(tx, box)}) as counted"  # noqa: S608 - our own
    row = tx.connection.execute(query.encode(), names).fetchone()
    return int(row[0]) if row else 0


def _query(tx: "MemberTransaction", box: str) -> str:
    if box == "inbox":
        return WAITING
    return OF_ALL if access.may(tx.role, Permission.SEE_ALL_ENVELOPES) else OF_MINE
