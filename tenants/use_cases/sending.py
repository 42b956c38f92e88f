"""Sending an envelope."""

from datetime import datetime
from uuid import UUID

from core import draft, link
from core.access import Permission
from core.envelope import Envelope
from tenants.member import Member
from tenants.organization import Transaction


def send(member: Member, envelope_id: UUID, now: datetime) -> Envelope:
    """Raises NothingToSend with what is missing."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = draft.send(tx.change(envelope_id), now)
        if outcome.events:
            _issue_links(tx, outcome.envelope, member.organization.installation.settings.link_key)
        tx.record(outcome, member.actor, now)
    return outcome.envelope


def _issue_links(tx: Transaction, envelope: Envelope, key: bytes) -> None:
    """Make every recipient's link findable by its hash; the link itself is mailed later."""
    organization_id = envelope.organization_id
    tokens = [
        link.token(key, organization_id, r.id, r.link_generation) for r in envelope.recipients
    ]
    tx.run(
        "select issue_links(%s, %s, %s, %s)",
        [link.digest(token) for token in tokens],
        envelope.id,
        [r.id for r in envelope.recipients],
        [r.link_generation for r in envelope.recipients],
    )
