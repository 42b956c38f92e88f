"""
The link that is sent to a recipient: whoever opens it reads the mail of that address, or the SMS
of that phone.
"""

from collections.abc import Sequence

from core.envelopes.events.expiry_warnings import RecipientExpiryWarned
from core.envelopes.events.handovers import LinkHandedOver
from core.envelopes.events.recipients import RecipientInvited
from core.envelopes.events.reminders import RecipientAutoReminded, RecipientReminded
from core.envelopes.events.texts import RecipientTexted
from core.envelopes.recipient import Recipient
from core.evidence.audit import Entry
from core.refusals import sentence
from core.signing.events.recipients import RecipientDelivered
from core.signing.proofs.proof import IdentityProof
from core.signing.refusals import LinkReplaced

MAILED = tuple(
    event.type
    for event in (
        RecipientInvited,
        RecipientReminded,
        RecipientAutoReminded,
        RecipientExpiryWarned,
    )
)


def check(recipient: Recipient, generation: int) -> None:
    """
    A link proves who the recipient is as long as no later one was mailed. Raises LinkReplaced.

    `generation` is the link's. That its secret is right was found where its hash is looked up.
    """
    if recipient.link_generation != generation:
        raise LinkReplaced


def _stated(entries: Sequence[Entry]) -> str | None:
    """Following the link leaves no entry of its own: the first thing done after it does."""
    opened = any(e.type == RecipientDelivered.type for e in entries)
    if opened and any(e.type == LinkHandedOver.type for e in entries):
        return sentence("link handed over by the sender")
    if not opened:
        return None
    if not any(e.type == RecipientTexted.type for e in entries):
        return sentence("e-mail link")
    by_mail = any(e.type in MAILED for e in entries)
    return sentence("link sent by e-mail and SMS") if by_mail else sentence("link sent by SMS")


MAILED_LINK = IdentityProof(
    name="mailed_link", needs=("email",), job="mail_invitation", stated=_stated
)
