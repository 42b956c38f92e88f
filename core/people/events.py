"""What happens to the members of an organization."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.jobs.job import Job
from core.people.membership import TRANSFERRED_AT_ONCE
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChanged(AdminEvent):
    """`old` is empty for someone who joins, `new` for someone who is removed."""

    type = "member.role_changed"
    narration = sentence("%(actor)s changed the role of %(person)s.")
    group = "people"

    person_id: UUID
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRenamed(AdminEvent):
    """By themselves. One name counts in all organizations, so each of them has it in its log."""

    type = "person.renamed"
    narration = sentence("%(old)s changed their name to %(new)s.")
    group = "people"

    person_id: UUID
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(AdminEvent):
    """By mail, or by mail again: `invitation_id` stays the same then."""

    type = "member.invited"
    narration = sentence("%(actor)s invited %(email)s as %(role)s.")
    group = "people"

    invitation_id: UUID
    role: str
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(AdminEvent):
    type = "invitation.withdrawn"
    narration = sentence("%(actor)s withdrew the invitation to %(email)s.")
    group = "people"

    invitation_id: UUID
    email: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopesTransferred(AdminEvent):
    """All that someone had sent or drafted, when they left."""

    type = "member.envelopes_transferred"
    narration = sentence("%(actor)s transferred envelopes: %(count)s.")
    group = "people"

    old_id: UUID
    new_id: UUID
    count: int

    def jobs(self) -> tuple[Job, ...]:
        """What is too many for one transaction goes on; then all are indexed for whom they are."""
        if self.count <= TRANSFERRED_AT_ONCE:
            return (Job("index_envelopes"),)
        of = {"old_id": str(self.old_id), "heir_id": str(self.new_id)}
        return (Job("hand_over_envelopes", of),)
