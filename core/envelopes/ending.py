"""How an envelope ends otherwise than by a recipient: voided, expired, completed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import (
    Envelope,
    Outcome,
    Status,
    move,
    overdue,
    with_documents,
    with_recipients,
)
from core.envelopes.events.lifecycle import EnvelopeCompleted, EnvelopeExpired, EnvelopeVoided
from core.envelopes.recipient import RecipientStatus
from core.envelopes.refusals import NoLongerVoidable, NotOpen, TemplateContent
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_prose


def void(envelope: Envelope, reason: str, now: datetime) -> Outcome:
    """Take an envelope back, or throw a draft away. A second time changes nothing."""
    if envelope.content_of is not None:
        raise TemplateContent
    if envelope.status is Status.VOIDED:
        return Outcome(envelope)
    if envelope.status in (Status.SIGNED, Status.COMPLETED):
        raise NoLongerVoidable
    if envelope.status is not Status.DRAFT and not envelope.status.open:
        raise NotOpen
    reason = cleaned(reason)
    needed = envelope.status is not Status.DRAFT
    if (needed and not reason) or len(reason) > 1_000 or not is_prose(reason):
        raise Invalid(reason=sentence("Give a brief reason, up to 1,000 characters."))
    return Outcome(move(envelope, Status.VOIDED, now), (EnvelopeVoided(reason=reason),))


def expire(envelope: Envelope, now: datetime) -> Outcome:
    """End an envelope whose time is over; one that is not open, or not due, stays."""
    if not envelope.status.open or not overdue(envelope, now):
        return Outcome(envelope)
    return Outcome(move(envelope, Status.EXPIRED, now), (EnvelopeExpired(),))


def complete(
    envelope: Envelope, documents: Mapping[UUID, str], certificate: str, now: datetime
) -> Outcome:
    """
    Everything is sealed and stored: `documents` maps ids to SHA-256 of the sealed files.

    A second time changes nothing: the first to seal has won. Raises NotOpen when not all
    have signed, KeyError when a document was not sealed.
    """
    if envelope.status is Status.COMPLETED:
        return Outcome(envelope)
    if envelope.status is not Status.SIGNED:
        raise NotOpen
    sealed = [replace(d, sealed_sha256=documents[d.id]) for d in envelope.documents]
    copied = [
        replace(r, status=RecipientStatus.COMPLETED, completed_at=now)
        for r in envelope.recipients
        if not r.role.acts
    ]
    completed = replace(
        move(with_recipients(with_documents(envelope, *sealed), *copied), Status.COMPLETED, now),
        certificate_sha256=certificate,
    )
    event = EnvelopeCompleted(
        documents={str(d.id): d.sealed_sha256 for d in sealed}, certificate=certificate
    )
    return Outcome(completed, (event,))
