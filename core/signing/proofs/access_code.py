"""A code that the sender chose and has told the recipient by another way, such as by phone."""

from core.refusals import Invalid, sentence
from core.signing.proofs import proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

SHORTEST, LONGEST = 4, 50
WRONG_LENGTH = sentence("Enter an access code of 4 to 50 characters.")


def check(typed: str) -> str:
    """An access code as it counts: neither case nor spaces matter. Raises Invalid."""
    code = tidied(typed)
    if not SHORTEST <= len(code) <= LONGEST:
        raise Invalid(access_code=WRONG_LENGTH)
    return code


def tidied(typed: str) -> str:
    return "".join(typed.split()).casefold()


ACCESS_CODE = IdentityProof(
    name="access_code",
    needs=("access_code",),
    known_to_sender=True,
    stated=proof_events.stated("access_code", sentence("access code")),
    words=ProofWords(
        choice=sentence("Access code"),
        explanation=sentence("They enter a code that you tell them, for example by phone."),
        noun=sentence("access code"),
        lacking=sentence("Enter an access code for %(name)s in their options."),
    ),
)
