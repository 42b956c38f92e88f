"""A draft: an envelope that is prepared until it is sent, with its name and recipients."""

from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from uuid import UUID

from core.documents.document import Document
from core.envelopes import groups, recipient_options, steps
from core.envelopes.envelope import Envelope, Outcome, Status, with_recipients
from core.envelopes.events.lifecycle import EnvelopeCreated
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import ROWS_LIMIT
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import BeingSent, FrozenVersion, NotADraft
from core.fields.field import Field
from core.organizations.confirming_rules import Confirming
from core.refusals import Invalid, sentence
from core.signing.proofs import asked_proofs
from core.text.printable import cleaned, is_line, storable, why_undrawable

# As much of one line as is kept while it is still being typed.
TYPED_LIMIT = 2_000
ROLE_NAME_LIMIT = 60


def create(envelope: Envelope) -> Outcome:
    """The trail of an envelope begins when it is created. Its name may still be empty."""
    if envelope.name:
        _check_name(envelope.name)
    return Outcome(envelope, (EnvelopeCreated(name=envelope.name),))


def rename(envelope: Envelope, name: str, message: str) -> Outcome:
    """As it was typed: whether it can be mailed is said by `missing`."""
    check_draft(envelope)
    name, message = typed_name(name), typed_message(message)
    return Outcome(replace(envelope, name=name, message=message, typed_in=None))


def typed_name(name: str) -> str:
    return storable(name, TYPED_LIMIT)


def typed_message(message: str) -> str:
    return storable(message, 10 * TYPED_LIMIT)


def name_recipients(envelope: Envelope, recipients: Sequence[Recipient]) -> Outcome:
    """
    The whole list of recipients, new: each as it was typed, complete or not.

    No one is left out for a mistake: what is not complete is kept, and `missing` says so. Fields
    of those who are gone go too. Raises Invalid.
    """
    check_draft(envelope)
    if len(recipients) > ROWS_LIMIT or len({r.id for r in recipients}) < len(recipients):
        raise Invalid(recipients=sentence("One person is in the list twice. Reload the page."))
    # A row says nothing of the options: those of someone who is there already stay.
    kept = {r.id: r.options for r in envelope.recipients}
    named = groups.aligned(
        [replace(typed(r), options=kept.get(r.id, r.options)) for r in recipients]
    )
    fillers = {r.id for r in named if r.role.has_fields}
    fields = groups.shared(_for_those(envelope.fields, fillers), named)
    there = {r.id for r in named}
    documents = tuple(_shown_to_those(d, there) for d in envelope.documents)
    moved = steps.moved(envelope.steps, envelope.recipients, named)
    changed = replace(envelope, recipients=named, steps=moved, documents=documents, fields=fields)
    return Outcome(replace(changed, typed_in=None))


def _for_those(fields: Iterable[Field], fillers: Set[UUID]) -> Iterator[Field]:
    """For whom is gone no field is any more; one that someone else may fill in stays."""
    for field in fields:
        left = tuple(id for id in field.recipient_ids if id in fillers)
        if left or not field.recipient_ids:
            yield replace(field, recipient_ids=left)


def _shown_to_those(document: Document, ids: Set[UUID]) -> Document:
    """It is hidden from no one who is gone."""
    hidden = tuple(id for id in document.hidden_from if id in ids)
    return document if hidden == document.hidden_from else replace(document, hidden_from=hidden)


def typed(recipient: Recipient) -> Recipient:
    """As a row says; how far someone has come is never taken from a form."""
    name, email = (storable(text, TYPED_LIMIT) for text in (recipient.name, recipient.email))
    return Recipient(
        *(recipient.id, name, email, recipient.role, recipient.routing_order),
        role_name=typed_role_name(recipient.role_name),
        options=recipient.options,
    )


def typed_role_name(name: str) -> str:
    return storable(" ".join(name.split()), ROLE_NAME_LIMIT)


def choose_archive(envelope: Envelope, addresses: tuple[str, ...]) -> Outcome:
    """Who gets a copy when it is completed, without being a recipient. Raises NotADraft."""
    check_draft(envelope)
    return Outcome(replace(envelope, archive=addresses))


def choose_options(envelope: Envelope, recipient_id: UUID, options: RecipientOptions) -> Outcome:
    """Raises NotADraft, NotFound, Invalid with the names of options."""
    check_draft(envelope)
    chosen = recipient_options.checked(asked_proofs.checked(envelope, options))
    recipient = envelope.recipient(recipient_id)
    grouped = replace(chosen, group_id=recipient.options.group_id, group=recipient.options.group)
    others = (
        replace(r, options=replace(r.options, condition=chosen.condition))
        for r in groups.members(envelope.recipients, recipient)
    )
    if chosen.named_later and not recipient.email and not recipient.role_name:
        # What was typed says who it is to be, such as “Witness”.
        recipient = replace(recipient, name="", role_name=typed_role_name(recipient.name))
    changed = with_recipients(envelope, *others)
    return Outcome(with_recipients(changed, replace(recipient, options=grouped)))


def choose_proofs(
    envelope: Envelope, proofs: Collection[str], confirms: bool | None = None
) -> Outcome:
    """
    What all recipients are asked for, and whether each signature is confirmed by itself.

    Raises NotADraft, Invalid.
    """
    check_draft(envelope)
    rules = envelope.confirming if confirms is None else Confirming(confirms)
    return Outcome(replace(envelope, proofs=asked_proofs.check(proofs), confirming=rules))


def shows_first_recipients(envelope: Envelope) -> bool:
    """Whether all pages are drawn that have to be there when it is sent."""
    return all(_shows_first_recipients(envelope, d) for d in envelope.documents)


def check_draft(envelope: Envelope) -> None:
    if envelope.content_of not in (None, envelope.id):
        raise FrozenVersion
    if envelope.status is not Status.DRAFT:
        raise NotADraft
    if envelope.send_requested_by and not shows_first_recipients(envelope):
        raise BeingSent


def name_problem(name: str) -> str:
    """Why it can be no subject of a mail; "" when it can."""
    if not cleaned(name) or len(name) > 200 or not is_line(name):
        return sentence("Enter a name for this envelope, up to 200 characters.")
    return why_undrawable(name)


def _check_name(name: str) -> None:
    if why := name_problem(name):
        raise Invalid(name=why)


def _shows_first_recipients(envelope: Envelope, document: Document) -> bool:
    """
    Its first pages are drawn, and those that are filled in first. A new version is not there yet,
    nor is one that still waits for fields.
    """
    if document.replaces or document.awaited:
        return False
    acting = [r for r in envelope.recipients if r.role.acts]
    first = min((r.routing_order for r in acting), default=0)
    theirs = {r.id for r in acting if r.routing_order == first}
    on = (f for f in envelope.fields if f.document_id == document.id)
    pages = (f.page for f in on if theirs & set(f.recipient_ids))
    return document.readable and document.can_show(max(pages, default=1))
