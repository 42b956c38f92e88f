"""Preparing an envelope: documents, recipients and fields, until it is sent."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core import canonical, ceremony, refusals
from core.document import BYTES_LIMIT, Document, DocumentStatus, Page
from core.envelope import Envelope, Outcome, Status, move, with_documents
from core.events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentPasswordGiven,
    DocumentRejected,
    DocumentRemoved,
    EnvelopeCreated,
    EnvelopeSent,
    Event,
    FieldsPlaced,
    RecipientNamed,
)
from core.field import Field, FieldType, check_place
from core.recipient import Recipient
from core.refusals import Invalid, sentence

DOCUMENTS_LIMIT = 50
RECIPIENTS_LIMIT = 100
FIELDS_LIMIT = 2_000
EXPIRES_AFTER = timedelta(days=120)
# A first net only; tenants checks addresses with a library before they come here.
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def create(envelope: Envelope) -> Outcome:
    """The trail of an envelope begins when it is created."""
    return Outcome(envelope, (EnvelopeCreated(name=envelope.name),))


def rename(envelope: Envelope, name: str, message: str) -> Outcome:
    _check_draft(envelope)
    name = name.strip()
    if not name or len(name) > 200:
        raise Invalid(name=sentence("Give this envelope a name of up to 200 characters."))
    if len(message) > 5_000:
        raise Invalid(message=sentence("Please shorten the message to 5,000 characters."))
    return Outcome(replace(envelope, name=name, message=message.strip()))


def add_document(
    envelope: Envelope, document_id: UUID, name: str, sha256: str, size: int
) -> Outcome:
    """Take a file in, of `size` bytes. The same id again is the same answer."""
    _check_draft(envelope)
    if any(d.id == document_id for d in envelope.documents):
        return Outcome(envelope)
    if len(envelope.documents) >= DOCUMENTS_LIMIT:
        raise refusals.TooManyDocuments
    if size > BYTES_LIMIT:
        raise refusals.FileTooLarge
    position = max((d.position for d in envelope.documents), default=0) + 1
    document = Document(document_id, name, position, sha256)
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
    """What intake found to be usable."""
    document = envelope.document(document_id)
    if document.status is not DocumentStatus.PROCESSING:
        return Outcome(envelope)
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
    if document.status is not DocumentStatus.PROCESSING:
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
    The whole list of recipients, new. Fields of those who are gone go too.

    Raises Invalid; errors are named `name-N`, `email-N` or `order-N`, N from 0.
    """
    _check_draft(envelope)
    errors = _recipient_errors(recipients)
    if errors:
        raise Invalid(**errors)
    signers = {r.id for r in recipients if r.role.acts}
    fields = tuple(f for f in envelope.fields if f.recipient_id in signers)
    return Outcome(replace(envelope, recipients=tuple(recipients), fields=fields))


def place_fields(envelope: Envelope, fields: Sequence[Field]) -> Outcome:
    """The whole list of fields, new. Raises Invalid or NotFound."""
    _check_draft(envelope)
    if len(fields) > FIELDS_LIMIT:
        raise Invalid(fields=sentence("An envelope holds up to 2,000 fields."))
    for field in fields:
        if not envelope.recipient(field.recipient_id).role.acts:
            raise Invalid(recipient=sentence("Only somebody who signs can have fields."))
        if len(field.label) > 100:
            raise Invalid(label=sentence("Please shorten the label to 100 characters."))
        check_place(field, envelope.document(field.document_id))
    return Outcome(replace(envelope, fields=tuple(replace(f, value="") for f in fields)))


def missing(envelope: Envelope) -> dict[str, str]:
    """What keeps this draft from being sent: the place on the page → a sentence."""
    lacks: dict[str, str] = {}
    if not envelope.documents:
        lacks["documents"] = sentence("Add a document.")
    elif any(d.status is DocumentStatus.REJECTED for d in envelope.documents):
        lacks["documents"] = sentence("One document could not be used. Replace or remove it.")
    elif not all(d.readable for d in envelope.documents):
        lacks["documents"] = sentence("Your pages are still being prepared.")
    if not envelope.recipients:
        lacks["recipients"] = sentence("Add somebody to send it to.")
    without = [r for r in envelope.recipients if r.role.acts and not _signs(envelope, r)]
    if without:
        lacks["fields"] = sentence("Every signer needs at least one signature field.")
    return lacks


def send(envelope: Envelope, now: datetime) -> Outcome:
    """Raises NothingToSend. Sending what was sent already changes nothing."""
    if envelope.status is Status.VOIDED:
        raise refusals.NotADraft
    if envelope.status is not Status.DRAFT:
        return Outcome(envelope)
    lacks = missing(envelope)
    if lacks:
        raise refusals.NothingToSend(lacks)
    expires_at = now + EXPIRES_AFTER
    sent = replace(move(envelope, Status.SENT, now), sent_at=now, expires_at=expires_at)
    events: tuple[Event, ...] = (
        *(_named(r) for r in sent.recipients),
        FieldsPlaced(count=len(sent.fields), placements=_placements(sent.fields)),
        EnvelopeSent(expires_at=expires_at),
    )
    outcome = ceremony.go_on(sent, now)
    return Outcome(outcome.envelope, (*events, *outcome.events))


def _check_draft(envelope: Envelope) -> None:
    if envelope.status is not Status.DRAFT:
        raise refusals.NotADraft


def _recipient_errors(recipients: Sequence[Recipient]) -> dict[str, str]:
    if len(recipients) > RECIPIENTS_LIMIT:
        return {"recipients": sentence("An envelope holds up to 100 recipients.")}
    errors: dict[str, str] = {}
    seen: set[str] = set()
    for number, recipient in enumerate(recipients):
        if not recipient.name.strip() or len(recipient.name) > 120:
            errors[f"name-{number}"] = sentence("Enter a name of up to 120 characters.")
        if not ADDRESS.fullmatch(recipient.email) or len(recipient.email) > 254:
            errors[f"email-{number}"] = sentence("Enter a complete address: name@example.com.")
        elif recipient.email.casefold() in seen:
            errors[f"email-{number}"] = sentence("This address is in the list already.")
        if not 1 <= recipient.routing_order <= 100:
            errors[f"order-{number}"] = sentence("Enter a number from 1 to 100.")
        seen.add(recipient.email.casefold())
    return errors


def _signs(envelope: Envelope, recipient: Recipient) -> bool:
    types = {f.type for f in envelope.fields if f.recipient_id == recipient.id}
    return FieldType.SIGNATURE in types or FieldType.INITIALS in types


def _named(recipient: Recipient) -> RecipientNamed:
    return RecipientNamed(
        recipient_id=recipient.id,
        role=recipient.role.value,
        routing_order=recipient.routing_order,
        name=recipient.name,
        email=recipient.email,
    )


def _placements(fields: Sequence[Field]) -> str:
    """Coordinates in thousandths of a point, for canonical JSON has no fractions here."""
    return canonical.text(
        [
            {
                "id": f.id,
                "document": f.document_id,
                "recipient": f.recipient_id,
                "type": f.type,
                "page": f.page,
                "box": [round(1000 * n) for n in (f.x, f.y, f.width, f.height)],
                "required": f.required,
                "label": f.label,
            }
            for f in fields
        ]
    )
