"""When an envelope expires, and when recipients are reminded."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope, Outcome
from core.refusals import Invalid, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import correcting

WRONG_DAYS = sentence("Choose a time of up to 365 days.")


def choose(tx: Transaction, envelope_id: UUID, days: Mapping[str, int], now: datetime) -> Envelope:
    """Of a draft, in days; what is not named stays. Raises NotADraft, Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    draft.check_draft(envelope)
    schedule = replace(envelope.schedule, **days)
    if not schedule.sound:
        raise Invalid(days=WRONG_DAYS)
    outcome = Outcome(replace(envelope, schedule=schedule, typed_in=None))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def extend(tx: Transaction, envelope_id: UUID, until: datetime, now: datetime) -> Envelope:
    """Of a sent envelope. Raises NotOpen, Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    return correcting.correct_envelope(tx, envelope_id, EnvelopeCorrection(expires_at=until), now)
