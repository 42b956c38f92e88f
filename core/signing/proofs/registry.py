"""All proofs of identity, and which of them a recipient gave."""

from collections.abc import Sequence
from uuid import UUID

from core.envelopes.events.recipients import RecipientCorrected
from core.evidence import audit
from core.evidence.audit import Entry
from core.signing.proofs.access_code import ACCESS_CODE
from core.signing.proofs.asserted_identity import ASSERTED_IDENTITY
from core.signing.proofs.email_code import EMAIL_CODE
from core.signing.proofs.enrolled.passkey import PASSKEY
from core.signing.proofs.enrolled.totp import TOTP
from core.signing.proofs.in_person import IN_PERSON
from core.signing.proofs.mailed_link import MAILED_LINK
from core.signing.proofs.member_account import MEMBER_ACCOUNT
from core.signing.proofs.proof import IdentityProof
from core.signing.proofs.providers.identity_check import IDENTITY_CHECK
from core.signing.proofs.providers.knowledge_check import KNOWLEDGE_CHECK
from core.signing.proofs.providers.work_account import WORK_ACCOUNT
from core.signing.proofs.public_form import PUBLIC_FORM
from core.signing.proofs.questions import QUESTIONS
from core.signing.proofs.sms_code import SMS_CODE

# One of these opens the ceremony. The link is last: where another way was taken, it was not it.
# What proves nothing is first: whoever came later, someone unknown was there before.
WAYS_IN = (PUBLIC_FORM, IN_PERSON, ASSERTED_IDENTITY, MEMBER_ACCOUNT, MAILED_LINK)
# What a sender can ask for in addition, in the order in which it is asked.
# An app or a passkey is set up last: whoever does so has proved all the rest.
ASKED = (
    ACCESS_CODE,
    QUESTIONS,
    EMAIL_CODE,
    SMS_CODE,
    WORK_ACCOUNT,
    IDENTITY_CHECK,
    KNOWLEDGE_CHECK,
    TOTP,
    PASSKEY,
)
PROOFS = (*WAYS_IN, *ASKED)
# What still closes the pages to someone who has their link; a host is asked first.
IN_CEREMONY = (IN_PERSON, *ASKED)
NAMES = tuple(proof.name for proof in ASKED)


def named(name: str) -> IdentityProof:
    """Raises KeyError."""
    return {proof.name: proof for proof in PROOFS}[name]


def noun(name: str) -> str:
    """What a proof that was asked for is called in a sentence."""
    words = named(name).words
    return words.noun if words else name


def stated(entries: Sequence[Entry], recipient_id: UUID) -> tuple[str, ...]:
    """
    How a recipient proved who they are, as the certificate of completion says it: the way in, and
    what was asked in addition; nothing for no one who came. Before a correction the recipient was
    another person.
    """
    later = audit.since(entries, RecipientCorrected.type, recipient_id)
    about = [e for e in later if e.data.get("recipient_id") == str(recipient_id)]
    ways = (text for proof in WAYS_IN if (text := proof.stated(about)) is not None)
    asked = (text for proof in ASKED if (text := proof.stated(about)) is not None)
    return (*list(ways)[:1], *asked)
