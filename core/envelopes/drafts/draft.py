"""Preparing an envelope: documents, recipients and fields, until it is sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core.addresses.email_address import is_well_formed
from core.documents.document import BYTES_LIMIT, PAGES_LIMIT, Document, DocumentStatus, Page, listed
from core.documents.events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentPasswordGiven,
    DocumentRejected,
    DocumentRemoved,
)
from core.documents.refusals import FileTooLarge, NoPages, TooManyDocuments, TooManyPages
from core.envelopes import recipient_list, routing
from core.envelopes.envelope import Envelope, EnvelopeEvent, Outcome, Status, move, with_documents
from core.envelopes.events.lifecycle import EnvelopeCreated, EnvelopeSent, SenderNamed
from core.envelopes.events.recipients import RecipientNamed
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import ROWS_LIMIT, Reachable
from core.envelopes.refusals import BeingSent, NotADraft, NothingToSend
from core.envelopes.sender import Sender
from core.fields import properties
from core.fields.events import FieldsPlaced
from core.fields.field import (
    Field,
    check_box,
    check_default,
    check_place,
    lies_on,
    placements,
)
from core.refusals import FilledSentence, Invalid, sentence
from core.text.printable import is_line, is_prose, storable, tidy, why_undrawable

DOCUMENTS_LIMIT = 50
FIELDS_LIMIT = 2_000
EXPIRES_AFTER = timedelta(days=120)
PAGES_COMING = sentence("Your pages are still being prepared. Wait a moment.")
TOO_MANY_FIELDS = sentence("An envelope holds up to 2,000 fields. Remove some.")
# As much of one line as is kept while it is still being typed.
TYPED_LIMIT = 2_000


def create(envelope: Envelope) -> Outcome:
    """The trail of an envelope begins when it is created. Its name may still be empty."""
    if envelope.name:
        _check_name(envelope.name)
    return Outcome(envelope, (EnvelopeCreated(name=envelope.name),))


def rename(envelope: Envelope, name: str, message: str) -> Outcome:
    """As it was typed: whether it can be mailed is said by `missing`."""
    _check_draft(envelope)
    name, message = typed_name(name), typed_message(message)
    return Outcome(replace(envelope, name=name, message=message, typed_in=None))


def typed_name(name: str) -> str:
    return storable(name, TYPED_LIMIT)


def typed_message(message: str) -> str:
    return storable(message, 10 * TYPED_LIMIT)


def add_document(
    envelope: Envelope, document_id: UUID, name: str, sha256: str, size: int
) -> Outcome:
    """Take a file in, of `size` bytes. The same id again is the same answer."""
    _check_draft(envelope)
    if any(d.id == document_id for d in envelope.documents):
        return Outcome(envelope)
    if len(envelope.documents) >= DOCUMENTS_LIMIT:
        raise TooManyDocuments
    if size > BYTES_LIMIT:
        raise FileTooLarge
    position = max((d.position for d in envelope.documents), default=0) + 1
    document = Document(document_id, name, position, sha256, size=size)
    return Outcome(
        replace(envelope, documents=(*envelope.documents, document)),
        (DocumentAdded(document_id=document_id, sha256=sha256, name=name),),
    )


def give_password(envelope: Envelope, document_id: UUID) -> Outcome:
    """Try again to open a protected document, with the password kept beside it."""
    _check_draft(envelope)
    document = envelope.document(document_id)
    if document.status is not DocumentStatus.REJECTED:
        return Outcome(envelope)
    waiting = replace(document, status=DocumentStatus.PROCESSING, reason="")
    return Outcome(
        with_documents(envelope, waiting), (DocumentPasswordGiven(document_id=document_id),)
    )


def accept_document(
    envelope: Envelope,
    document_id: UUID,
    canonical_sha256: str,
    pages: tuple[Page, ...],
    notes: tuple[str, ...],
) -> Outcome:
    """What intake found to be usable; too late for an envelope that was voided meanwhile."""
    document = envelope.document(document_id)
    if not _awaited(envelope, document):
        return Outcome(envelope)
    if not pages:
        raise NoPages
    if len(pages) > PAGES_LIMIT:
        raise TooManyPages
    ready = replace(
        document,
        status=DocumentStatus.READY,
        canonical_sha256=canonical_sha256,
        pages=pages,
        notes=notes,
    )
    accepted = DocumentAccepted(
        document_id=document_id, canonical_sha256=canonical_sha256, pages=len(pages)
    )
    return Outcome(with_documents(envelope, ready), (accepted,))


def reject_document(envelope: Envelope, document_id: UUID, reason: str) -> Outcome:
    """What intake found not to be usable; `reason` is the name of a refusal."""
    document = envelope.document(document_id)
    if not _awaited(envelope, document):
        return Outcome(envelope)
    rejected = replace(document, status=DocumentStatus.REJECTED, reason=reason)
    return Outcome(
        with_documents(envelope, rejected),
        (DocumentRejected(document_id=document_id, reason=reason),),
    )


def remove_document(envelope: Envelope, document_id: UUID) -> Outcome:
    """Its fields go with it. What is gone already stays gone."""
    _check_draft(envelope)
    if not any(d.id == document_id for d in envelope.documents):
        return Outcome(envelope)
    kept = tuple(d for d in envelope.documents if d.id != document_id)
    fields = tuple(f for f in envelope.fields if f.document_id != document_id)
    return Outcome(
        replace(envelope, documents=kept, fields=fields),
        (DocumentRemoved(document_id=document_id),),
    )


def name_recipients(envelope: Envelope, recipients: Sequence[Recipient]) -> Outcome:
    """
    The whole list of recipients, new: each as it was typed, complete or not.

    Nobody is left out for a mistake: what is not complete is kept, and `missing` says so. Fields
    of those who are gone go too. Raises Invalid.
    """
    _check_draft(envelope)
    if len(recipients) > ROWS_LIMIT or len({r.id for r in recipients}) < len(recipients):
        raise Invalid(recipients=sentence("One person is in the list twice. Reload the page."))
    named = tuple(typed(r) for r in recipients)
    fillers = {r.id for r in named if r.role.has_fields}
    fields = tuple(f for f in envelope.fields if f.recipient_id in fillers)
    return Outcome(replace(envelope, recipients=named, fields=fields, typed_in=None))


def typed(recipient: Recipient) -> Recipient:
    """As a row says; how far somebody has come is never taken from a form."""
    name, email = (storable(text, TYPED_LIMIT) for text in (recipient.name, recipient.email))
    return Recipient(recipient.id, name, email, recipient.role, recipient.routing_order)


def place_fields(envelope: Envelope, fields: Sequence[Field]) -> Outcome:
    """The whole list of fields, new. Raises Invalid or NotFound."""
    _check_draft(envelope)
    if len(fields) > FIELDS_LIMIT:
        raise Invalid(fields=TOO_MANY_FIELDS)
    if len({f.id for f in fields}) < len(fields):
        raise Invalid(fields=sentence("A field is in the list twice. Reload the page, try again."))
    placed = tuple(_placed(f) for f in fields)
    for field in placed:
        _check_field(envelope, field)
    return Outcome(replace(envelope, fields=placed))


def shows_first_recipients(envelope: Envelope) -> bool:
    """Whether all pages are drawn that have to be there when it is sent."""
    return all(_shows_first_recipients(envelope, d) for d in envelope.documents)


def misplaced(envelope: Envelope) -> tuple[Field, ...]:
    """Fields that lie off their page, as far as pages are known: they were placed before that."""
    known = {d.id: d for d in envelope.documents if d.status is DocumentStatus.READY}
    return tuple(
        f
        for f in envelope.fields
        if f.document_id in known and not lies_on(f, known[f.document_id])
    )


def _shows_first_recipients(envelope: Envelope, document: Document) -> bool:
    """Its first pages are drawn, and those that are filled in first."""
    acting = [r for r in envelope.recipients if r.role.acts]
    first = min((r.routing_order for r in acting), default=0)
    theirs = {r.id for r in acting if r.routing_order == first}
    on = (f for f in envelope.fields if f.document_id == document.id)
    pages = (f.page for f in on if f.recipient_id in theirs)
    return document.readable and document.can_show(max(pages, default=1))


def missing(envelope: Envelope, reachable: Reachable = is_well_formed) -> dict[str, str]:
    """
    What keeps this draft from being sent: the place on the page → a sentence.

    `row-ID` is the row of the recipient of that id.
    """
    lacks: dict[str, str] = {}
    if not envelope.name:
        lacks["name"] = sentence("Give this envelope a name.")
    elif why := _name_asked(envelope.name):
        lacks["name"] = why
    if len(envelope.message) > 5_000 or not is_prose(envelope.message):
        lacks["message"] = sentence("Write a message of plain text, up to 5,000 characters.")
    if not envelope.documents:
        lacks["documents"] = sentence("Add a document.")
    elif any(d.status is DocumentStatus.REJECTED for d in envelope.documents):
        lacks["documents"] = sentence("One document could not be used. Replace or remove it.")
    elif not shows_first_recipients(envelope):
        lacks["documents"] = PAGES_COMING
    lacks |= _people_missing(envelope.recipients, reachable)
    without = [r for r in envelope.recipients if r.role.signs and not _signs(envelope, r)]
    if without:
        lacks["fields"] = sentence("Place a required signature field for every signer.")
    elif misplaced(envelope):
        lacks["fields"] = sentence("A field lies outside its page. Move it back onto it.")
    needed = ((f, property) for f in envelope.fields for property in f.kind.needs)
    if asked := next((p.asked for f, p in needed if not p.of(f.properties)), ""):
        lacks.setdefault("fields", asked)
    return lacks


def send(
    envelope: Envelope, sender: Sender, now: datetime, reachable: Reachable = is_well_formed
) -> Outcome:
    """
    Nobody who was typed is left out. Sending what was sent already changes nothing.

    Raises NothingToSend.
    """
    if envelope.status is Status.VOIDED:
        raise NotADraft
    if envelope.status is not Status.DRAFT:
        return Outcome(envelope)
    lacks = missing(envelope, reachable)
    if lacks:
        raise NothingToSend(lacks)
    expires_at = now + EXPIRES_AFTER
    sent = replace(move(envelope, Status.SENT, now), sent_at=now, expires_at=expires_at)
    events: tuple[EnvelopeEvent, ...] = (
        *(_named(r) for r in sent.recipients),
        FieldsPlaced(count=len(sent.fields), placements=placements(sent.fields)),
        SenderNamed(person_id=sender.person_id, name=sender.name, email=sender.email),
        EnvelopeSent(
            expires_at=expires_at,
            time_zone=sender.time_zone,
            name=sent.name,
            message=sent.message,
            documents=listed(sent.documents),
            organization=sender.organization,
        ),
    )
    outcome = routing.advance(sent, now)
    return Outcome(outcome.envelope, (*events, *outcome.events))


def _check_draft(envelope: Envelope) -> None:
    if envelope.status is not Status.DRAFT:
        raise NotADraft
    if envelope.send_requested_by and not shows_first_recipients(envelope):
        raise BeingSent


def _check_name(name: str) -> None:
    if why := _name_asked(name):
        raise Invalid(name=why)


def _name_asked(name: str) -> str:
    """Why it can be no subject of a mail; "" when it can."""
    if not tidy(name) or len(name) > 200 or not is_line(name):
        return sentence("Give this envelope a name of up to 200 characters.")
    return why_undrawable(name)


def _people_missing(recipients: Sequence[Recipient], reachable: Reachable) -> dict[str, str]:
    if not recipients:
        return {"recipients": sentence("Add somebody to send it to.")}
    errors = recipient_list.errors(recipients, reachable)
    if "recipients" in errors:
        return errors
    wrong = {int(place.partition("-")[2]) for place in errors}
    return {f"row-{recipients[n].id}": _row_asked(recipients[n]) for n in sorted(wrong)}


def _row_asked(recipient: Recipient) -> str:
    if recipient.blank:
        return sentence("One row is empty. Fill it in, or remove it.")
    if not recipient.email:
        return FilledSentence(sentence("Enter the address of %(name)s."), name=recipient.name)
    if not recipient.name:
        return FilledSentence(sentence("Enter the name of %(email)s."), email=recipient.email)
    return FilledSentence(
        sentence("Something is wrong in the row of %(name)s. Correct it."), name=recipient.name
    )


def _awaited(envelope: Envelope, document: Document) -> bool:
    """Whether what intake found still matters."""
    return envelope.status is Status.DRAFT and document.status is DocumentStatus.PROCESSING


def _check_field(envelope: Envelope, field: Field) -> None:
    if not envelope.recipient(field.recipient_id).role.has_fields:
        raise Invalid(
            recipient=sentence("Only a signer can have fields. Choose another recipient.")
        )
    if len(field.label) > 100 or not is_line(field.label):
        raise Invalid(label=sentence("Enter a label of up to 100 characters."))
    check_default(field)
    document = envelope.document(field.document_id)
    # As long as nobody knows the pages, programs may say where fields will be: see `misplaced`.
    if document.status is DocumentStatus.PROCESSING:
        check_box(field)
    else:
        check_place(field, document)


def _placed(field: Field) -> Field:
    """As it is kept: not filled in, with the properties that its kind has."""
    kept = properties.read(field.kind.properties, field.properties)
    return replace(field, label=tidy(field.label), value="", properties=kept)


def _signs(envelope: Envelope, recipient: Recipient) -> bool:
    """Whether finishing takes a signature: an optional one may be left out."""
    mine = (f for f in envelope.fields if f.recipient_id == recipient.id)
    return any(f.kind.is_adopted and f.required for f in mine)


def _named(recipient: Recipient) -> RecipientNamed:
    return RecipientNamed(
        recipient_id=recipient.id,
        role=recipient.role.name,
        routing_order=recipient.routing_order,
        name=recipient.name,
        email=recipient.email,
    )
