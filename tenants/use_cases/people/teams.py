"""Teams of an organization, and who is in them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.people import team
from core.people.team import Team
from core.people.team_events import (
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMemberRemoved,
    TeamRenamed,
)
from core.refusals import FilledSentence, Invalid
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import ended_sharing


def teams(tx: Transaction) -> tuple[Team, ...]:
    """In the order of their names."""
    tx.require(Permission.READ_PEOPLE)
    return tx.teams.all(tx.member.person_id)


def find(tx: Transaction, team_id: UUID) -> Team:
    """Raises NotFound."""
    tx.require(Permission.READ_PEOPLE)
    return tx.teams.get(team_id, tx.member.person_id)


def people(tx: Transaction, team_id: UUID) -> tuple[UUID, ...]:
    """Who is in it."""
    tx.require(Permission.READ_PEOPLE)
    return tx.teams.people_in(team_id)


def create(tx: Transaction, typed: str, now: datetime) -> UUID:
    """Raises Invalid(name=...)."""
    tx.require(Permission.MANAGE_PEOPLE)
    name, team_id = team.name(typed), new_id()
    if not tx.teams.add(team_id, name, now):
        raise Invalid(name=team.TAKEN)
    tx.record_admin((TeamCreated(team_id=team_id, name=name),), tx.principal.actor, now)
    return team_id


def rename(tx: Transaction, team_id: UUID, typed: str, now: datetime) -> None:
    """Raises NotFound, Invalid(name=...)."""
    tx.require(Permission.MANAGE_PEOPLE)
    old, name = tx.teams.lock(team_id), team.name(typed)
    if name == old:
        return
    if not tx.teams.rename(team_id, name):
        raise Invalid(name=team.TAKEN)
    renamed = TeamRenamed(team_id=team_id, old=old, new=name)
    tx.record_admin((renamed,), tx.principal.actor, now)


def delete(tx: Transaction, team_id: UUID, now: datetime) -> None:
    """
    What was shown to it is its owners' alone at once, and a job says so in each trail.

    Its contacts are those of the member who added each; those that former members added go to the
    member who deletes the team. Raises NotFound.
    """
    tx.require(Permission.MANAGE_PEOPLE)
    name = tx.teams.lock(team_id)
    tx.teams.remove(team_id, tx.member.person_id, now)
    tx.record_admin((TeamDeleted(team_id=team_id, name=name),), tx.principal.actor, now)
    ended_sharing.of_team(tx, team_id)


def add(tx: Transaction, team_id: UUID, person_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_PEOPLE)
    tx.teams.lock(team_id)
    tx.memberships.hold(person_id)
    if tx.teams.add_person(team_id, person_id):
        added = TeamMemberAdded(team_id=team_id, person_id=person_id)
        tx.record_admin((added,), tx.principal.actor, now)


def fill(tx: Transaction, team_id: UUID, people: Collection[UUID], now: datetime) -> None:
    """These are in it, and no one else. Raises NotFound, Invalid(member_ids=...)."""
    tx.require(Permission.MANAGE_PEOPLE)
    tx.teams.lock(team_id)
    old, new = set(tx.teams.people_in(team_id)), set(people)
    added, gone = sorted(new - old), sorted(old - new)
    if unknown := set(added) - tx.memberships.hold_all(added):
        wrong = ", ".join(map(str, sorted(unknown)))
        raise Invalid(member_ids=FilledSentence(team.NO_MEMBERS, ids=wrong))
    tx.teams.replace_people(team_id, added, gone)
    told = (
        *(TeamMemberAdded(team_id=team_id, person_id=id) for id in added),
        *(TeamMemberRemoved(team_id=team_id, person_id=id) for id in gone),
    )
    if told:
        tx.record_admin(told, tx.principal.actor, now)


def take_out(tx: Transaction, team_id: UUID, person_id: UUID, now: datetime) -> None:
    """Raises NotFound."""
    tx.require(Permission.MANAGE_PEOPLE)
    tx.teams.take_out(team_id, person_id)
    removed = TeamMemberRemoved(team_id=team_id, person_id=person_id)
    tx.record_admin((removed,), tx.principal.actor, now)
