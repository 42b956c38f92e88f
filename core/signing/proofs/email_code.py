"""A code of six digits that is mailed when the recipient asks for it."""

from core.refusals import sentence
from core.signing.proofs import one_time_code, proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords

check = one_time_code.check
EMAIL_CODE = IdentityProof(
    name="email_code",
    needs=("email",),
    job="send_email_code",
    stated=proof_events.stated("email_code", sentence("code sent to the e-mail address")),
    words=ProofWords(
        choice=sentence("Code by e-mail"),
        explanation=sentence("They enter a code that we e-mail them when they open the link."),
        noun=sentence("code by e-mail"),
        lacking=sentence("Enter an e-mail address for %(name)s."),
    ),
)
