"""The proofs of identity that a sender can choose from."""

from core.signing.proofs import registry
from core.signing.proofs.proof import IdentityProof
from core.signing.proofs.sms_code import SMS_CODE
from webapp import current


def offered() -> list[IdentityProof]:
    """Without those for which this installation is not set up."""
    sends_sms = current.settings().sends_sms
    return [proof for proof in registry.ASKED if proof is not SMS_CODE or sends_sms]
