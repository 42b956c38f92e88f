"""A signing group among the recipients of a draft: its people, as they are when it is added."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from uuid import UUID

from core.documents.document import Document
from core.envelopes import groups, recipient_options
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import ROWS_LIMIT
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles import registry as roles
from core.fields.field import Field
from core.people.signing_group import SigningGroup
from core.refusals import Invalid, sentence

NO_GROUP = sentence("Choose a signing group.")
EMPTY = sentence("No one is in this group yet. Add people to it first, or choose another one.")
THERE_ALREADY = sentence("This group is already in the list with this role. Choose another one.")
WRONG_ROLE = sentence("Choose one of these.")
TOO_MANY = sentence("An envelope can have up to 100 recipients. Remove some.")


def people(
    group: SigningGroup,
    role: str,
    order: int,
    new_id: Callable[[], UUID],
    options: RecipientOptions = recipient_options.NONE,
) -> tuple[Recipient, ...]:
    """Its members as recipients. Raises Invalid with `role` and `group_id`."""
    kind = roles.BY_NAME.get(role)
    if kind not in roles.FOR_GROUPS:
        raise Invalid(role=WRONG_ROLE)
    if not group.members:
        raise Invalid(group_id=EMPTY)
    grouped = groups.options_in(options, group.id, group.name)
    return tuple(
        Recipient(new_id(), member.name, member.email, kind, order, options=grouped)
        for member in group.members
    )


def refreshed(
    content: Envelope, known: Callable[[], Iterable[SigningGroup]], new_id: Callable[[], UUID]
) -> Envelope:
    """
    The content of a template with the people that its groups have now. A group that was deleted, or
    that has no one in it, keeps those it had. `known` is asked only where there is a group.
    """
    if not any(r.options.group_id for r in content.recipients):
        return content
    by_id = {str(group.id): group for group in known() if group.members}
    recipients: list[Recipient] = []
    for part in groups.parts(content.recipients):
        group = by_id.get(part[0].options.group_id)
        recipients += part if group is None else _as_now(part, group, new_id)
    if tuple(recipients) == content.recipients:
        return content
    there = {r.id for r in recipients}
    left = (
        replace(f, recipient_ids=tuple(id for id in f.recipient_ids if id in there))
        for f in _for_anyone(content, there)
    )
    hidden = tuple(_hidden(document, content, recipients) for document in content.documents)
    fields = groups.shared(left, recipients)
    return replace(content, recipients=tuple(recipients), fields=fields, documents=hidden)


def _as_now(
    part: Sequence[Recipient], group: SigningGroup, new_id: Callable[[], UUID]
) -> list[Recipient]:
    known = {r.person: r for r in part}
    options = groups.options_in(part[0].options.for_successor, group.id, group.name)
    fresh = replace(part[0], options=options)
    found = []
    for member in group.members:
        old = known.get(member.person)
        kept = old or replace(fresh, id=new_id(), name=member.name, email=member.email)
        named = groups.options_in(kept.options, group.id, group.name)
        found.append(replace(kept, options=named))
    # Someone of before stands for it, so that fields and hidden documents stay the group's.
    if not any(r in known.values() or r.id in {p.id for p in part} for r in found):
        found[0] = replace(found[0], id=part[0].id)
    return found


def _for_anyone(content: Envelope, there: Set[UUID]) -> Iterator[Field]:
    """Fields that someone who stays can fill in, or the sender."""
    for field in content.fields:
        if not field.recipient_ids or there & set(field.recipient_ids):
            yield field


def _hidden(document: Document, content: Envelope, recipients: Sequence[Recipient]) -> Document:
    parts = {groups.part_of(r) for r in content.recipients if r.id in document.hidden_from}
    ids = tuple(r.id for r in recipients if groups.part_of(r) in parts)
    return document if ids == document.hidden_from else replace(document, hidden_from=ids)


def add(envelope: Envelope, group: SigningGroup, role: str, new_id: Callable[[], UUID]) -> Outcome:
    """After all others, as one step. Raises NotADraft, Invalid with `role` and `group_id`."""
    draft.check_draft(envelope)
    there = tuple(r for r in envelope.recipients if not r.blank)
    new = people(group, role, max((r.routing_order for r in there), default=0) + 1, new_id)
    if groups.part_of(new[0]) in map(groups.part_of, there):
        raise Invalid(group_id=THERE_ALREADY)
    if len(there) + len(new) > ROWS_LIMIT:
        raise Invalid(group_id=TOO_MANY)
    return draft.name_recipients(envelope, (*there, *new))
