"""Teams of an organization, and who is in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg

from core.access import Permission
from core.events.admin_events import (
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMemberRemoved,
    TeamRenamed,
)
from core.people import team
from core.refusals import Invalid
from tenants.identifiers import new_id
from tenants.member import Member, MemberTransaction

TEAMS = """
    select t.id, t.name, (select count(*) from team_members m where m.team_id = t.id) as members,
        exists (select from team_members m where m.team_id = t.id and m.person_id = %s) as mine
    from teams t
"""


@dataclass(frozen=True, slots=True)
class Team:
    """`mine`: whoever asks is in it."""

    id: UUID
    name: str
    members: int
    mine: bool


def teams(member: Member) -> tuple[Team, ...]:
    """In the order of their names."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        rows = tx.all(f"{TEAMS} order by t.name, t.id", member.person_id)
    return tuple(Team(**row) for row in rows)


def find(member: Member, team_id: UUID) -> Team:
    """Raises NotFound."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        return Team(**tx.one(f"{TEAMS} where t.id = %s", member.person_id, team_id))


def people(member: Member, team_id: UUID) -> tuple[UUID, ...]:
    """Who is in it."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        rows = tx.all("select person_id from team_members where team_id = %s", team_id)
    return tuple(row["person_id"] for row in rows)


def create(member: Member, typed: str, now: datetime) -> UUID:
    """Raises Invalid(name=...)."""
    name, team_id = team.name(typed), new_id()
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        added = tx.run(
            "insert into teams (organization_id, id, name, created_at) values (%s, %s, %s, %s)"
            " on conflict do nothing",
            *(tx.organization_id, team_id, name, now),
        )
        if not added:
            raise Invalid(name=team.TAKEN)
        tx.administer((TeamCreated(team_id=team_id, name=name),), member.actor, now)
    return team_id


def rename(member: Member, team_id: UUID, typed: str, now: datetime) -> None:
    """Raises NotFound, Invalid(name=...)."""
    try:
        with member.transaction(Permission.MANAGE_PEOPLE) as tx:
            old, name = _hold(tx, team_id), team.name(typed)
            if name != old:
                tx.run("update teams set name = %s where id = %s", name, team_id)
                renamed = TeamRenamed(team_id=team_id, old=old, new=name)
                tx.administer((renamed,), member.actor, now)
    except psycopg.errors.UniqueViolation:
        raise Invalid(name=team.TAKEN) from None


def delete(member: Member, team_id: UUID, now: datetime) -> None:
    """
    What was shown to it is its owners' alone again. Raises NotFound.

    Contacts too; those that former members added are left to whoever deletes the team.
    """
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        name = _hold(tx, team_id)
        tx.run("update envelopes set visibility = 'owner' where team_id = %s", team_id)
        tx.run(
            "update contacts c set scope = 'own', team_id = null, person_id = case when exists"
            " (select from memberships m where m.person_id = c.person_id) then c.person_id"
            " else %s end where c.team_id = %s",
            *(member.person_id, team_id),
        )
        tx.run("delete from teams where id = %s", team_id)
        tx.administer((TeamDeleted(team_id=team_id, name=name),), member.actor, now)


def add(member: Member, team_id: UUID, person_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        _hold(tx, team_id)
        tx.memberships.hold(person_id)
        added = tx.run(
            "insert into team_members (organization_id, team_id, person_id) values (%s, %s, %s)"
            " on conflict do nothing",
            *(tx.organization_id, team_id, person_id),
        )
        if added:
            event = TeamMemberAdded(team_id=team_id, person_id=person_id)
            tx.administer((event,), member.actor, now)


def take_out(member: Member, team_id: UUID, person_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        tx.one(
            "delete from team_members where team_id = %s and person_id = %s returning person_id",
            *(team_id, person_id),
        )
        event = TeamMemberRemoved(team_id=team_id, person_id=person_id)
        tx.administer((event,), member.actor, now)


def _hold(tx: MemberTransaction, team_id: UUID) -> str:
    """The team's name. Raises NotFound."""
    return str(tx.one("select name from teams where id = %s for update", team_id)["name"])
