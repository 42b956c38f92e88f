"""A recipient names the people whom the sender left open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.turns import naming
from core.envelopes.turns.naming import FilledInPerson
from core.refusals import Invalid
from core.signing import finishing
from core.signing.origin import Origin
from tenants import email_addresses, phone_numbers
from tenants.transaction import Transaction
from tenants.use_cases.signing import signing_ceremony


def name(
    tx: Transaction,
    typed: Mapping[UUID, FilledInPerson],
    today: date,
    origin: Origin,
    now: datetime,
) -> Envelope:
    """
    An agent has finished with it; a signer who names a witness still signs. The caller has counted
    it as sending, see `sending.count`.

    Raises Invalid, NotFound, and what keeps a recipient from acting.
    """
    envelope, id = signing_ceremony.locked(tx), tx.recipient.recipient_id
    people = {late: _read(late, person) for late, person in typed.items()}
    outcome = naming.name(envelope, id, people, now, email_addresses.deliverable)
    if envelope.recipient(id).role.names_others:
        outcome = outcome.then(lambda e: finishing.finish(e, id, {}, today, origin, now))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def _read(late: UUID, person: FilledInPerson) -> FilledInPerson:
    """Raises Invalid with `phone-ID`."""
    if not person.phone.strip():
        return person
    try:
        return replace(person, phone=phone_numbers.parse(person.phone))
    except Invalid as invalid:
        raise Invalid(**{f"phone-{late}": invalid.errors["phone"]}) from None
