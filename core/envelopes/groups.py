"""
Groups of recipients, of whom any one acts for all: each member is a recipient of their own.

Links, proofs, consent and trail are those of a person. What holds the members together are two of
their options: the group's id and its name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from core.envelopes.recipient import DROPPED, Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.fields.field import Field

Part = tuple[object, ...]


def part_of(recipient: Recipient) -> Part:
    """Which part is theirs: their own, or that of their group in one role."""
    group_id = recipient.options.group_id
    return (group_id, recipient.role.name) if group_id else (recipient.id,)


def options_in(options: RecipientOptions, group_id: UUID, name: str) -> RecipientOptions:
    """What makes a recipient a member of this group."""
    return replace(options, group_id=str(group_id), group=name)


def parts(recipients: Iterable[Recipient]) -> tuple[tuple[Recipient, ...], ...]:
    """The recipients by what they have to do: each alone, or all of a group together."""
    found: dict[Part, list[Recipient]] = {}
    for recipient in recipients:
        found.setdefault(part_of(recipient), []).append(recipient)
    return tuple(map(tuple, found.values()))


def members(recipients: Iterable[Recipient], one: Recipient) -> tuple[Recipient, ...]:
    """Those of the same group, `one` included; only themselves without a group."""
    return tuple(r for r in recipients if part_of(r) == part_of(one))


def in_same(recipients: Iterable[Recipient], ids: Iterable[UUID]) -> bool:
    """Whether these are one recipient, or of one group."""
    wanted = set(ids)
    return len({part_of(r) for r in recipients if r.id in wanted}) == 1


def is_done(part: Iterable[Recipient]) -> bool:
    return any(r.status is RecipientStatus.COMPLETED for r in part)


def is_possible(part: Iterable[Recipient]) -> bool:
    """Whether someone of it has finished, or still can."""
    return any(r.status not in DROPPED for r in part)


def finisher(recipients: Iterable[Recipient], one: Recipient) -> Recipient | None:
    """The member of their group who has finished in their place; None if no one has."""
    others = (r for r in members(recipients, one) if r.id != one.id)
    return next((r for r in others if r.status is RecipientStatus.COMPLETED), None)


def aligned(recipients: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Members of a group share one routing order and one condition."""
    first = {part_of(r): r for r in reversed(recipients)}
    return tuple(_like(r, first[part_of(r)]) for r in recipients)


def shared(fields: Iterable[Field], recipients: Sequence[Recipient]) -> tuple[Field, ...]:
    """Fields of one member are for all of the group."""
    by_id = {r.id: r for r in recipients if r.options.group_id}
    if not by_id:
        return tuple(fields)
    return tuple(_shared(f, by_id) for f in fields)


def firsts(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """Each recipient, and of each group the member who stands for it on pages of the sender."""
    return tuple(map(_standing, parts(recipients)))


def represented(fields: Iterable[Field], recipients: Sequence[Recipient]) -> tuple[Field, ...]:
    """As pages of the sender show them: for the first member of a group in place of all."""
    if not any(r.options.group_id for r in recipients):
        return tuple(fields)
    first = {r.id: _standing(part).id for part in parts(recipients) for r in part}
    return tuple(
        replace(f, recipient_ids=tuple(sorted({first.get(id, id) for id in f.recipient_ids})))
        for f in fields
    )


def _standing(part: tuple[Recipient, ...]) -> Recipient:
    """The first member who has not dropped out stands for the group."""
    return next((r for r in part if r.status not in DROPPED), part[0])


def _like(recipient: Recipient, first: Recipient) -> Recipient:
    if recipient is first:
        return recipient
    options = replace(recipient.options, condition=first.options.condition)
    return replace(recipient, routing_order=first.routing_order, options=options)


def _shared(field: Field, by_id: dict[UUID, Recipient]) -> Field:
    theirs = {part_of(by_id[id]) for id in field.recipient_ids if id in by_id}
    if not theirs:
        return field
    ids = {id for id, r in by_id.items() if part_of(r) in theirs}
    return replace(field, recipient_ids=tuple(sorted({*field.recipient_ids, *ids})))
