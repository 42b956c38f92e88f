"""The recipient's account at the organization's own provider: they sign in there."""

from core.addresses.email_address import fold
from core.refusals import sentence
from core.signing.proofs import proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords


def check(email: str, asserted: str, is_verified: bool) -> bool:
    """Whether the provider says that this address is theirs."""
    return is_verified and fold(email) == fold(asserted)


WORK_ACCOUNT = IdentityProof(
    name="work_account",
    needs=("email",),
    stated=proof_events.stated(
        "work_account", sentence("account at the organization’s own sign-in provider")
    ),
    words=ProofWords(
        choice=sentence("Work account"),
        explanation=sentence(
            "They sign in at your organization’s single sign-on with the address that you sent"
            " this to. For colleagues."
        ),
        noun=sentence("work account"),
        lacking=sentence("Enter an e-mail address for %(name)s."),
    ),
)
