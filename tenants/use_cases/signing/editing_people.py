"""An editor changes who comes after them, and finishes."""

from datetime import date, datetime

from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.envelope import Envelope
from core.envelopes.turns import editing
from core.signing import finishing
from core.signing.origin import Origin
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending
from tenants.use_cases.signing import signing_ceremony


def edit(
    tx: Transaction,
    typed: EnvelopeCorrection,
    finishes: bool,
    today: date,
    origin: Origin,
    now: datetime,
) -> Envelope:
    """
    The caller has counted it as sending, see `sending.count`.

    Raises Invalid, NotFound, and what keeps a recipient from acting.
    """
    envelope, id = signing_ceremony.locked(tx), tx.recipient.recipient_id
    outcome = editing.edit(envelope, id, typed, now, email_addresses.deliverable)
    if finishes:
        outcome = outcome.then(lambda e: finishing.finish(e, id, {}, today, origin, now))
    tx.record(outcome, tx.principal.actor, now)
    sending.issue_links(tx, outcome.envelope)
    return outcome.envelope
