"""The names and addresses of people of the organization, also of those who left."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from core.access import MemberRole
from core.envelopes.sender import Sender
from core.principal import MemberPrincipal
from tenants.store.rows import Rows

NO_SESSION = UUID(int=0)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    name: str
    email: str


class KnownPeople:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def names(self, person_ids: Iterable[UUID]) -> dict[UUID, str]:
        rows = self._rows.all(
            "select id, name from known_people where id = any(%s)", list(person_ids)
        )
        return {row["id"]: row["name"] for row in rows}

    def get(self, person_id: UUID) -> NamedPerson:
        """Raises NotFound."""
        return NamedPerson(
            **self._rows.one("select name, email from people where id = %s", person_id)
        )

    def member_without_session(self, person_id: UUID) -> MemberPrincipal | None:
        """
        For a job that goes on with what a member began; None when they are no member any more.

        Each transaction reads their role again.
        """
        row = self._rows.one_or_none(
            "select p.name, p.email, o.time_zone, m.role from memberships m"
            " join people p on p.id = m.person_id join organizations o on o.id = m.organization_id"
            " where m.person_id = %s",
            person_id,
        )
        if row is None:
            return None
        return MemberPrincipal(
            person_id=person_id,
            name=row["name"],
            email=row["email"],
            time_zone=row["time_zone"],
            role=MemberRole(row["role"]),
            session_id=NO_SESSION,
            method="password",
            factors=0,
        )

    def sender(self, person_id: UUID) -> Sender:
        """As envelopes name who sends them. Raises NotFound."""
        row = self._rows.one(
            "select p.id as person_id, p.name, p.email, o.name as organization, o.time_zone,"
            " o.date_format, o.locale as language"
            " from people p cross join organizations o where p.id = %s",
            person_id,
        )
        return Sender(**row)

    def members(self) -> dict[UUID, str]:
        """The names of members, to choose a sender from."""
        rows = self._rows.all(
            "select p.id, p.name from memberships m join people p on p.id = m.person_id"
            " order by p.name limit 300"
        )
        return {row["id"]: row["name"] for row in rows}

    def teams_of(self, person_id: UUID) -> dict[UUID, str]:
        rows = self._rows.all(
            "select t.id, t.name from team_members x join teams t on t.id = x.team_id"
            " where x.person_id = %s order by t.name",
            person_id,
        )
        return {row["id"]: row["name"] for row in rows}

    def is_in_team(self, person_id: UUID, team_id: UUID) -> bool:
        found = self._rows.one_or_none(
            "select from team_members where team_id = %s and person_id = %s", team_id, person_id
        )
        return found is not None
