"""A code of the recipient's authenticator app (TOTP, RFC 6238), which they set up at first use."""

from collections.abc import Sequence

from core.evidence.audit import Entry
from core.refusals import sentence
from core.signing.proofs import one_time_code, proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

check = one_time_code.digits
FIRST_USE, KNOWN = "first_use", "known"


def _stated(entries: Sequence[Entry]) -> str | None:
    """An app that they had before says more than one that they set up at that moment."""
    details = proof_events.details("totp", entries)
    if not details:
        return None
    if FIRST_USE in details:
        return sentence("authenticator app, set up for this envelope")
    return sentence("authenticator app, set up earlier")


TOTP = IdentityProof(
    name="totp",
    needs=("email",),
    enrolled=True,
    stated=_stated,
    words=ProofWords(
        choice=sentence("Authenticator app"),
        explanation=sentence(
            "They enter a code from an app on their phone. They set it up the first time and use"
            " the same app for everything you send them later."
        ),
        noun=sentence("authenticator app"),
        lacking=sentence("Enter an e-mail address for %(name)s."),
    ),
)
