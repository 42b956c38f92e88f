"""An application says who the recipient is, and shows them the signing page inside its own."""

from collections.abc import Sequence
from datetime import datetime

from core.envelopes.envelope import Envelope, Outcome
from core.evidence.audit import Entry
from core.refusals import FilledSentence, sentence
from core.signing import turn
from core.signing.events.ways_in import RecipientCameEmbedded
from core.signing.proofs.proof import IdentityProof

ASSERTED = sentence("identity asserted by the application “%(application)s”")


def check(envelope: Envelope, came: RecipientCameEmbedded, now: datetime) -> Outcome:
    """Let them in, in their turn. Raises what acting now would raise."""
    turn.check_may_act(envelope, came.recipient_id, now)
    return Outcome(envelope, (came,))


def _stated(entries: Sequence[Entry]) -> str | None:
    found = next((e.data for e in entries if e.type == RecipientCameEmbedded.type), None)
    if found is None:
        return None
    return FilledSentence(ASSERTED, application=str(found["application"]))


ASSERTED_IDENTITY = IdentityProof(name="asserted_identity", needs=(), stated=_stated)
