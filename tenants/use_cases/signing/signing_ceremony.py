"""What a recipient does in the signing ceremony: consent, adopt, fill in, finish, decline."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome, Signature
from core.fields import kinds
from core.refusals import NotFound
from core.signing import (
    acknowledging,
    adopting,
    attaching,
    consenting,
    declining,
    finishing,
    paper,
)
from core.signing.disclosures.disclosure import Disclosure
from core.signing.origin import Origin
from core.signing.proofs import mailed_link, proving
from core.signing.refusals import AttachmentChecking, AttachmentUndecided, SigningSuspended
from tenants.transaction import Transaction
from tenants.use_cases.fields import value_readers
from tenants.use_cases.signing.signature_images import PlainPng

METHODS = ("drawn", "typed", "uploaded")


def consent(
    tx: Transaction,
    disclosure: Disclosure,
    origin: Origin,
    now: datetime,
    location: str | None = None,
) -> Envelope:
    """
    Accept the disclosure as it was shown, which opens the documents. Its text is kept.

    `location` is what their browser told, where the organization asks for it.
    """
    id = tx.recipient.recipient_id
    args = (disclosure, origin, now, location)
    after = _decide(tx, now, lambda e: consenting.accept(e, id, *args))
    tx.disclosures.keep(disclosure)
    return after


def withdraw(tx: Transaction, origin: Origin, now: datetime) -> Envelope:
    """Withdraw the consent, which closes the documents until they consent again."""
    id = tx.recipient.recipient_id
    return _decide(tx, now, lambda e: consenting.withdraw(e, id, origin, now))


def ask_for_paper(tx: Transaction, words: str, origin: Origin, now: datetime) -> Envelope:
    """Raises Invalid."""
    id = tx.recipient.recipient_id
    return _decide(tx, now, lambda e: paper.ask(e, id, words, origin, now))


def adopt(
    tx: Transaction, signature_id: UUID, kind: str, method: str, png: PlainPng, now: datetime
) -> Envelope:
    """Adopt a picture as signature or initials. The same id again changes nothing."""
    if kind not in kinds.ADOPTIONS or method not in METHODS:
        raise NotFound
    sha256 = hashlib.sha256(png).hexdigest()
    signature = Signature(signature_id, tx.recipient.recipient_id, kind, method, sha256)
    outcome = adopting.adopt(locked(tx), signature)
    if outcome.events:
        envelope = outcome.envelope
        if not tx.signatures.add(envelope.id, signature, len(envelope.signatures), png):
            # An id that a signature of another envelope has: no one learns that it exists.
            raise NotFound
        tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def fill(
    tx: Transaction,
    values: Mapping[UUID, str],
    now: datetime,
    known: Mapping[UUID, str] | None = None,
) -> Envelope:
    """Keep values to be finished later. `known` is what the page showed of shared fields."""
    id = tx.recipient.recipient_id
    return _decide(
        tx, now, lambda e: finishing.fill(e, id, value_readers.read(e, values, now), known)
    )


def finish(
    tx: Transaction,
    values: Mapping[UUID, str],
    today: date,
    origin: Origin,
    now: datetime,
    seen: str | None = None,
    known: Mapping[UUID, str] | None = None,
    corrected: str | None = None,
) -> Envelope:
    """
    The explicit act of signing. A second time is the same answer.

    `today` is the date where the organization is, `seen` the mark of what the page has shown,
    `known` what it has shown of shared fields, `corrected` which correction of fields it knew of.
    Raises FieldsMissing, AnswersChanged, FieldsChanged, AttachmentChecking, AttachmentUndecided.
    """
    id = tx.recipient.recipient_id

    def decide(envelope: Envelope) -> Outcome:
        _check_none_waits(tx, envelope, id)
        read = value_readers.read(envelope, values, now)
        return finishing.finish(envelope, id, read, today, origin, now, seen, known, corrected)

    return _decide(tx, now, decide)


def acknowledge(tx: Transaction, document_id: UUID, now: datetime) -> Envelope:
    """A supplemental document, as viewed or accepted. Raises NotFound, PagesComing."""
    id = tx.recipient.recipient_id
    return _decide(tx, now, lambda e: acknowledging.acknowledge(e, id, document_id, now))


def decline(tx: Transaction, reason: str, origin: Origin, now: datetime) -> Envelope:
    """Raises Invalid."""
    id = tx.recipient.recipient_id
    return _decide(tx, now, lambda e: declining.decline(e, id, reason, origin, now))


def check_not_suspended(tx: Transaction) -> None:
    """
    Again where it counts: it may have been suspended since the page was opened, or closed.

    Raises SigningSuspended.
    """
    if tx.ceremonies.is_frozen():
        raise SigningSuspended


def _decide(tx: Transaction, now: datetime, decision: Callable[[Envelope], Outcome]) -> Envelope:
    before = locked(tx)
    outcome = decision(before)
    if outcome.envelope != before:
        tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def _check_none_waits(tx: Transaction, envelope: Envelope, recipient_id: UUID) -> None:
    """Their own files. Raises AttachmentChecking, AttachmentUndecided."""
    fields = {f.id for f in attaching.fields_for(envelope, recipient_id)}
    if fields and tx.attachments.is_checking(envelope.id, recipient_id):
        raise AttachmentChecking
    if fields and fields & tx.attachments.waiting(envelope.id, recipient_id):
        raise AttachmentUndecided


def locked(tx: Transaction) -> Envelope:
    """
    The envelope for a decision of its recipient, who has proved who they are.

    Raises LinkReplaced, ProofNeeded, SigningSuspended.
    """
    envelope = locked_unproven(tx)
    proving.check(envelope.recipient(tx.recipient.recipient_id), tx.recipient.proofs)
    return envelope


def locked_unproven(tx: Transaction) -> Envelope:
    """
    The same for whoever has the link. They may have been corrected since their page was opened: no
    one acts by an earlier link in the name of the one whom it goes to now.

    Raises LinkReplaced, SigningSuspended.
    """
    recipient = tx.recipient
    envelope = tx.envelopes.lock(recipient.envelope_id)
    mailed_link.check(envelope.recipient(recipient.recipient_id), recipient.link_generation)
    check_not_suspended(tx)
    return envelope
