"""A member who is signed in to the account that has the recipient's address."""

from collections.abc import Sequence
from datetime import datetime

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient_list import addressed
from core.evidence.audit import Entry
from core.refusals import FilledSentence, NotFound, sentence
from core.signing import turn
from core.signing.events.ways_in import RecipientSignedIn
from core.signing.proofs.proof import IdentityProof

ONE_FACTOR = sentence("account with this address (%(method)s)")
TWO_FACTORS = sentence("account with this address (%(method)s, two-step sign-in)")
METHODS = {
    "password": sentence("password"),
    "passkey": sentence("passkey"),
    "sso": sentence("single sign-on"),
}


def check(envelope: Envelope, email: str, signed_in: RecipientSignedIn, now: datetime) -> Outcome:
    """
    Let the member with this address in as the recipient, in their turn.

    An account's address is proven: by the link that opened it, or by a provider that speaks for
    the address' domain. Raises NotFound for another address, and what acting now would raise.
    """
    recipient_id = signed_in.recipient_id
    if not any(r.id == recipient_id for r in addressed(envelope.recipients, email)):
        raise NotFound
    turn.check_may_act(envelope, recipient_id, now)
    return Outcome(envelope, (signed_in,))


def _stated(entries: Sequence[Entry]) -> str | None:
    found = next((e.data for e in entries if e.type == RecipientSignedIn.type), None)
    if found is None:
        return None
    method = str(found["method"])
    template = TWO_FACTORS if found["factors"] == 2 else ONE_FACTOR
    return FilledSentence(template, method=FilledSentence(METHODS.get(method, method)))


MEMBER_ACCOUNT = IdentityProof(name="member_account", needs=("email",), stated=_stated)
