"""The recipients of a draft one by one, each complete: as programs add and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import recipient_list, recipient_options
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.refusals import Invalid, NotFound
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.signing import recipient_choices
from tenants.use_cases.signing.recipient_choices import TypedSecrets


def add(
    tx: Transaction, envelope_id: UUID, person: Recipient, secrets: TypedSecrets, now: datetime
) -> Envelope:
    """
    After all others in the list.

    Raises NotADraft, NotFound, Forbidden, Invalid with what is wrong with them.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    people = [*(r for r in envelope.recipients if not r.blank), person]
    return _keep(tx, envelope, people, person, secrets, now)


def change(
    tx: Transaction, envelope_id: UUID, person: Recipient, secrets: TypedSecrets, now: datetime
) -> Envelope:
    """
    One of them, by the id, as they are to be. A code or an answer that is not given stays.

    Raises NotADraft, NotFound, Forbidden, Invalid with what is wrong with them.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    envelope.recipient(person.id)
    people = [person if r.id == person.id else r for r in envelope.recipients]
    return _keep(tx, envelope, people, person, secrets, now)


def remove(tx: Transaction, envelope_id: UUID, recipient_id: UUID, now: datetime) -> Envelope:
    """With the fields that are theirs alone. Raises NotADraft, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    envelope.recipient(recipient_id)
    left = [r for r in envelope.recipients if r.id != recipient_id]
    outcome = draft.name_recipients(envelope, left)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def reorder(
    tx: Transaction, envelope_id: UUID, orders: Mapping[UUID, int], now: datetime
) -> Envelope:
    """`orders` are 1 to 100; who is not named stays. Raises NotADraft, NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if orders.keys() - {r.id for r in envelope.recipients}:
        raise NotFound
    people = [
        replace(r, routing_order=orders.get(r.id, r.routing_order)) for r in envelope.recipients
    ]
    outcome = draft.name_recipients(envelope, people)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def _keep(
    tx: Transaction,
    envelope: Envelope,
    people: Sequence[Recipient],
    person: Recipient,
    secrets: TypedSecrets,
    now: datetime,
) -> Envelope:
    known = next((r.options for r in envelope.recipients if r.id == person.id), None)
    before = known or recipient_options.NONE
    options = recipient_choices.read(tx, person.options, before, secrets)
    place = next(n for n, r in enumerate(people) if r.id == person.id)
    wrong = recipient_list.errors(people, email_addresses.deliverable)
    theirs = {
        name.removesuffix(f"-{place}"): why
        for name, why in wrong.items()
        if name.endswith(f"-{place}") or name == "recipients"
    }
    if theirs:
        raise Invalid(**theirs)
    outcome = draft.name_recipients(envelope, people)
    outcome = outcome.then(lambda e: draft.choose_options(e, person.id, options))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
