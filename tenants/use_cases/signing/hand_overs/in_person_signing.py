"""A host meets a recipient, makes sure who they are, and hands over the device."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.delivery import copy_request
from core.signing import link
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.origin import Origin
from core.signing.proofs import in_person
from core.signing.proofs.in_person import IN_PERSON
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.signing import signing_ceremony
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
    By a member: the secret of the recipient's link, which begins their session on this device.

    Raises NotFound, Forbidden, Invalid, SigningSuspended, and what keeps them from acting.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    check_not_suspended(tx)
    met = _met(recipient_id, means, tx.member.name, origin)
    tx.record(in_person.check(envelope, met, now), tx.principal.actor, now)
    generation = envelope.recipient(recipient_id).link_generation
    return link.token(tx.settings.link_key, tx.organization_id, recipient_id, generation)


def confirm(tx: Transaction, means: str, session: bytes, origin: Origin, now: datetime) -> None:
    """
    By the host whom the sender named, who has the link: the session is the recipient's from now on.

    Raises NotFound, Invalid, LinkReplaced, SigningSuspended, and what keeps them from acting.
    """
    envelope, id = signing_ceremony.locked_unproven(tx), tx.recipient.recipient_id
    host = envelope.recipient(id).options.host_name
    met = _met(id, means, host, origin)
    tx.record(in_person.check(envelope, met, now), tx.principal.actor, now)
    tx.ceremonies.keep_proof(session, id, IN_PERSON.name)


def request_copy(tx: Transaction, email: str, now: datetime) -> None:
    """To an address that they type at the end. Raises NotFound, Invalid with `email`."""
    envelope = signing_ceremony.locked(tx)
    outcome = copy_request.request(
        envelope, tx.recipient.recipient_id, email, email_addresses.deliverable
    )
    tx.record(outcome, tx.principal.actor, now)


def _met(recipient_id: UUID, means: str, host: str, origin: Origin) -> RecipientMetInPerson:
    return RecipientMetInPerson(
        recipient_id=recipient_id,
        means=means,
        host=host,
        address=origin.address,
        user_agent=origin.user_agent,
    )
