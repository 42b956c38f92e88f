"""What happens to the signing groups of an organization."""

from dataclasses import dataclass
from uuid import UUID

from core.events.event import AdminEvent, personal
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningGroupCreated(AdminEvent):
    type = "signing_group.created"
    narration = sentence("%(actor)s created the signing group %(name)s.")
    group = "people"

    group_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningGroupRenamed(AdminEvent):
    type = "signing_group.renamed"
    narration = sentence("%(actor)s renamed the signing group %(old)s to %(new)s.")
    group = "people"

    group_id: UUID
    old: str = personal()
    new: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningGroupDeleted(AdminEvent):
    type = "signing_group.deleted"
    narration = sentence("%(actor)s deleted the signing group %(name)s.")
    group = "people"

    group_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningGroupRestored(AdminEvent):
    type = "signing_group.restored"
    narration = sentence("%(actor)s restored the signing group %(name)s.")
    group = "people"

    group_id: UUID
    name: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningGroupMemberAdded(AdminEvent):
    type = "signing_group.member_added"
    narration = sentence("%(actor)s added %(member)s to the signing group %(name)s.")
    group = "people"

    group_id: UUID
    name: str = personal()
    member: str = personal()
    address: str = personal()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningGroupMemberRemoved(AdminEvent):
    type = "signing_group.member_removed"
    narration = sentence("%(actor)s removed %(member)s from the signing group %(name)s.")
    group = "people"

    group_id: UUID
    name: str = personal()
    member: str = personal()
    address: str = personal()
