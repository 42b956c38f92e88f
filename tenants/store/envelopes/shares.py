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
TEAMS = """
    select id, name from teams where removed_at is null and (id = %(team)s or %(others)s)
    order by name, id
"""
# A team that was deleted is no one, also before the envelope says so.
SHOWN_TO = """
    select case when t.removed_at is null then e.visibility else 'owner' end as visibility,
        case when t.removed_at is null then e.team_id end as team_id
    from envelopes e left join teams t
        on (t.organization_id, t.id) = (e.organization_id, e.team_id)
    where e.id = %s
"""


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
        row = self._rows.one(SHOWN_TO, envelope_id)
        return ShownTo(Visibility(row["visibility"]), row["team_id"])

    def show_to(self, envelope_id: UUID, shown_to: ShownTo) -> None:
        self._rows.change(
            envelope_id,
            "update envelopes set visibility = %s, team_id = %s where id = %s",
            *(shown_to.visibility, shown_to.team_id, envelope_id),
        )

    def hold_team(self, team_id: UUID) -> None:
        """It is not deleted before the transaction ends. Raises NotFound."""
        self._rows.one(
            "select 1 from teams where id = %s and removed_at is null for share", team_id
        )

    def to_team(self, team_id: UUID, most: int) -> list[UUID]:
        """Ids of up to `most` envelopes that are shown to it, always in the same order."""
        rows = self._rows.all(
            "select id from envelopes where team_id = %s order by id limit %s", team_id, most
        )
        return [row["id"] for row in rows]

    def hide_from_team(self, envelope_id: UUID, team_id: UUID) -> bool:
        """Its owner's alone; False when it is shown to others by now."""
        hidden = self._rows.change(
            envelope_id,
            "update envelopes set visibility = 'owner', team_id = null"
            " where id = %s and team_id = %s",
            *(envelope_id, team_id),
        )
        return hidden == 1

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
        added = self._rows.change(
            envelope_id,
            "insert into envelope_shares (organization_id, envelope_id, person_id, shared_by,"
            " shared_at) values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, envelope_id, person_id, by, now),
        )
        return added == 1

    def with_person(self, person_id: UUID, until: datetime, most: int) -> list[UUID]:
        """Ids of up to `most` envelopes that were shared with them until then."""
        rows = self._rows.all(
            "select envelope_id from envelope_shares where person_id = %s and shared_at <= %s"
            " order by envelope_id limit %s",
            *(person_id, until, most),
        )
        return [row["envelope_id"] for row in rows]

    def remove(self, envelope_id: UUID, person_id: UUID) -> bool:
        """Whether it was shared with them."""
        ended = self._rows.change(
            envelope_id,
            "delete from envelope_shares where envelope_id = %s and person_id = %s",
            *(envelope_id, person_id),
        )
        return ended == 1
