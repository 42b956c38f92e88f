"""Teams of the organization, and who is in them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import psycopg

from core.people.team import Team
from tenants.store.rows import Rows

TEAMS = """
    select t.id, t.name, (select count(*) from team_members m where m.team_id = t.id) as members,
        exists (select from team_members m where m.team_id = t.id and m.person_id = %s) as mine
    from teams t where t.removed_at is null
"""


class Teams:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self, person_id: UUID) -> tuple[Team, ...]:
        """In the order of their names; `person_id` is who asks."""
        rows = self._rows.all(f"{TEAMS} order by t.name, t.id", person_id)
        return tuple(Team(**row) for row in rows)

    def get(self, team_id: UUID, person_id: UUID) -> Team:
        """Raises NotFound."""
        return Team(**self._rows.one(f"{TEAMS} and t.id = %s", person_id, team_id))

    def people_in(self, team_id: UUID) -> tuple[UUID, ...]:
        rows = self._rows.all("select person_id from team_members where team_id = %s", team_id)
        return tuple(row["person_id"] for row in rows)

    def names_of(self, person_id: UUID) -> dict[UUID, str]:
        """The teams of a person by id, in the order of their names."""
        rows = self._rows.all(
            "select t.id, t.name from teams t join team_members m on m.team_id = t.id"
            " where m.person_id = %s order by t.name",
            person_id,
        )
        return {row["id"]: row["name"] for row in rows}

    def lock(self, team_id: UUID) -> str:
        """The team's name, which no one else changes meanwhile. Raises NotFound."""
        row = self._rows.one(
            "select name from teams where id = %s and removed_at is null for update", team_id
        )
        return str(row["name"])

    def add(self, team_id: UUID, name: str, now: datetime) -> bool:
        """False when another team has this name."""
        added = self._rows.run(
            "insert into teams (organization_id, id, name, created_at) values (%s, %s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, team_id, name, now),
        )
        return added == 1

    def rename(self, team_id: UUID, name: str) -> bool:
        """False when another team has this name."""
        try:
            with self._rows.savepoint():
                self._rows.run("update teams set name = %s where id = %s", name, team_id)
        except psycopg.errors.UniqueViolation:
            return False
        return True

    def remove(self, team_id: UUID, heir_id: UUID, now: datetime) -> None:
        """
        No one is in it any more, and nothing is shown to it.

        Its contacts are those of the member who added each; those that former members added go
        to the heir.
        """
        self._rows.run("update teams set removed_at = %s where id = %s", now, team_id)
        self._rows.run("delete from team_members where team_id = %s", team_id)
        self._rows.run(
            "update contacts c set scope = 'own', team_id = null, person_id = case when exists"
            " (select from memberships m where m.person_id = c.person_id) then c.person_id"
            " else %s end where c.team_id = %s",
            *(heir_id, team_id),
        )

    def delete(self, team_id: UUID) -> None:
        """One that was removed, unless an envelope still names it."""
        self._rows.run(
            "delete from teams t where t.id = %s and t.removed_at is not null"
            " and not exists (select from envelopes e where e.team_id = t.id)",
            team_id,
        )

    def add_person(self, team_id: UUID, person_id: UUID) -> bool:
        """Whether they were not in it before."""
        added = self._rows.run(
            "insert into team_members (organization_id, team_id, person_id) values (%s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, team_id, person_id),
        )
        return added == 1

    def replace_people(self, team_id: UUID, added: Sequence[UUID], gone: Sequence[UUID]) -> None:
        self._rows.run(
            "insert into team_members (organization_id, team_id, person_id)"
            " select %s, %s, unnest(%s::uuid[]) on conflict do nothing",
            *(self._rows.organization_id, team_id, list(added)),
        )
        self._rows.run(
            "delete from team_members where team_id = %s and person_id = any(%s)",
            *(team_id, list(gone)),
        )

    def take_out(self, team_id: UUID, person_id: UUID) -> None:
        """Raises NotFound when they are not in it."""
        self._rows.one(
            "delete from team_members where team_id = %s and person_id = %s returning person_id",
            *(team_id, person_id),
        )
