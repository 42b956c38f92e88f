"""A signed-in member signs what they are asked to sign, without the detour by mail."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.events.recipients import RecipientCorrected
from core.evidence import audit
from core.signing import link
from core.signing.events.ways_in import RecipientSignedIn
from core.signing.origin import Origin
from core.signing.proofs import member_account
from tenants.transaction import Transaction
from tenants.use_cases.signing.signing_ceremony import check_not_suspended


def open_signing(
    tx: Transaction, envelope_id: UUID, recipient_id: UUID, origin: Origin, now: datetime
) -> str:
    """
    The secret of the recipient's own link, for a member whose address is the recipient's.

    How they were admitted is recorded once in each of their sessions.
    Raises NotFound, NotYourTurn, AlreadyFinished, NotOpen, SigningSuspended.
    """
    tx.require(Permission.READ_ENVELOPES)
    tx.standing(envelope_id)
    envelope, member = tx.envelopes.lock(envelope_id), tx.member
    check_not_suspended(tx)
    proof = RecipientSignedIn(
        recipient_id=recipient_id,
        person_id=member.person_id,
        session_id=member.session_id,
        method=member.method,
        factors=member.factors,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    outcome = member_account.check(envelope, member.email, proof, now)
    if not _is_recorded(tx, envelope_id, proof):
        tx.record(outcome, member.actor, now)
    generation = envelope.recipient(recipient_id).link_generation
    return link.token(tx.settings.link_key, tx.organization_id, recipient_id, generation)


def _is_recorded(tx: Transaction, envelope_id: UUID, proof: RecipientSignedIn) -> bool:
    same = {"recipient_id": str(proof.recipient_id), "session_id": str(proof.session_id)}
    # Before a correction the recipient was another person.
    entries = audit.since(tx.audit.of(envelope_id), RecipientCorrected.type, proof.recipient_id)
    return any(
        entry.type == RecipientSignedIn.type and same.items() <= entry.data.items()
        for entry in entries
    )
