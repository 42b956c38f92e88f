"""Which proofs of identity a sender asks of a recipient, and what they need for it."""

from collections.abc import Collection
from dataclasses import replace

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.refusals import FilledSentence, Invalid, sentence
from core.signing.proofs import registry

# Whoever names a person whom the sender left open gives these.
OF_WHO_NAMES = ("email", "phone")
UNKNOWN = sentence("Choose proofs of identity from the list.")


def ordered(*proofs: Collection[str]) -> tuple[str, ...]:
    """All of them, in the order of the registry."""
    wanted = {name for some in proofs for name in some}
    return tuple(name for name in registry.NAMES if name in wanted)


def check(proofs: Collection[str]) -> tuple[str, ...]:
    """Raises Invalid."""
    if not set(proofs) <= set(registry.NAMES):
        raise Invalid(proofs=UNKNOWN)
    return ordered(proofs)


def of_all(envelope: Envelope) -> tuple[str, ...]:
    """What every recipient is asked for: by the organization, and by this envelope."""
    return ordered(envelope.minimum_proofs, envelope.proofs)


def of(envelope: Envelope, recipient: Recipient) -> tuple[str, ...]:
    return ordered(of_all(envelope), recipient.options.proofs)


def checked(envelope: Envelope, options: RecipientOptions) -> RecipientOptions:
    """What is chosen for one recipient, without what no proof needs. Raises Invalid."""
    proofs = check(options.proofs)
    asked = ordered(of_all(envelope), proofs)
    if "access_code" not in asked:
        options = replace(options, access_code="")
    if "questions" not in asked:
        options = replace(options, questions=(), answers=())
    return replace(options, proofs=proofs)


def raised(envelope: Envelope) -> Envelope:
    """As it is sent: everyone is asked for what is asked of all."""
    recipients = (
        replace(r, options=replace(r.options, proofs=of(envelope, r))) for r in envelope.recipients
    )
    return replace(envelope, recipients=tuple(recipients))


def sending_problem(envelope: Envelope, recipient: Recipient) -> str:
    """What a proof still needs of the sender; "" for nothing."""
    for name in of(envelope, recipient):
        proof = registry.named(name)
        for need in proof.needs:
            if recipient.is_open and need in OF_WHO_NAMES:
                continue
            given = getattr(recipient.options, need, "") or getattr(recipient, need, "")
            if not given and proof.words and proof.words.lacking:
                who = recipient.name or recipient.email
                return FilledSentence(proof.words.lacking, name=who)
    return ""
