"""A code of six digits that is sent to the recipient's phone when they ask for it."""

from collections.abc import Sequence

from core.envelopes.recipient import Recipient
from core.evidence.audit import Entry
from core.refusals import sentence
from core.signing.proofs import one_time_code, proof_events
from core.signing.proofs.proof import IdentityProof, ProofWords
from core.signing.proofs.proof_events import PhoneCorrected

check = one_time_code.check
STATED = sentence("code sent to the phone by SMS")


def _stated(entries: Sequence[Entry]) -> str | None:
    """What was sent to another number before says nothing of this one."""
    types = [e.type for e in entries]
    if PhoneCorrected.type in types:
        entries = entries[len(types) - types[::-1].index(PhoneCorrected.type) :]
    return STATED if proof_events.details("sms_code", entries) else None


SMS_CODE = IdentityProof(
    name="sms_code",
    needs=("phone",),
    job="send_sms_code",
    stated=_stated,
    words=ProofWords(
        choice=sentence("Code by SMS"),
        explanation=sentence("They enter a code that we send to their phone."),
        noun=sentence("code by SMS"),
        lacking=sentence("Enter a phone number for %(name)s in their options."),
    ),
)


def comes_with_link(recipient: Recipient) -> bool:
    """Link and code go to the same phone: who holds it has both, so they are one component."""
    return bool(recipient.options.channel) and not recipient.role.in_person


def masked(phone: str) -> str:
    """What a page says of a number before it is proven: its last two digits."""
    return phone[-2:]
