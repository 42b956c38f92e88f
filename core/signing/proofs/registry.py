"""All proofs of identity, and which of them a recipient gave."""

from collections.abc import Sequence
from uuid import UUID

from core.envelopes.events.recipients import RecipientCorrected
from core.evidence import audit
from core.evidence.audit import Entry
from core.signing.proofs.mailed_link import MAILED_LINK
from core.signing.proofs.member_account import MEMBER_ACCOUNT
from core.signing.proofs.public_form import PUBLIC_FORM

# One of these opens the ceremony. The link is last: where another way was taken, it was not it.
# What proves nothing is first: whoever came later, someone unknown was there before.
WAYS_IN = (PUBLIC_FORM, MEMBER_ACCOUNT, MAILED_LINK)
PROOFS = WAYS_IN


def stated(entries: Sequence[Entry], recipient_id: UUID) -> str:
    """
    How a recipient proved who they are, as the certificate of completion says it; "" for no one
    who came. Before a correction the recipient was another person.
    """
    later = audit.since(entries, RecipientCorrected.type, recipient_id)
    about = [e for e in later if e.data.get("recipient_id") == str(recipient_id)]
    given = (text for proof in PROOFS if (text := proof.stated(about)) is not None)
    return next(given, "")
