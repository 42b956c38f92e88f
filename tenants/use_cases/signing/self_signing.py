"""A member signs a document of their own: a draft for them alone, sent and signed on the spot."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.principal import RecipientPrincipal
from core.signing import consenting, self_signing
from core.signing.disclosures.disclosure import ENGLISH, Disclosure, Wording
from core.signing.origin import Origin
from core.signing.refusals import NotYoursAlone
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending
from tenants.use_cases.organizations import disclosures
from tenants.use_cases.signing import portal_signing


def prepare(tx: Transaction, envelope_id: UUID, name: str, now: datetime) -> Envelope:
    """Make the member the only signer of a draft that has no recipient yet, and give it a name."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if envelope.recipients:
        return envelope
    me = Recipient(new_id(), tx.member.name, tx.member.email)
    outcome = draft.name_recipients(envelope, [me])
    outcome = draft.rename(outcome.envelope, envelope.name or name, envelope.message)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def terms(tx: Transaction, envelope: Envelope, wording: Wording = ENGLISH) -> Disclosure | None:
    """What the member accepts by signing it here; None when others are to sign it."""
    tx.require(Permission.SEND_ENVELOPES)
    if not self_signing.is_own(envelope, tx.member.name, tx.member.email):
        return None
    return _disclosure(tx, wording)


def start(
    tx: Transaction,
    envelope_id: UUID,
    origin: Origin,
    now: datetime,
    wording: Wording = ENGLISH,
) -> str:
    """
    Send the draft to the member alone, who accepts the terms and is let in, all in one commit.

    The secret of their own link. Sent already, they are only let in.

    Raises NotYoursAlone, NothingToSend, DetailsMissing, QuotaReached, and what
    portal_signing.open_signing raises.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if not self_signing.is_own(envelope, tx.member.name, tx.member.email):
        raise NotYoursAlone
    outcome = self_signing.without_mail(sending.decide(tx, envelope, now))
    if outcome.events:
        tx.record(outcome, tx.principal.actor, now)
        sending.issue_links(tx, outcome.envelope)
    (me,) = outcome.envelope.recipients
    token = portal_signing.open_signing(tx, envelope_id, me.id, origin, now)
    accepted = _disclosure(tx, wording)
    sent = tx.envelopes.lock(envelope_id)
    actor = RecipientPrincipal(envelope_id, me.id, me.link_generation).actor
    tx.record(consenting.accept(sent, me.id, accepted, origin, now), actor, now)
    tx.disclosures.keep(accepted)
    return token


def _disclosure(tx: Transaction, wording: Wording) -> Disclosure:
    return disclosures.current(tx, tx.own_organization.name(), signs=True, wording=wording)
