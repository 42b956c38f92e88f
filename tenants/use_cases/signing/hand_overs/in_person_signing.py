"""A member meets a recipient, makes sure who they are, and hands over the device."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.signing import link
from core.signing.events import RecipientMetInPerson
from core.signing.origin import Origin
from core.signing.proofs import in_person
from tenants.transaction import Transaction
from tenants.use_cases.signing.signing_ceremony import check_not_suspended


def hand_over(
    tx: Transaction,
    envelope_id: UUID,
    recipient_id: UUID,
    means: str,
    origin: Origin,
    now: datetime,
) -> str:
    """
    The secret of the recipient's link, which begins their session on this device.

    Raises NotFound, Forbidden, Invalid, SigningSuspended, and what keeps them from acting.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    check_not_suspended(tx)
    met = RecipientMetInPerson(
        recipient_id=recipient_id,
        means=means,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    tx.record(in_person.check(envelope, met, now), tx.principal.actor, now)
    generation = envelope.recipient(recipient_id).link_generation
    return link.token(tx.settings.link_key, tx.organization_id, recipient_id, generation)
