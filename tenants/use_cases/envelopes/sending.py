"""Sending an envelope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.envelopes import draft
from core.envelopes.draft_merge import Shown
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.refusals import ChangedMeanwhile, NothingToSend
from core.envelopes.sender import Sender
from core.organizations.quota import Kind
from core.refusals import Refusal, TooFast
from core.signing import link
from tenants import email_addresses
from tenants.member import Member, MemberTransaction
from tenants.organization import Organization, Transaction
from tenants.use_cases.envelopes import draft_autosave, envelope_details
from tenants.use_cases.envelopes.draft_autosave import Kept, Noting
from tenants.use_cases.organizations import quotas

PERIOD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was typed in the page is kept in any case; `refusal` says why nothing was sent."""

    kept: Kept
    refusal: Refusal | None = None


def send(member: Member, envelope_id: UUID, now: datetime) -> Envelope:
    """Raises NothingToSend and DetailsMissing with what is missing, QuotaReached, TooFast."""
    count(member.organization)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = decide(tx, tx.change(envelope_id), now)
        write(tx, outcome, tx.principal.actor, tx.member.person_id, now)
    return outcome.envelope


def send_shown(
    member: Member, envelope_id: UUID, shown: Shown, noting: Noting | None, now: datetime
) -> Attempt:
    """
    Send what a page shows, and nothing else: all of it in one transaction.

    Another state is refused; what was typed is kept whatever the answer. Raises NotADraft,
    NotFound, Forbidden.
    """
    try:
        count(member.organization)
    except TooFast as refusal:
        return Attempt(draft_autosave.keep(member, envelope_id, shown, noting, now), refusal)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        kept = draft_autosave.settle(tx, tx.change(envelope_id), shown, noting, now)
        try:
            outcome = _decide_shown(tx, kept, now)
        except Refusal as refusal:
            draft_autosave.record(tx, kept, now)
            return Attempt(kept, refusal)
        write(tx, outcome, tx.principal.actor, tx.member.person_id, now)
    return Attempt(kept)


def count(organization: Organization) -> None:
    """
    What mails people who did not ask for it, up to a limit of each organization. Raises TooFast.

    Counted in the database, so that it holds for all web processes together.
    """
    installation = organization.installation
    key = installation.attempt_key("sending", organization.id.bytes)
    if installation.door.count_attempt(key, PERIOD) > installation.settings.rate_sends:
        raise TooFast(PERIOD)


def _decide_shown(tx: MemberTransaction, kept: Kept, now: datetime) -> Outcome:
    if not kept.shown:
        raise ChangedMeanwhile
    if kept.errors:
        raise NothingToSend(dict(kept.errors))
    return decide(tx, kept.envelope, now)


def decide(tx: Transaction, envelope: Envelope, now: datetime) -> Outcome:
    outcome = draft.send(envelope, _sender(tx, envelope), now, email_addresses.deliverable)
    if outcome.events:
        envelope_details.require(tx, envelope.id)
        quotas.require(tx, Kind.ENVELOPES, now)
    return outcome


def write(tx: Transaction, outcome: Outcome, by: str, person_id: UUID, now: datetime) -> None:
    """What was decided; recipients' links; and whom the person has sent to, for the next time."""
    tx.record(outcome, by, now)
    if outcome.events:
        issue_links(tx, outcome.envelope, tx.settings.link_key)
        tx.contacts.remember(person_id, outcome.envelope.recipients, now)


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
