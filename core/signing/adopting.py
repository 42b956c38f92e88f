"""Making a picture one's signature or initials."""

from dataclasses import replace

from core.envelopes.envelope import Envelope, Outcome, Signature, with_fields
from core.fields import kinds
from core.refusals import NotFound
from core.signing import own_hand, turn
from core.signing.events.signatures import SignatureAdopted
from core.signing.refusals import NothingToSign, TooManySignatures

SIGNATURES_LIMIT = 40  # adopted by one recipient, changes of mind included


def adopt(envelope: Envelope, signature: Signature) -> Outcome:
    """Make a drawn, typed or uploaded image this recipient's signature or initials; once."""
    recipient = envelope.recipient(signature.recipient_id)
    for known in envelope.signatures:
        if known.id == signature.id and known.recipient_id != signature.recipient_id:
            raise NotFound
        if known.id == signature.id:
            return Outcome(envelope)
    turn.check_consented(envelope, recipient)
    if not recipient.role.has_fields:
        raise NothingToSign
    if not kinds.named(signature.kind).is_adopted:
        raise ValueError(f"nobody adopts a {signature.kind}")
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
    return Outcome(with_signature(envelope, signature), (adopted,))


def with_signature(envelope: Envelope, signature: Signature) -> Envelope:
    """What was signed with an earlier one is signed with the new one: one person, one hand."""
    own = own_hand.seen_by(envelope, signature.recipient_id)
    resigned = [
        replace(f, value=str(signature.id))
        for f in own.fields_of(signature.recipient_id)
        if f.value and f.kind.name == signature.kind and f.kind.is_signature
    ]
    changed = replace(envelope, signatures=(*envelope.signatures, signature))
    return with_fields(changed, *resigned)
