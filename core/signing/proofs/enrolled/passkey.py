"""A passkey of the recipient's own device (WebAuthn), which they create at first use."""

from collections.abc import Sequence

from core.evidence.audit import Entry
from core.refusals import FilledSentence, sentence
from core.signing.proofs import proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

FIRST_USE = "first_use"
CREATED = sentence("passkey, created for this envelope; the device verified its user")
CREATED_EARLIER = sentence("passkey, created on %(date)s; the device verified its user")


def check(enrolled_on: str) -> str:
    """How it was given, for the trail: by one made just now, or on an earlier day (ISO 8601)."""
    return enrolled_on or FIRST_USE


def _stated(entries: Sequence[Entry]) -> str | None:
    """One that they had before says more than one that they created at that moment."""
    details = proof_events.details("passkey", entries)
    if not details:
        return None
    if FIRST_USE in details:
        return CREATED
    return FilledSentence(CREATED_EARLIER, date=details[-1])


PASSKEY = IdentityProof(
    name="passkey",
    needs=("email",),
    enrolled=True,
    stated=_stated,
    words=ProofWords(
        choice=sentence("Passkey"),
        explanation=sentence(
            "They confirm with the fingerprint, face or screen lock of their device. They create"
            " the passkey the first time and use the same one for everything you send them later."
        ),
        noun=sentence("passkey"),
        lacking=sentence("Enter an e-mail address for %(name)s."),
    ),
)
