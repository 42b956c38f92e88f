"""To whom an envelope is shown: to its owner, a team or all, and to people by name."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.sharing import Visibility
from tenants.store.rows import Rows

# Whom it is shared with, and for those who may change it all others.
PEOPLE = """
    select p.id as person_id, p.name, p.email, s.person_id is not null as shared
    from people p left join envelope_shares s
        on s.envelope_id = %(envelope)s and s.person_id = p.id
    where s.person_id is not null or (%(others)s and p.id <> %(me)s)
    order by p.name, p.id
"""
TEAMS = "select id, name from teams where id = %(team)s or %(others)s order by name, id"


@dataclass(frozen=True, slots=True)
class ShownTo:
    """`team_id` is for a team only."""

    visibility: Visibility
    team_id: UUID | None = None

    def __str__(self) -> str:
        """As it stands in a log."""
        return str(self.team_id) if self.team_id else str(self.visibility)


@dataclass(frozen=True, slots=True)
class SharePerson:
    """`shared`: the envelope is shared with them by name."""

    person_id: UUID
    name: str
    email: str
    shared: bool


@dataclass(frozen=True, slots=True)
class ShareTeam:
    id: UUID
    name: str


class Shares:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def shown_to(self, envelope_id: UUID) -> ShownTo:
        """Raises NotFound."""
        row = self._rows.one("select visibility, team_id from envelopes where id = %s", envelope_id)
        return ShownTo(Visibility(row["visibility"]), row["team_id"])

    def show_to(self, envelope_id: UUID, shown_to: ShownTo) -> None:
        self._rows.run(
            "update envelopes set visibility = %s, team_id = %s where id = %s",
            *(shown_to.visibility, shown_to.team_id, envelope_id),
        )

    def hold_team(self, team_id: UUID) -> None:
        """It is not deleted before the transaction ends. Raises NotFound."""
        self._rows.one("select 1 from teams where id = %s for share", team_id)

    def people(self, envelope_id: UUID, me: UUID, others: bool) -> list[SharePerson]:
        """Whom it is shared with; with `others` also whom else it could be."""
        names = {"envelope": envelope_id, "me": me, "others": others}
        return [SharePerson(**row) for row in self._rows.named(PEOPLE, names)]

    def teams(self, team_id: UUID | None, others: bool) -> list[ShareTeam]:
        """The team it is shown to; with `others` also whom else it could be."""
        return [
            ShareTeam(**row) for row in self._rows.named(TEAMS, {"team": team_id, "others": others})
        ]

    def add(self, envelope_id: UUID, person_id: UUID, by: UUID, now: datetime) -> bool:
        """False when it is shared with them already."""
        added = self._rows.run(
            "insert into envelope_shares (organization_id, envelope_id, person_id, shared_by,"
            " shared_at) values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, envelope_id, person_id, by, now),
        )
        return added == 1

    def remove(self, envelope_id: UUID, person_id: UUID) -> None:
        """Raises NotFound."""
        self._rows.one(
            "delete from envelope_shares where envelope_id = %s and person_id = %s"
            " returning person_id",
            *(envelope_id, person_id),
        )
