"""A signing group among the recipients of a draft: its people, as they are when it is added."""

from collections.abc import Callable
from uuid import UUID

from core.envelopes import groups, recipient_options
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import ROWS_LIMIT
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles import registry as roles
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
