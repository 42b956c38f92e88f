"""Correcting an envelope that was sent: its recipients, when it expires, fields and options."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes import correcting, correction, field_correction
from core.envelopes.correcting import Correction
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_options import RecipientOptions
from core.fields.field import Field
from core.signing.proofs import asked_proofs
from tenants import email_addresses
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import sending
from tenants.use_cases.envelopes.drafting import PlacedFields
from tenants.use_cases.fields import corrected_fields
from tenants.use_cases.signing import recipient_choices
from tenants.use_cases.signing.recipient_choices import TypedSecrets


def correct(
    tx: Transaction, envelope_id: UUID, recipient_id: UUID, typed: Correction, now: datetime
) -> Envelope:
    """
    Counts as sending, for each mails an address that the organization chooses: the caller has
    counted it, see `sending.count`.

    Raises Invalid, NotOpen, NotCorrectable, TooManyCorrections, CorrectedMeanwhile, NotFound.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if typed.email.strip():  # whether they may have none is decided with all of them
        typed = replace(typed, email=email_addresses.check(typed.email))
    outcome = correcting.correct(envelope, recipient_id, typed, now)
    sending.issue_links(tx, outcome.envelope)
    tx.proof_states.forget(envelope_id, recipient_id)
    tx.record(outcome, tx.principal.actor, now)
    tx.contacts.remember(tx.member.person_id, (outcome.envelope.recipient(recipient_id),), now)
    return outcome.envelope


def correct_envelope(
    tx: Transaction, envelope_id: UUID, typed: EnvelopeCorrection, now: datetime
) -> Envelope:
    """
    Recipients and expiry in one. Counts as sending, as `correct` does.

    Raises Invalid, NotOpen, NotCorrectable, TooManyCorrections, CorrectedMeanwhile, NotFound.
    """
    tx.require(Permission.SEND_ENVELOPES)
    before = tx.lock_changeable(envelope_id)
    outcome = correction.correct(before, typed, now, email_addresses.deliverable)
    were = {r.id: (r.person, r.link_generation) for r in before.recipients}
    others = tuple(
        r for r in outcome.envelope.recipients if were.get(r.id) != (r.person, r.link_generation)
    )
    tx.record(outcome, tx.principal.actor, now)
    if others:
        sending.issue_links(tx, outcome.envelope)
        tx.contacts.remember(tx.member.person_id, others, now)
    for recipient in others:
        tx.proof_states.forget(envelope_id, recipient.id)
    return outcome.envelope


def correct_fields(
    tx: Transaction,
    envelope_id: UUID,
    wanted: MergedFields,
    was: Mapping[UUID, Field] | None,
    now: datetime,
) -> PlacedFields:
    """
    All of it or nothing, as someone who has not finished may find it a moment later. `was`: fields
    as the page began with them; where another page has changed one since, nothing is done.

    Raises NotOpen, NotFound, Invalid with the ids of fields, or `fields`.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    args = (envelope, envelope.fields, wanted, was)
    return corrected_fields.keep(tx, *args, field_correction.correct, now)


def choose_options(
    tx: Transaction,
    envelope_id: UUID,
    recipient_id: UUID,
    options: RecipientOptions,
    now: datetime,
    access_code: str = "",
    questions: Sequence[tuple[str, str]] = (),
) -> Envelope:
    """
    Of a recipient of a sent envelope; `access_code` is a new one, as typed.

    Raises NotOpen, NotCorrectable, NotFound, Invalid with the names of options.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    was = envelope.recipient(recipient_id)
    before = was.options
    proofs = asked_proofs.ordered(asked_proofs.of_all(envelope), options.proofs)
    secrets = TypedSecrets(access_code, questions if "questions" in proofs else ())
    chosen = recipient_choices.read(tx, options, before, secrets)
    outcome = correction.choose_options(envelope, recipient_id, chosen, now)
    if outcome.envelope.recipient(recipient_id).link_generation != was.link_generation:
        sending.issue_links(tx, outcome.envelope)
        tx.proof_states.forget(envelope_id, recipient_id)
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope
