"""What happens to the teams of an organization."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamCreated(AdminEvent):
    type = "team.created"
    narration = sentence("%(actor)s created the team %(name)s.")
    group = "people"

    team_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRenamed(AdminEvent):
    type = "team.renamed"
    narration = sentence("%(actor)s renamed the team %(old)s to %(new)s.")
    group = "people"

    team_id: UUID
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDeleted(AdminEvent):
    type = "team.deleted"
    narration = sentence("%(actor)s deleted the team %(name)s.")
    group = "people"

    team_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberAdded(AdminEvent):
    type = "team.member_added"
    narration = sentence("%(actor)s added %(person)s to the team %(team)s.")
    group = "people"

    team_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberRemoved(AdminEvent):
    type = "team.member_removed"
    narration = sentence("%(actor)s removed %(person)s from the team %(team)s.")
    group = "people"

    team_id: UUID
    person_id: UUID
