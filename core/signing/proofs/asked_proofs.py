"""Which proofs of identity a sender asks of a recipient, and what they need for it."""

from dataclasses import replace

from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.refusals import FilledSentence, Invalid, sentence
from core.signing.proofs import registry

UNKNOWN = sentence("Choose proofs of identity from the list.")


def checked(options: RecipientOptions) -> RecipientOptions:
    """In the order of the registry, without what no proof needs any more. Raises Invalid."""
    if not set(options.proofs) <= set(registry.NAMES):
        raise Invalid(proofs=UNKNOWN)
    proofs = tuple(name for name in registry.NAMES if name in options.proofs)
    return replace(
        options, proofs=proofs, access_code=options.access_code if "access_code" in proofs else ""
    )


def sending_problem(recipient: Recipient) -> str:
    """What a proof still needs of the sender; "" for nothing."""
    for name in recipient.options.proofs:
        proof = registry.named(name)
        for need in proof.needs:
            given = getattr(recipient.options, need, "") or getattr(recipient, need, "")
            if not given and proof.words and proof.words.lacking:
                name = recipient.name or recipient.email
                return FilledSentence(proof.words.lacking, name=name)
    return ""
