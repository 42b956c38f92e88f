"""A code of six digits that is sent to the recipient's phone when they ask for it."""

from core.refusals import sentence
from core.signing.proofs import one_time_code, proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

check = one_time_code.check
SMS_CODE = IdentityProof(
    name="sms_code",
    needs=("phone",),
    job="send_sms_code",
    stated=proof_events.stated("sms_code", sentence("code sent to the phone by SMS")),
    words=ProofWords(
        choice=sentence("Code by SMS"),
        explanation=sentence("They enter a code that we send to their phone."),
        noun=sentence("code by SMS"),
        lacking=sentence("Enter a phone number for %(name)s in their options."),
    ),
)


def masked(phone: str) -> str:
    """What a page says of a number before it is proven: its last two digits."""
    return phone[-2:]
