"""A signing group: people of whom any one may sign, kept by an organization under one name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from core.addresses.email_address import fold, is_well_formed
from core.people.group_events import (
    SigningGroupMemberAdded,
    SigningGroupMemberRemoved,
    SigningGroupRenamed,
)
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

# Whether mail can be sent to an address.
Reachable = Callable[[str], bool]
NAME_LIMIT = 60
MEMBER_NAME_LIMIT = 120
MEMBERS_LIMIT = 25
TAKEN = sentence("There is already a signing group with this name. Choose another name.")
TOO_MANY = sentence("A signing group can have up to 25 people. Remove some.")
THERE_ALREADY = sentence("This person is already in the group.")


@dataclass(frozen=True, slots=True)
class GroupMember:
    id: UUID
    name: str
    email: str

    @property
    def person(self) -> tuple[str, str]:
        return fold(" ".join(self.name.split())), fold(self.email)


@dataclass(frozen=True, slots=True)
class SigningGroup:
    """The members are in the order in which they were added."""

    id: UUID
    name: str
    members: tuple[GroupMember, ...] = ()


def name(typed: str) -> str:
    """The name of a group as it is kept. Raises Invalid(name=...)."""
    name = cleaned(typed)
    if not name or len(name) > NAME_LIMIT or not is_line(name):
        raise Invalid(name=sentence("Enter a name for the signing group, up to 60 characters."))
    if why := why_undrawable(name):
        raise Invalid(name=why)
    return name


def member(
    typed: GroupMember, others: Iterable[GroupMember], reachable: Reachable = is_well_formed
) -> GroupMember:
    """As they are kept. Raises Invalid with `member_name` and `email`."""
    found = GroupMember(typed.id, cleaned(typed.name), cleaned(typed.email))
    others, wrong = tuple(others), {}
    if not found.name or len(found.name) > MEMBER_NAME_LIMIT or not is_line(found.name):
        wrong["member_name"] = sentence("Enter a name of up to 120 characters.")
    elif why := why_undrawable(found.name):
        wrong["member_name"] = why
    if not is_well_formed(found.email) or not reachable(found.email):
        wrong["email"] = sentence("Enter a complete e-mail address, such as name@example.com.")
    elif any(other.person == found.person for other in others):
        wrong["email"] = THERE_ALREADY
    elif len(others) >= MEMBERS_LIMIT:
        wrong["email"] = TOO_MANY
    if wrong:
        raise Invalid(**wrong)
    return found


def members(
    typed: Iterable[GroupMember],
    known: Iterable[GroupMember] = (),
    reachable: Reachable = is_well_formed,
) -> tuple[GroupMember, ...]:
    """
    The whole list, new: those who are in it already keep their ids.

    Raises Invalid with `members` and the place of the member, such as `members-2`.
    """
    ids = {m.person: m.id for m in known}
    kept: list[GroupMember] = []
    wrong = {}
    for number, one in enumerate(typed):
        try:
            read = member(one, kept, reachable)
        except Invalid as invalid:
            wrong[f"members-{number}"] = next(iter(invalid.errors.values()))
            continue
        kept.append(GroupMember(ids.get(read.person, read.id), read.name, read.email))
    if wrong:
        raise Invalid(**wrong)
    return tuple(kept)


def changes(
    old: SigningGroup, new: SigningGroup
) -> tuple[SigningGroupRenamed | SigningGroupMemberAdded | SigningGroupMemberRemoved, ...]:
    """What is recorded when a group becomes another."""
    renamed = SigningGroupRenamed(group_id=old.id, old=old.name, new=new.name)
    before, after = ({m.person for m in g.members} for g in (old, new))
    gone = (m for m in old.members if m.person not in after)
    come = (m for m in new.members if m.person not in before)
    return (
        *((renamed,) if old.name != new.name else ()),
        *(
            SigningGroupMemberRemoved(
                group_id=new.id, name=new.name, member=m.name, address=m.email
            )
            for m in gone
        ),
        *(
            SigningGroupMemberAdded(group_id=new.id, name=new.name, member=m.name, address=m.email)
            for m in come
        ),
    )
