"""Recipients in a copy: as they were before anything was sent, or as the people of roles."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.addresses.email_address import fold
from core.envelopes import groups
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.roles.registry import FOR_GROUPS
from core.people.signing_group import SigningGroup
from core.refusals import Invalid, sentence

NOT_FOR_GROUPS = sentence(
    "A group with people in it can be signer, approver or viewer. Choose a person for this role."
)


@dataclass(frozen=True, slots=True)
class RolePerson:
    """Who takes a role: a person, or any one of a signing group."""

    name: str
    email: str
    group: SigningGroup | None = None


def roles(sources: Iterable[Envelope]) -> tuple[Recipient, ...]:
    """The recipients that a person has to be found for, or may be: each role once."""
    found: dict[str, Recipient] = {}
    for source in sources:
        for recipient in _there(source):
            if recipient.role_name:
                found.setdefault(fold(recipient.role_name), recipient)
    return tuple(found.values())


def as_roles(recipients: Sequence[Recipient], word: Callable[[str], str]) -> tuple[Recipient, ...]:
    """
    Who acts becomes a role, numbered where there are several of a kind; others stay, and so do
    groups.
    """
    counts = Counter(r.role.name for r in recipients if not r.options.group_id)
    seen: Counter[str] = Counter()
    named = []
    for recipient in recipients:
        kind = recipient.role.name
        seen[kind] += not recipient.options.group_id
        name = word(recipient.role.words.choice)
        numbered = name if counts[kind] == 1 else f"{name} {seen[kind]}"
        named.append(_as_role(recipient, numbered))
    return tuple(named)


def copies(
    sources: Sequence[Envelope], people: Mapping[str, RolePerson], new_id: Callable[[], UUID]
) -> tuple[tuple[Recipient, ...], dict[UUID, UUID]]:
    """Those of the copy in their order, and the id of each by the one it is copied from."""
    copies: dict[UUID, Recipient] = {}
    places: dict[UUID, UUID] = {}
    for source in sources:
        # Within one envelope no two are the same; of several, roles of one name are.
        there = {_who(r): r.id for r in copies.values()}
        for recipient in _there(source):
            id = there.get(_who(recipient))
            places[recipient.id] = id or new_id()
            if id is None:
                copy = _recipient(recipient, places[recipient.id], people)
                copies |= {r.id: r for r in _each(copy, _taken_by(recipient, people), new_id)}
    return tuple(sorted(copies.values(), key=lambda r: r.routing_order)), places


def _there(source: Envelope) -> Iterable[Recipient]:
    """Without those whose part is another person's."""
    return (r for r in source.recipients if r.status is not RecipientStatus.REASSIGNED)


def _who(recipient: Recipient) -> tuple[object, ...]:
    """The role by its name; without one the person, as what they are there for."""
    if recipient.role_name:
        return (fold(recipient.role_name),)
    return (*recipient.person, recipient.role.name, recipient.options.group_id)


def _recipient(source: Recipient, id: UUID, people: Mapping[str, RolePerson]) -> Recipient:
    """As they were before anything was sent."""
    person = _taken_by(source, people)
    return draft.typed(
        replace(
            source,
            id=id,
            name=person.name if person else source.name,
            email=person.email if person else source.email,
        )
    )


def _taken_by(source: Recipient, people: Mapping[str, RolePerson]) -> RolePerson | None:
    return people.get(fold(source.role_name)) if source.role_name else None


def _each(
    copy: Recipient, person: RolePerson | None, new_id: Callable[[], UUID]
) -> Iterable[Recipient]:
    """All of the group that takes the role, the first with the id of the role. Raises Invalid."""
    group = person.group if person else None
    if group is None:
        return [copy]
    if copy.role not in FOR_GROUPS or not group.members:
        raise Invalid(roles=NOT_FOR_GROUPS)
    options = groups.options_in(copy.options, group.id, group.name)
    of_group = [replace(copy, name=m.name, email=m.email, options=options) for m in group.members]
    return [of_group[0], *(replace(r, id=new_id()) for r in of_group[1:])]


def _as_role(recipient: Recipient, name: str) -> Recipient:
    if recipient.options.group_id:
        return replace(recipient, role_name="")
    if not recipient.role.acts and not recipient.role_name:
        return recipient
    return replace(recipient, role_name=recipient.role_name or name, name="", email="")
