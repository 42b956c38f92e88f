"""A visitor of a direct link who continues at once: no one has confirmed the address they gave."""

from collections.abc import Sequence
from datetime import datetime

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.evidence.audit import Entry
from core.refusals import sentence
from core.signing import turn
from core.signing.events.ways_in import RecipientCameByForm
from core.signing.proofs.email_code import EMAIL_CODE
from core.signing.proofs.enrolled.passkey import PASSKEY
from core.signing.proofs.enrolled.totp import TOTP
from core.signing.proofs.proof import IdentityProof

ENROLLED = frozenset((PASSKEY.name, TOTP.name))


def may_continue(recipient: Recipient) -> bool:
    """
    Not who would set up an app or a passkey for an address that no one has confirmed: it would
    speak for that address from then on. They are mailed the link.
    """
    asked = set(recipient.options.proofs)
    return EMAIL_CODE.name in asked or not asked & ENROLLED


def check(envelope: Envelope, came: RecipientCameByForm, now: datetime) -> Outcome:
    """Let them in, in their turn. Raises what acting now would raise."""
    turn.check_may_act(envelope, came.recipient_id, now)
    return Outcome(envelope, (came,))


def _stated(entries: Sequence[Entry]) -> str | None:
    came = any(e.type == RecipientCameByForm.type for e in entries)
    words = sentence("opened from a public form; the e-mail address was not confirmed")
    return words if came else None


PUBLIC_FORM = IdentityProof(name="public_form", needs=("email",), stated=_stated)
