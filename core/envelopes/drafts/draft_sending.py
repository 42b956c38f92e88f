"""Sending a draft, and what keeps it from being sent."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from core.addresses.email_address import is_well_formed
from core.documents.document import Document, DocumentStatus, listed
from core.envelopes import recipient_list, routing, steps
from core.envelopes.drafts import (
    draft_document_list,
    draft_routing,
    draft_visibility,
    signed_documents,
)
from core.envelopes.drafts.draft import name_problem, shows_first_recipients
from core.envelopes.drafts.draft_fields import misplaced
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, Status, move
from core.envelopes.events.lifecycle import EnvelopeSent, SenderNamed
from core.envelopes.events.recipients import RecipientNamed
from core.envelopes.recipient import DROPPED, Recipient
from core.envelopes.recipient_list import Reachable
from core.envelopes.refusals import NotADraft, NothingToSend, TemplateContent
from core.envelopes.sender import Sender
from core.envelopes.turns import naming, particulars, starting, witnessing
from core.fields.events import FieldsPlaced
from core.fields.field import Field, placements, senders_value
from core.fields.logic import rules
from core.fields.logic.conditions import SHOWN_IF
from core.fields.stored_properties import UNREADABLE
from core.refusals import FilledSentence, sentence
from core.signing.proofs import asked_proofs, confirming
from core.text import canonical_json
from core.text.printable import is_prose

LOST_FIELDS = sentence(
    "Fields of a replaced document are still waiting for a place. Place or remove them."
)
NO_NAME = sentence("Give this envelope a name.")
PAGES_COMING = sentence("The pages are still being prepared. Wait a moment.")


def send(
    envelope: Envelope,
    sender: Sender,
    now: datetime,
    reachable: Reachable = is_well_formed,
    starts_at: datetime | None = None,
) -> Outcome:
    """
    No one who was typed is left out. Sending what was sent already changes nothing.

    `starts_at`: no one is invited before, and it expires counted from then. Raises NothingToSend,
    Invalid with `starts_at`.
    """
    if envelope.content_of is not None:
        raise TemplateContent
    if envelope.status is Status.VOIDED:
        raise NotADraft
    if envelope.status is not Status.DRAFT:
        return Outcome(envelope)
    lacks = missing(envelope, reachable)
    if lacks:
        raise NothingToSend(lacks)
    if starts_at:
        starting.check(starts_at, now)
    expires_at = envelope.schedule.expires_at(starts_at or now)
    fields = tuple(
        f if f.recipient_ids else replace(f, value=senders_value(f))
        for f in (*envelope.fields, *particulars.missing(envelope))
    )
    moved = move(confirming.as_sent(asked_proofs.raised(envelope)), Status.SENT, now)
    sent = replace(moved, sent_at=now, expires_at=expires_at, fields=fields)
    events: tuple[EnvelopeEvent, ...] = (
        *(_named(r) for r in sent.recipients),
        FieldsPlaced(count=len(sent.fields), placements=placements(sent.fields)),
        SenderNamed(person_id=sender.person_id, name=sender.name, email=sender.email),
        EnvelopeSent(
            expires_at=expires_at,
            time_zone=sender.time_zone,
            date_format=sender.date_format,
            language=sender.language,
            steps=canonical_json.text(steps.as_json(sent.steps)) if sent.steps else "",
            confirming=canonical_json.text(asked) if (asked := sent.confirming.as_json()) else "",
            name=sent.name,
            message=sent.message,
            documents=listed(sent.documents),
            organization=sender.organization,
        ),
    )
    first = min((r.routing_order for r in sent.recipients if r.role.acts), default=1)
    outcome = routing.plan(sent, first, starts_at) if starts_at else routing.advance(sent, now)
    return Outcome(outcome.envelope, (*events, *outcome.events))


def missing(envelope: Envelope, reachable: Reachable = is_well_formed) -> dict[str, str]:
    """
    What keeps this draft from being sent: the place on the page → a sentence.

    `row-ID` is the row of the recipient of that id.
    """
    lacks: dict[str, str] = {}
    if why := name_problem(envelope.name) if envelope.name else NO_NAME:
        lacks["name"] = why
    if len(envelope.message) > 5_000 or not is_prose(envelope.message):
        lacks["message"] = sentence("Write a message in plain text, up to 5,000 characters.")
    if why := _documents_problem(envelope):
        lacks["documents"] = why
    lacks |= {
        f"document-{d.id}": why
        for d in envelope.documents
        if (why := draft_document_list.name_problem(d.name))
    }
    lacks |= _people_missing(envelope.recipients, reachable)
    for place, why in _routing_problems(envelope):
        lacks.setdefault(place, why)
    if why := fields_problem(envelope):
        lacks["fields"] = why
    return lacks


def lacks_senders_value(field: Field) -> bool:
    """Whether the sender still has to fill it in."""
    asked = field.required and not field.recipient_ids and not field.kind.formula
    return asked and not senders_value(field)


def _to_stay(documents: Iterable[Document]) -> list[Document]:
    """Without those whose new version is being made."""
    documents = list(documents)
    leaving = {d.replaces for d in documents}
    return [d for d in documents if d.id not in leaving]


def _documents_problem(envelope: Envelope) -> str:
    if not envelope.documents:
        return sentence("Add a document.")
    if any(d.is_locked for d in envelope.documents):
        return sentence("Enter the password for the protected PDF.")
    if any(d.lacks_values for d in _to_stay(envelope.documents)):
        return sentence("Enter the values that a document asks for.")
    if any(d.status is DocumentStatus.REJECTED for d in envelope.documents):
        return sentence("One document could not be used. Replace or remove it.")
    if not shows_first_recipients(envelope):
        return PAGES_COMING
    return signed_documents.sending_problem(envelope) or draft_visibility.sending_problem(envelope)


def _routing_problems(envelope: Envelope) -> Iterator[tuple[str, str]]:
    """Of steps, conditions, witnesses and proofs: the first of each place is told."""
    if why := draft_routing.delay_problem(envelope):
        yield "recipients", why
    for id, why in draft_routing.problems(envelope).items():
        yield f"row-{id}", why
    for recipient in envelope.recipients:
        if why := witnessing.problem(envelope.recipients, recipient):
            yield f"row-{recipient.id}", why
        if why := naming.problem(envelope.recipients, envelope.steps, recipient):
            yield f"row-{recipient.id}", why
        if why := confirming.sending_problem(envelope, recipient):
            yield f"row-{recipient.id}", why


def fields_problem(envelope: Envelope) -> str:
    """Why it could not be signed with these fields; "" if it can."""
    if any(d.lost_fields for d in envelope.documents):
        return LOST_FIELDS
    signers = (r for r in envelope.recipients if r.role.signs and r.status not in DROPPED)
    if not all(_signs(envelope, r) for r in signers):
        return sentence("Place a required signature field for every signer.")
    if misplaced(envelope):
        return sentence("A field is outside its page. Move it back onto the page.")
    if why := signed_documents.fields_problem(envelope):
        return why
    if any(f.properties == UNREADABLE for f in envelope.fields):
        return sentence("A field can no longer be read. Remove it and place it again.")
    if any(lacks_senders_value(f) for f in envelope.fields):
        return sentence("A field that you fill in is empty. Enter its value.")
    if problems := rules.problems(envelope.fields):
        return next(why for wrong in problems.values() for why in wrong.values())
    needed = ((f, property) for f in envelope.fields for property in f.kind.needs)
    return next((p.asked for f, p in needed if not p.of(f.properties)), "")


def _people_missing(recipients: Sequence[Recipient], reachable: Reachable) -> dict[str, str]:
    if not recipients:
        return {"recipients": sentence("Add a recipient.")}
    errors = recipient_list.errors(recipients, reachable)
    if "recipients" in errors:
        return errors
    wrong = {int(place.partition("-")[2]) for place in errors}
    return {f"row-{recipients[n].id}": _row_problem(recipients[n]) for n in sorted(wrong)}


def _row_problem(recipient: Recipient) -> str:
    if recipient.blank:
        return sentence("One row is empty. Fill it in, or remove it.")
    if recipient.role_name and not recipient.name and not recipient.email:
        return FilledSentence(
            sentence("Enter a name and an e-mail address for %(name)s."), name=recipient.role_name
        )
    if not recipient.email and not recipient.role.in_person:
        return FilledSentence(
            sentence("Enter an e-mail address for %(name)s."), name=recipient.name
        )
    if not recipient.name:
        return FilledSentence(sentence("Enter a name for %(email)s."), email=recipient.email)
    return FilledSentence(
        sentence("Something is wrong in the row for %(name)s. Correct it."), name=recipient.name
    )


def _signs(envelope: Envelope, recipient: Recipient) -> bool:
    """Whether finishing takes a signature: an optional or a hidden one may be left out."""
    mine = (f for f in envelope.fields if f.is_for(recipient.id))
    return any(f.kind.is_signature and f.required and not SHOWN_IF.of(f.properties) for f in mine)


def _named(recipient: Recipient) -> RecipientNamed:
    return RecipientNamed(
        recipient_id=recipient.id,
        role=recipient.role.name,
        routing_order=recipient.routing_order,
        name=recipient.name,
        email=recipient.email,
        options=canonical_json.text(chosen) if (chosen := recipient.options.as_json()) else "",
    )
