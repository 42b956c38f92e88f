"""The signing ceremony: consent, adopting a signature, filling in, finishing, declining."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from core.envelopes.consent import Consent
from core.envelopes.envelope import (
    Envelope,
    Outcome,
    Signature,
    Status,
    move,
    overdue,
    with_fields,
    with_recipients,
)
from core.envelopes.events.lifecycle import EnvelopeDeclined, EnvelopeDelivered, EnvelopeSigned
from core.envelopes.events.recipients import RecipientInvited
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.refusals import NotOpen
from core.envelopes.routing import due
from core.evidence import canonical_json
from core.fields import kinds
from core.fields.field import Field, accept_value, first_value, last_value
from core.refusals import Invalid, NotFound, sentence
from core.signing.disclosure import Disclosure
from core.signing.events import (
    ConsentAccepted,
    RecipientCompleted,
    RecipientDeclined,
    RecipientDelivered,
    SignatureAdopted,
)
from core.signing.origin import Origin
from core.signing.refusals import (
    AlreadyDeclined,
    AlreadyFinished,
    ConsentNeeded,
    FieldsMissing,
    NothingToSign,
    NotYourTurn,
    PagesComing,
    SignatureNeeded,
    TooManySignatures,
)
from core.text.printable import is_prose, tidy

SIGNATURES_LIMIT = 40  # adopted by one recipient, changes of mind included


def go_on(envelope: Envelope, now: datetime) -> Outcome:
    """Invite those whose turn it has become; when nobody is left, the envelope is signed."""
    turn = due(envelope.recipients)
    if not turn:
        return _all_have_finished(envelope, now)
    invited = [r for r in turn if r.status is RecipientStatus.CREATED]
    sent = [replace(r, status=RecipientStatus.SENT, sent_at=now) for r in invited]
    return Outcome(
        with_recipients(envelope, *sent), tuple(RecipientInvited(recipient_id=r.id) for r in sent)
    )


def check_may_act(envelope: Envelope, recipient_id: UUID, now: datetime) -> None:
    """Raises NothingToSign, AlreadyFinished, AlreadyDeclined, NotOpen, NotYourTurn."""
    _check_turn(envelope, envelope.recipient(recipient_id))
    _check_time(envelope, now)


def consent(
    envelope: Envelope, recipient_id: UUID, disclosure: Disclosure, origin: Origin, now: datetime
) -> Outcome:
    """
    Accept the disclosure, which opens the documents. A second time changes nothing.

    Whoever has only to open them has finished with it.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.consented:
        return Outcome(envelope)
    _check_turn(envelope, recipient)
    _check_time(envelope, now)
    accepted = ConsentAccepted(
        recipient_id=recipient_id,
        disclosure=disclosure.version,
        disclosure_sha256=disclosure.sha256,
        language=disclosure.language,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    given = Consent(disclosure.version, disclosure.sha256, disclosure.language, now)
    reader = replace(recipient, status=RecipientStatus.DELIVERED, delivered_at=now, consent=given)
    read = RecipientDelivered(recipient_id=recipient_id)
    begun = [replace(f, value=first_value(f, recipient)) for f in envelope.fields_of(recipient_id)]
    opened = _open(with_fields(with_recipients(envelope, reader), *begun), now)
    events = (accepted, read, *opened.events)
    if not recipient.role.must_open:
        return Outcome(opened.envelope, events)
    done = _finished(opened.envelope, reader, (), origin, now)
    return Outcome(done.envelope, (*events, *done.events))


def adopt(envelope: Envelope, signature: Signature) -> Outcome:
    """Make a drawn, typed or uploaded image this recipient's signature or initials."""
    recipient = envelope.recipient(signature.recipient_id)
    _check_signing(envelope, recipient)
    if not recipient.role.has_fields:
        raise NothingToSign
    if not kinds.named(signature.kind).is_adopted:
        raise ValueError(f"nobody adopts a {signature.kind}")
    for known in envelope.signatures:
        if known.id == signature.id and known.recipient_id != signature.recipient_id:
            raise NotFound
        if known.id == signature.id:
            return Outcome(envelope)
    mine = [s for s in envelope.signatures if s.recipient_id == signature.recipient_id]
    if len(mine) >= SIGNATURES_LIMIT:
        raise TooManySignatures
    adopted = SignatureAdopted(
        recipient_id=signature.recipient_id,
        signature_id=signature.id,
        kind=signature.kind,
        method=signature.method,
        image_sha256=signature.image_sha256,
    )
    # What was signed with an earlier one is signed with the new one: one person, one hand.
    resigned = [
        replace(f, value=str(signature.id))
        for f in envelope.fields_of(signature.recipient_id)
        if f.value and f.kind.name == signature.kind
    ]
    changed = replace(envelope, signatures=(*envelope.signatures, signature))
    return Outcome(with_fields(changed, *resigned), (adopted,))


def fill(envelope: Envelope, recipient_id: UUID, values: Mapping[UUID, str]) -> Outcome:
    """
    Put values into fields, to be finished later. Raises Invalid with an error per field.

    A signature or initials takes any value for "mine" and "" for "not any more".
    """
    _check_signing(envelope, envelope.recipient(recipient_id))
    return Outcome(with_fields(envelope, *_filled(envelope, recipient_id, values)))


def finish(
    envelope: Envelope,
    recipient_id: UUID,
    values: Mapping[UUID, str],
    today: date,
    origin: Origin,
    now: datetime,
) -> Outcome:
    """
    Fill in, check that nothing is missing, and finish. A second time changes nothing.

    `today` is the date where the organization is. Raises FieldsMissing, PagesComing.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.role.acts and recipient.status is RecipientStatus.COMPLETED:
        return Outcome(envelope)
    _check_signing(envelope, recipient)
    _check_time(envelope, now)
    if not all(document.drawn for document in envelope.documents):
        raise PagesComing
    filled = with_fields(envelope, *_filled(envelope, recipient_id, values))
    lacking = tuple(str(f.id) for f in filled.fields_of(recipient_id) if f.missing)
    if lacking:
        raise FieldsMissing(lacking)
    given = [
        replace(f, value=last_value(f, recipient, today)) for f in filled.fields_of(recipient_id)
    ]
    return _finished(with_fields(filled, *given), recipient, given, origin, now)


def decline(
    envelope: Envelope, recipient_id: UUID, reason: str, origin: Origin, now: datetime
) -> Outcome:
    """
    Refuse to sign, which ends the envelope for all. A second time changes nothing.

    Declining accepts nothing: whoever had not consented before never gets to read.
    """
    recipient = envelope.recipient(recipient_id)
    if recipient.status is RecipientStatus.DECLINED:
        return Outcome(envelope)
    _check_turn(envelope, recipient)
    _check_time(envelope, now)
    reason = tidy(reason)
    if not reason or len(reason) > 1_000 or not is_prose(reason):
        raise Invalid(reason=sentence("Say briefly why, in up to 1,000 characters."))
    refused = replace(recipient, status=RecipientStatus.DECLINED)
    opened = _open(with_recipients(envelope, refused), now)
    declined = RecipientDeclined(
        recipient_id=recipient_id,
        reason=reason,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    ended = move(opened.envelope, Status.DECLINED, now)
    return Outcome(ended, (*opened.events, declined, EnvelopeDeclined()))


def _finished(
    envelope: Envelope, recipient: Recipient, fields: Sequence[Field], origin: Origin, now: datetime
) -> Outcome:
    """The recipient has finished, with the values of these fields; the next are invited."""
    done = replace(recipient, status=RecipientStatus.COMPLETED, completed_at=now)
    finished = RecipientCompleted(
        recipient_id=recipient.id,
        values=canonical_json.text({str(f.id): f.value for f in fields}),
        address=origin.address,
        user_agent=origin.user_agent,
    )
    outcome = go_on(with_recipients(envelope, done), now)
    return Outcome(outcome.envelope, (finished, *outcome.events))


def _all_have_finished(envelope: Envelope, now: datetime) -> Outcome:
    """An envelope that nobody has to open passes delivered and signed at once."""
    opened = _open(envelope, now)
    signed = EnvelopeSigned(pages=envelope.pages)
    return Outcome(move(opened.envelope, Status.SIGNED, now), (*opened.events, signed))


def _check_turn(envelope: Envelope, recipient: Recipient) -> None:
    if not recipient.role.acts:
        raise NothingToSign
    if recipient.finished:
        raise AlreadyFinished
    if envelope.status is Status.DECLINED:
        raise AlreadyDeclined
    if not envelope.status.open:
        raise NotOpen
    if recipient not in due(envelope.recipients):
        raise NotYourTurn


def _check_time(envelope: Envelope, now: datetime) -> None:
    """Time ends an envelope by itself, also while the job that says so is late."""
    if overdue(envelope, now):
        raise NotOpen


def _check_signing(envelope: Envelope, recipient: Recipient) -> None:
    _check_turn(envelope, recipient)
    if not recipient.consented:
        raise ConsentNeeded


def _open(envelope: Envelope, now: datetime) -> Outcome:
    """Delivered, when it was not yet: whoever acts first has opened it."""
    if envelope.status is not Status.SENT:
        return Outcome(envelope)
    return Outcome(move(envelope, Status.DELIVERED, now), (EnvelopeDelivered(),))


def _filled(
    envelope: Envelope, recipient_id: UUID, values: Mapping[UUID, str]
) -> tuple[Field, ...]:
    errors: dict[str, str] = {}
    fields: list[Field] = []
    for field_id, value in values.items():
        field = envelope.field(field_id)
        if field.recipient_id != recipient_id:
            raise NotFound
        try:
            fields.append(replace(field, value=_value(envelope, field, value)))
        except Invalid as invalid:
            errors |= invalid.errors
    if errors:
        raise Invalid(**errors)
    return tuple(fields)


def _value(envelope: Envelope, field: Field, value: str) -> str:
    if not field.kind.is_adopted or not value:
        return accept_value(field, value)
    adopted = envelope.adopted(field.recipient_id, field.kind.name)
    if adopted is None:
        raise SignatureNeeded
    return str(adopted.id)
