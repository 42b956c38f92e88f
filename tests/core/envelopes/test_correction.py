"""Correcting a sent envelope as a whole: people, order, expiry, and what the trail rebuilds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import correction
from core.envelopes.correction import AddedRecipient, ChangedRecipient, EnvelopeCorrection
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import NotCorrectable, NotOpen
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.evidence import consistency
from core.refusals import Invalid
from core.signing import turn
from core.signing.refusals import NoLongerNeeded
from tests.core import builders
from tests.core.builders import NOW, SENDER, Record, new_id, signer


def record(*recipients: Recipient) -> Record:
    """Sent to these, with its whole trail."""
    made = Record(builders.make_envelope(*recipients))
    made.add(draft.create(made.envelope))
    made.add(draft_sending.send(made.envelope, SENDER, NOW))
    return made


def same(recipient: Recipient, **changes: object) -> ChangedRecipient:
    row = ChangedRecipient(recipient.id, recipient.name, recipient.email, recipient.routing_order)
    return replace(row, **changes)  # type: ignore[arg-type]


def new(role: str = "approver", order: int = 1, **changes: object) -> AddedRecipient:
    row = AddedRecipient(new_id(), "Late Person", "late@example.com", role, order)
    return replace(row, **changes)  # type: ignore[arg-type]


def test_everything_at_once_is_one_decision_that_the_trail_rebuilds() -> None:
    one, two, three = signer("One", 1), signer("Two", 2), signer("Three", 2)
    made = record(one, two, three)
    later = made.envelope.expires_at + timedelta(days=3)  # type: ignore[operator]
    typed = EnvelopeCorrection(
        changed=(same(one, email="uno@example.com"), same(two, order=3)),
        added=(new(order=2),),
        removed=frozenset({three.id}),
        expires_at=later,
    )

    outcome = correction.correct(made.envelope, typed, NOW)
    made.add(outcome)

    assert builders.types_of(outcome) == [
        "envelope.expiry_changed",
        "recipient.removed",
        "recipient.corrected",
        "recipient.invited",
        "recipient.rerouted",
        "recipient.named",
    ]
    after = made.envelope
    assert [(r.email, r.routing_order, r.status) for r in after.recipients] == [
        ("uno@example.com", 1, RecipientStatus.SENT),
        ("two@example.com", 3, RecipientStatus.CREATED),
        ("three@example.com", 2, RecipientStatus.SKIPPED),
        ("late@example.com", 2, RecipientStatus.CREATED),
    ]
    assert after.expires_at == later
    assert [job.due_at for job in made.job_kinds("expire_envelope")][-1] == later
    assert consistency.differences(after, made.entries) == ()


def test_the_same_correction_again_changes_nothing() -> None:
    one, two = signer("One"), signer("Two", 2)
    envelope = record(one, two).envelope
    typed = EnvelopeCorrection(changed=(same(two, order=4),), added=(new(order=5),))

    once = correction.correct(envelope, typed, NOW).envelope

    assert correction.correct(once, typed, NOW).events == ()


def test_a_signer_who_comes_later_takes_over_the_fields_of_who_is_removed() -> None:
    one, two = signer("One"), signer("Two")
    made = record(one, two)
    heir = new("signer", takes_over=one.id)
    typed = EnvelopeCorrection(added=(heir,), removed=frozenset({one.id}))

    made.add(correction.correct(made.envelope, typed, NOW))

    assert [f.kind.name for f in made.envelope.fields_of(heir.id)] == ["signature"]
    assert made.envelope.fields_of(one.id) == ()
    assert made.envelope.recipient(heir.id).status is RecipientStatus.SENT
    with pytest.raises(NoLongerNeeded):
        turn.check_may_act(made.envelope, one.id, NOW)
    (told,) = made.job_kinds("mail_removal")
    assert told.arguments["recipient_id"] == str(one.id)
    assert consistency.differences(made.envelope, made.entries) == ()


def test_the_corrected_envelope_is_signed_and_completed_as_any_other() -> None:
    one, two = signer("One"), signer("Two", 2)
    made = record(one, two)
    heir = new("signer", order=2, takes_over=two.id)
    typed = EnvelopeCorrection(added=(heir,), removed=frozenset({two.id}))
    made.add(correction.correct(made.envelope, typed, NOW))

    signed = builders.signed_by(made.envelope, one)
    done = builders.completed(builders.signed_by(signed, signed.recipient(heir.id)))

    assert done.status == "completed"
    assert done.recipient(two.id).status is RecipientStatus.SKIPPED
    assert not done.recipient(two.id).gets_copy


def test_what_was_finished_stays_as_it_is() -> None:
    one, two = signer("One"), signer("Two", 2)
    envelope = builders.signed_by(record(one, two).envelope, one)

    with pytest.raises(Invalid) as removed:
        correction.correct(envelope, EnvelopeCorrection(removed=frozenset({one.id})), NOW)
    for row in (same(one, email="uno@example.com"), same(one, order=5)):
        with pytest.raises(NotCorrectable):
            correction.correct(envelope, EnvelopeCorrection(changed=(row,)), NOW)
    assert set(removed.value.errors) == {"recipients"}


def test_an_envelope_that_has_ended_is_not_corrected() -> None:
    envelope = record(signer("One")).envelope
    nothing = EnvelopeCorrection()

    for ended in (builders.completed(builders.signed_by(envelope, envelope.recipients[0])),):
        with pytest.raises(NotOpen):
            correction.correct(ended, nothing, NOW)
    with pytest.raises(NotOpen):
        correction.correct(envelope, nothing, NOW + timedelta(days=121))


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_it_expires_within_a_year_and_not_in_the_past(days: int) -> None:
    envelope = record(signer("One")).envelope
    typed = EnvelopeCorrection(expires_at=NOW + timedelta(days=days))

    with pytest.raises(Invalid) as refused:
        correction.correct(envelope, typed, NOW)
    assert set(refused.value.errors) == {"expires_on"}


def test_what_is_wrong_is_told_beside_its_input() -> None:
    one, two = signer("One"), signer("Two", 2)
    envelope = record(one, two).envelope
    without_fields, twice = new("signer"), new(order=0)

    with pytest.raises(Invalid) as refused:
        typed = EnvelopeCorrection(
            changed=(same(one, email="one@"),), added=(without_fields, twice)
        )
        correction.correct(envelope, typed, NOW)
    with pytest.raises(Invalid) as nobody:
        everyone = EnvelopeCorrection(removed=frozenset({one.id, two.id}))
        correction.correct(envelope, everyone, NOW)

    assert set(refused.value.errors) == {
        f"email-{one.id}",
        f"fields-{without_fields.id}",
        f"order-{twice.id}",
    }
    assert set(nobody.value.errors) == {"recipients"}


def test_who_was_asked_keeps_their_place_in_the_order() -> None:
    one, two = signer("One"), signer("Two", 2)
    envelope = record(one, two).envelope

    with pytest.raises(NotCorrectable):
        correction.correct(envelope, EnvelopeCorrection(changed=(same(one, order=3),)), NOW)


def test_options_of_a_sent_envelope_keep_old_and_new_in_the_trail() -> None:
    one = signer("One")
    made = record(one)
    chosen = replace(one.options, note="Bring your pen.", proofs=("email_code",))

    outcome = correction.choose_options(made.envelope, one.id, chosen, NOW)
    made.add(outcome)

    (event,) = outcome.events
    assert event.private() == {"new": '{"note":"Bring your pen.","proofs":["email_code"]}'}
    assert made.envelope.recipient(one.id).options == chosen
    assert consistency.differences(made.envelope, made.entries) == ()
    assert correction.choose_options(made.envelope, one.id, chosen, NOW).events == ()


def test_options_of_one_who_has_signed_stay() -> None:
    one, two = signer("One"), signer("Two", 2)
    envelope = builders.signed_by(record(one, two).envelope, one)

    with pytest.raises(NotCorrectable):
        correction.choose_options(envelope, one.id, replace(one.options, note="Too late"), NOW)


@pytest.mark.parametrize("role", ["approver", "viewer", "cc", "signer"])
def test_no_one_takes_over_the_fields_of_someone_who_stays(role: str) -> None:
    one, two = signer("One"), signer("Two", 2)
    envelope = builders.signed_by(record(one, two).envelope, one)

    for whose in (one, two):
        late = new(role, order=3, takes_over=whose.id)
        try:
            after = correction.correct(envelope, EnvelopeCorrection(added=(late,)), NOW).envelope
        except Invalid as refused:
            assert set(refused.errors) == {f"fields-{late.id}"}
        else:
            assert after.fields == envelope.fields


def test_an_approver_who_replaces_a_signer_gets_no_fields() -> None:
    one, two = signer("One"), signer("Two", 2)
    late = new("approver", order=2, takes_over=two.id)
    typed = EnvelopeCorrection(added=(late,), removed=frozenset({two.id}))

    after = correction.correct(record(one, two).envelope, typed, NOW).envelope

    assert after.fields_of(late.id) == ()


def test_fields_are_taken_over_once() -> None:
    one, two = signer("One"), signer("Two", 2)
    heirs = (new("signer", takes_over=two.id), new("signer", name="Else", takes_over=two.id))
    typed = EnvelopeCorrection(added=heirs, removed=frozenset({two.id}))

    with pytest.raises(Invalid) as refused:
        correction.correct(record(one, two).envelope, typed, NOW)

    assert set(refused.value.errors) == {f"fields-{heirs[1].id}"}


def test_an_address_that_a_proof_needs_is_not_taken_away() -> None:
    one = signer("One", role=IN_PERSON_SIGNER, options=RecipientOptions(proofs=("totp",)))

    with pytest.raises(Invalid) as refused:
        typed = EnvelopeCorrection(changed=(same(one, email=""),))
        correction.correct(record(one).envelope, typed, NOW)

    assert set(refused.value.errors) == {"email"}
