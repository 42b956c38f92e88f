"""Sending an envelope."""

from datetime import datetime, timedelta
from uuid import UUID

from core import draft, link
from core.access import Permission
from core.envelope import Envelope
from core.quota import Kind
from core.refusals import TooFast
from core.sender import Sender
from tenants.member import Member
from tenants.organization import Transaction
from tenants.store import contacts
from tenants.use_cases import detailing, quotas

PERIOD = timedelta(minutes=1)


def send(member: Member, envelope_id: UUID, now: datetime) -> Envelope:
    """Raises NothingToSend and DetailsMissing with what is missing, QuotaReached, TooFast."""
    _count(member)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        envelope = tx.change(envelope_id)
        outcome = draft.send(envelope, _sender(tx, envelope), now)
        if outcome.events:
            detailing.require(tx, envelope_id)
            quotas.require(tx, member.organization, Kind.ENVELOPES, now)
            issue_links(tx, outcome.envelope, member.organization.installation.settings.link_key)
            contacts.remember(tx, outcome.envelope.recipients, now)
        tx.record(outcome, member.actor, now)
    return outcome.envelope


def _count(member: Member) -> None:
    """Counted in the database, so that it holds for all web processes together."""
    installation = member.organization.installation
    key = installation.attempt_key("sending", member.organization.id.bytes)
    if installation.door.count_attempt(key, PERIOD) > installation.settings.rate_sends:
        raise TooFast(PERIOD)


def _sender(tx: Transaction, envelope: Envelope) -> Sender:
    row = tx.one(
        "select p.id as person_id, p.name, p.email, o.name as organization, o.time_zone"
        " from people p cross join organizations o where p.id = %s",
        envelope.sender_id,
    )
    return Sender(**row)


def issue_links(tx: Transaction, envelope: Envelope, key: bytes) -> None:
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
