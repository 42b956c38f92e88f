"""Sending an envelope."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft_sending
from core.envelopes.drafts.draft_merge import ShownDraft
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.refusals import ChangedMeanwhile, NothingToSend
from core.organizations.quota import Kind
from core.refusals import Refusal, TooFast
from core.signing import link
from core.templates import direct_link
from tenants import email_addresses
from tenants.installation import Organization
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import draft_autosave, envelope_details
from tenants.use_cases.envelopes.draft_autosave import DraftNotes, KeptDraft
from tenants.use_cases.organizations import quotas

PERIOD = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SendAttempt:
    """What was typed in the page is kept in any case; `refusal` says why nothing was sent."""

    kept: KeptDraft
    refusal: Refusal | None = None


def send(
    tx: Transaction, envelope_id: UUID, now: datetime, starts_at: datetime | None = None
) -> Envelope:
    """
    At once, or no one is invited before `starts_at`. The caller has counted it, see `count`.

    Raises NothingToSend and DetailsMissing with what is missing, Invalid with `starts_at`,
    QuotaReached.
    """
    tx.require(Permission.SEND_ENVELOPES)
    outcome = decide(tx, tx.lock_changeable(envelope_id), now, starts_at)
    write(tx, outcome, tx.principal.actor, tx.member.person_id, now)
    return outcome.envelope


def send_as_shown(
    tx: Transaction, envelope_id: UUID, shown: ShownDraft, noting: DraftNotes | None, now: datetime
) -> SendAttempt:
    """
    Send what a page shows, and nothing else: all of it in one transaction.

    Another state is refused; what was typed is kept whatever the answer. The caller has counted
    it, see `count`. Raises NotADraft, NotFound, Forbidden.
    """
    tx.require(Permission.SEND_ENVELOPES)
    kept = draft_autosave.merge(tx, tx.lock_changeable(envelope_id), shown, noting, now)
    try:
        outcome = _decide_shown(tx, kept, now)
    except Refusal as refusal:
        draft_autosave.record(tx, kept, now)
        return SendAttempt(kept, refusal)
    write(tx, outcome, tx.principal.actor, tx.member.person_id, now)
    return SendAttempt(kept)


def count(organization: Organization) -> None:
    """
    What mails people who did not ask for it, up to a limit of each organization. Raises TooFast.

    Counted in the database, so that it holds for all web processes together, and before the
    transaction that sends: no one waits for the counter, and a refused attempt counts too.
    """
    installation = organization.installation
    key = installation.attempt_key("sending", organization.id.bytes)
    if installation.directory.count_attempt(key, PERIOD) > installation.settings.rate_sends:
        raise TooFast(PERIOD)


def _decide_shown(tx: Transaction, kept: KeptDraft, now: datetime) -> Outcome:
    if not kept.shown:
        raise ChangedMeanwhile
    if kept.errors:
        raise NothingToSend(dict(kept.errors))
    return decide(tx, kept.envelope, now)


def decide(
    tx: Transaction, envelope: Envelope, now: datetime, starts_at: datetime | None = None
) -> Outcome:
    sender = tx.known_people.sender(envelope.sender_id)
    outcome = draft_sending.send(envelope, sender, now, email_addresses.deliverable, starts_at)
    if outcome.events:
        envelope_details.require(tx, envelope.id)
        quotas.require(tx, Kind.ENVELOPES, now)
    return outcome


def write(tx: Transaction, outcome: Outcome, by: str, person_id: UUID, now: datetime) -> None:
    """
    What was decided; recipients' links; and whom the person has sent to, for the next time: not
    those of a table or of a public form.
    """
    tx.record(outcome, by, now)
    if not outcome.events:
        return
    tx.documents.forget_found_fields(outcome.envelope.id)
    issue_links(tx, outcome.envelope)
    if outcome.envelope.bulk_send_id is None and not by.startswith(direct_link.ACTOR):
        tx.contacts.remember(person_id, outcome.envelope.recipients, now)


def issue_links(tx: Transaction, envelope: Envelope) -> None:
    """Make every recipient's link findable by its hash; the link itself is mailed later."""
    tx.envelopes.issue_links(
        envelope,
        [
            link.digest(
                link.token(tx.settings.link_key, tx.organization_id, r.id, r.link_generation)
            )
            for r in envelope.recipients
        ],
    )
