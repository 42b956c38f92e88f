"""Members as the others see them: by name, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core import access
from core.access import MemberRole, Permission
from core.people import contact
from tenants.store.rows import Rows

COLLEAGUES = """
    select p.id as person_id, p.name, p.email, m.role, m.created_at as joined_at, v.seen_at,
        array(select t.name from team_members tm join teams t
            on (t.organization_id, t.id) = (tm.organization_id, tm.team_id)
            where tm.person_id = p.id order by t.name) as teams
    from memberships m join people p on p.id = m.person_id
    left join visits v on (v.organization_id, v.person_id) = (m.organization_id, m.person_id)
"""
PAGE = f"""
    select found.*, (select count(*) from memberships) as total from (
        {COLLEAGUES} where (p.name, p.id) > (%(name)s, %(id)s)
            and (%(ids)s::uuid[] is null or p.id = any(%(ids)s))
        order by p.name, p.id limit %(limit)s) found
    order by name, person_id
"""  # noqa: S608 - words of our own
# Found in memory: the words are without accents, and an organization has some thousand members.
NAMES = """
    select p.id, p.name, p.email from memberships m join people p on p.id = m.person_id
    where (p.name, p.id) > (%(name)s, %(id)s) order by p.name, p.id
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as the others see them. `seen_at` is None until they were here."""

    person_id: UUID
    name: str
    email: str
    role: MemberRole
    joined_at: datetime
    seen_at: datetime | None
    teams: tuple[str, ...]

    @property
    def may_send(self) -> bool:
        return access.may(self.role, Permission.SEND_ENVELOPES)


class Colleagues:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def admins(self) -> tuple[Colleague, ...]:
        """Whoever administers the organization."""
        roles = [MemberRole.OWNER, MemberRole.ADMIN]
        query = f"{COLLEAGUES} where m.role = any(%s) order by p.name, p.id"
        return tuple(map(_colleague, self._rows.all(query, roles)))

    def all(self) -> tuple[Colleague, ...]:
        """In the order of their names."""
        return tuple(map(_colleague, self._rows.all(f"{COLLEAGUES} order by p.name, p.id")))

    def get(self, person_id: UUID) -> Colleague:
        """Raises NotFound."""
        return _colleague(self._rows.one(f"{COLLEAGUES} where p.id = %s", person_id))

    def page(
        self, words: frozenset[str], after: tuple[str, UUID], limit: int
    ) -> tuple[Sequence[Colleague], int]:
        """
        Those after this name and id, with each of the words in their name or address.

        The number is that of all members, 0 where none is found.
        """
        names: dict[str, Any] = {"name": after[0], "id": after[1], "ids": None, "limit": limit}
        if words:
            rows = self._rows.named(NAMES, names)
            ids = [row["id"] for row in rows if contact.has(words, row["name"], row["email"])]
            names["ids"] = ids[:limit]
        rows = self._rows.named(PAGE, names)
        total = max((row.pop("total") for row in rows), default=0)
        return tuple(map(_colleague, rows)), total


def _colleague(row: dict[str, Any]) -> Colleague:
    return Colleague(**row | {"role": MemberRole(row["role"]), "teams": tuple(row["teams"])})
