from dataclasses import replace
from typing import Any

import pytest

from core.envelopes.drafts import draft_fields, draft_sending
from core.envelopes.envelope import Envelope, Outcome, Status, with_fields
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.refusals import NotOpen
from core.fields.field import Field
from core.refusals import Invalid, NotFound, Refusal
from core.signing import adopting, consenting, declining, finishing
from core.signing.events.recipients import RecipientCompleted, RecipientDeclined
from core.signing.refusals import (
    AlreadyDeclined,
    AlreadyFinished,
    ConsentNeeded,
    FieldsMissing,
    NothingToSign,
    NotYourTurn,
    SignatureNeeded,
    TooManySignatures,
)
from tests.core.builders import (
    DISCLOSURE,
    LATER,
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    adopted,
    cc,
    completed,
    consented,
    finish,
    make_envelope,
    mine,
    sent,
    signature,
    signed_by,
    signer,
    types_of,
)

ONE, TWO, COPY = signer(), signer("Signer Two", 2), cc()
TYPES = ("signature", "text", "date_signed", "checkbox")


def decline(envelope: Envelope, recipient: Recipient = ONE, reason: str = "Wrong price") -> Outcome:
    return declining.decline(envelope, recipient.id, reason, ORIGIN, NOW)


def test_consent_opens_the_envelope_once() -> None:
    outcome = consenting.accept(sent(ONE, TWO), ONE.id, DISCLOSURE, ORIGIN, NOW)
    again = consenting.accept(outcome.envelope, ONE.id, DISCLOSURE, ORIGIN, LATER)

    assert types_of(outcome) == ["consent.accepted", "recipient.delivered", "envelope.delivered"]
    assert outcome.envelope.status is Status.DELIVERED
    assert outcome.envelope.recipient(ONE.id).consented
    assert again.envelope == outcome.envelope
    assert again.events == ()


def test_the_first_to_open_delivers_the_envelope_and_the_next_does_not() -> None:
    second = signer("Signer Two")
    envelope = consented(sent(ONE, second), ONE)

    outcome = consenting.accept(envelope, second.id, DISCLOSURE, ORIGIN, NOW)

    assert types_of(outcome) == ["consent.accepted", "recipient.delivered"]


def test_nobody_acts_before_their_turn() -> None:
    envelope = adopted(sent(ONE, TWO), ONE)

    for act in (
        lambda: consenting.accept(envelope, TWO.id, DISCLOSURE, ORIGIN, NOW),
        lambda: adopting.adopt(envelope, signature(TWO)),
        lambda: finishing.fill(envelope, TWO.id, {}),
        lambda: finish(envelope, TWO),
        lambda: decline(envelope, TWO),
    ):
        with pytest.raises(NotYourTurn):
            act()


def test_whoever_gets_a_copy_has_nothing_to_sign() -> None:
    for envelope in (sent(ONE, COPY), completed(signed_by(sent(ONE, COPY), ONE))):
        for act in (
            lambda e: consenting.accept(e, COPY.id, DISCLOSURE, ORIGIN, NOW),
            lambda e: adopting.adopt(e, signature(COPY)),
            lambda e: finishing.fill(e, COPY.id, {}),
            lambda e: finish(e, COPY),
            lambda e: decline(e, COPY),
        ):
            with pytest.raises(NothingToSign):
                act(envelope)


def test_nothing_is_signed_without_consent() -> None:
    envelope = sent(ONE)

    for act in (
        lambda: adopting.adopt(envelope, signature(ONE)),
        lambda: finishing.fill(envelope, ONE.id, mine(envelope, ONE)),
        lambda: finish(envelope, ONE),
    ):
        with pytest.raises(ConsentNeeded):
            act()


def test_a_stranger_is_not_found() -> None:
    with pytest.raises(NotFound):
        consenting.accept(sent(ONE), TWO.id, DISCLOSURE, ORIGIN, NOW)


def test_adopting_the_same_signature_twice_adopts_once() -> None:
    hand = signature(ONE)
    envelope = consented(sent(ONE), ONE)

    once = adopting.adopt(envelope, hand)
    again = adopting.adopt(once.envelope, hand)

    assert types_of(once) == ["signature.adopted"]
    assert again.events == ()
    assert again.envelope == once.envelope


def test_another_recipients_signature_is_never_adopted() -> None:
    second = signer("Signer Two")
    hand = signature(ONE)
    envelope = consented(adopted(sent(ONE, second), ONE), second)
    envelope = replace(envelope, signatures=(hand,))

    with pytest.raises(NotFound):
        adopting.adopt(envelope, replace(hand, recipient_id=second.id))


def test_a_new_signature_replaces_the_old_one_where_it_stood_and_nowhere_else() -> None:
    types = ("signature", "signature", "text", "initials")
    envelope = adopted(sent(ONE, types=types), ONE)
    first, second, text, initials = envelope.fields
    envelope = finishing.fill(envelope, ONE.id, {first.id: "mine", text.id: "words"}).envelope
    hand = signature(ONE)

    changed = adopting.adopt(envelope, hand).envelope

    values = [changed.field(f.id).value for f in (first, second, text, initials)]
    assert values == [str(hand.id), "", "words", ""]


def test_nobody_adopts_without_end() -> None:
    envelope = consented(sent(ONE), ONE)
    for _ in range(adopting.SIGNATURES_LIMIT):
        envelope = adopting.adopt(envelope, signature(ONE)).envelope

    with pytest.raises(TooManySignatures):
        adopting.adopt(envelope, signature(ONE))


def test_only_pictures_are_adopted() -> None:
    envelope = consented(sent(ONE), ONE)

    for kind in ("text", "checkbox", "formula"):
        with pytest.raises(ValueError, match=kind):
            adopting.adopt(envelope, signature(ONE, kind))


def test_a_signature_has_to_be_adopted_before_it_is_placed() -> None:
    envelope = consented(sent(ONE), ONE)

    with pytest.raises(SignatureNeeded):
        finishing.fill(envelope, ONE.id, mine(envelope, ONE))


def test_initials_are_no_signature() -> None:
    envelope = adopted(sent(ONE), ONE, "initials")

    with pytest.raises(SignatureNeeded):
        finish(envelope, ONE)


def test_the_id_of_a_signature_is_never_taken_from_a_form() -> None:
    second = signer("Signer Two")
    envelope = adopted(adopted(sent(ONE, second), ONE), second)
    theirs, own = (s.id for s in envelope.signatures)
    place = envelope.fields_of(second.id)[0]

    filled = finishing.fill(envelope, second.id, {place.id: str(theirs)}).envelope

    assert filled.field(place.id).value == str(own)


def test_a_signature_can_be_taken_back_before_finishing() -> None:
    envelope = adopted(sent(ONE), ONE)
    envelope = finishing.fill(envelope, ONE.id, mine(envelope, ONE)).envelope
    place = envelope.fields[0].id

    assert finishing.fill(envelope, ONE.id, {place: ""}).envelope.field(place).value == ""
    with pytest.raises(FieldsMissing):
        finishing.finish(envelope, ONE.id, {place: ""}, TODAY, ORIGIN, NOW)


def test_another_recipients_field_is_not_found() -> None:
    second = signer("Signer Two")
    envelope = adopted(sent(ONE, second), ONE)
    theirs = mine(envelope, second)

    with pytest.raises(NotFound):
        finishing.fill(envelope, ONE.id, theirs)
    with pytest.raises(NotFound):
        finishing.finish(envelope, ONE.id, mine(envelope, ONE) | theirs, TODAY, ORIGIN, NOW)


def test_every_wrong_value_is_named_at_its_field() -> None:
    envelope = adopted(sent(ONE, types=(*TYPES, "text")), ONE)
    _, text, _, _, other = envelope.fields

    with pytest.raises(Invalid) as caught:
        finishing.fill(envelope, ONE.id, {text.id: "x" * 501, other.id: "\x00x"})

    assert set(caught.value.errors) == {str(text.id), str(other.id)}


@pytest.mark.parametrize("nothing", ["", "   ", "\n\n", "\u200b", "\u2060\ufeff"])
def test_blank_text_does_not_fill_a_required_field(nothing: str) -> None:
    envelope = adopted(sent(ONE, types=("signature", "text")), ONE)
    hand, text = envelope.fields

    with pytest.raises(FieldsMissing) as caught:
        finishing.finish(envelope, ONE.id, {hand.id: "x", text.id: nothing}, TODAY, ORIGIN, NOW)

    assert caught.value.field_ids == (str(text.id),)


def test_the_date_of_signing_is_ours_whatever_is_sent() -> None:
    envelope = adopted(sent(ONE, types=("signature", "date_signed")), ONE)
    hand, day = envelope.fields

    forged = {hand.id: "x", day.id: "1999-01-01"}
    done = finishing.finish(envelope, ONE.id, forged, TODAY, ORIGIN, NOW).envelope

    assert done.field(day.id).value == "2026-03-02"


def test_finishing_invites_the_next_and_the_last_finish_makes_the_envelope_signed() -> None:
    envelope = adopted(sent(ONE, TWO, COPY), ONE)

    first = finish(envelope, ONE)
    last = finish(adopted(first.envelope, TWO), TWO)

    assert types_of(first) == ["recipient.completed", "recipient.invited"]
    assert first.envelope.status is Status.DELIVERED
    assert types_of(last) == ["recipient.completed", "envelope.signed"]
    assert last.envelope.status is Status.SIGNED


def test_a_step_in_parallel_invites_the_next_once_all_have_finished() -> None:
    second, third = signer("Signer Two"), signer("Signer Three", 2)
    envelope = adopted(adopted(sent(ONE, second, third), ONE), second)

    first = finish(envelope, second)
    last = finish(first.envelope, ONE)

    assert types_of(first) == ["recipient.completed"]
    assert types_of(last) == ["recipient.completed", "recipient.invited"]


def test_finishing_twice_is_the_same_answer() -> None:
    done = signed_by(sent(ONE, TWO), ONE)

    again = finishing.finish(done, ONE.id, {}, TODAY, ORIGIN, LATER)

    assert again.envelope == done
    assert again.events == ()


def test_whoever_has_finished_changes_nothing_more() -> None:
    others_pending, all_done = signed_by(sent(ONE, TWO), ONE), signed_by(sent(ONE), ONE)

    for envelope in (others_pending, all_done, completed(all_done)):
        for act in (
            lambda e: adopting.adopt(e, signature(ONE)),
            lambda e: finishing.fill(e, ONE.id, mine(e, ONE)),
            lambda e: decline(e),
        ):
            with pytest.raises(AlreadyFinished):
                act(envelope)


def test_declining_ends_the_envelope_for_all() -> None:
    second = signer("Signer Two")
    envelope = adopted(adopted(sent(ONE, second), ONE), second)

    declined = decline(envelope)

    assert types_of(declined) == ["recipient.declined", "envelope.declined"]
    assert declined.envelope.status is Status.DECLINED
    assert declined.envelope.recipient(ONE.id).status is RecipientStatus.DECLINED
    assert decline(declined.envelope).events == ()
    with pytest.raises(AlreadyDeclined):
        finish(declined.envelope, second)


def test_declining_without_having_consented_opens_no_document() -> None:
    declined = decline(sent(ONE))

    assert types_of(declined) == ["envelope.delivered", "recipient.declined", "envelope.declined"]
    assert not declined.envelope.recipient(ONE.id).consented
    with pytest.raises(AlreadyDeclined):
        consenting.accept(declined.envelope, ONE.id, DISCLOSURE, ORIGIN, NOW)


@pytest.mark.parametrize("reason", ["", "  \u200b"])
def test_declining_needs_no_reason(reason: str) -> None:
    declined = decline(sent(ONE), reason=reason)

    assert declined.envelope.status is Status.DECLINED
    assert next(e for e in declined.events if isinstance(e, RecipientDeclined)).reason == ""


@pytest.mark.parametrize("reason", ["x" * 1_001, "a\x00b", "\ud800!"])
def test_declining_takes_a_reason_that_can_be_read(reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        decline(sent(ONE), reason=reason)

    assert set(caught.value.errors) == {"reason"}


def test_time_ends_an_envelope_also_while_the_job_that_says_so_is_late() -> None:
    opened = adopted(sent(ONE), ONE)

    for act in (
        lambda: consenting.accept(sent(ONE), ONE.id, DISCLOSURE, ORIGIN, LATER),
        lambda: finishing.finish(opened, ONE.id, mine(opened, ONE), TODAY, ORIGIN, LATER),
        lambda: declining.decline(opened, ONE.id, "Wrong price", ORIGIN, LATER),
    ):
        with pytest.raises(NotOpen):
            act()


@pytest.mark.parametrize("status", [s for s in Status if not s.open])
def test_nobody_acts_in_an_envelope_that_is_not_open(status: Status) -> None:
    envelope = replace(adopted(sent(ONE), ONE), status=status)
    fresh = replace(sent(ONE), status=status)

    for act in (
        lambda: consenting.accept(fresh, ONE.id, DISCLOSURE, ORIGIN, NOW),
        lambda: adopting.adopt(envelope, signature(ONE)),
        lambda: finishing.fill(envelope, ONE.id, {}),
        lambda: finish(envelope, ONE),
        lambda: decline(envelope),
    ):
        with pytest.raises(Refusal) as caught:
            act()
        assert caught.value.code in ("not_open", "already_declined")


def with_properties(envelope: Envelope, **properties: Any) -> Envelope:
    """The text field of a draft gets these properties."""
    changed = [
        replace(f, properties=properties) if f.kind.name == "text" else f for f in envelope.fields
    ]
    return draft_fields.place(envelope, changed).envelope


def text_of(envelope: Envelope) -> Field:
    return next(f for f in envelope.fields if f.kind.name == "text")


def test_a_value_to_begin_with_stands_there_once_the_recipient_has_consented() -> None:
    prepared = with_properties(make_envelope(ONE, types=("signature", "text")), default="Lisbon")
    envelope = draft_sending.send(prepared, SENDER, NOW).envelope

    assert text_of(envelope).value == ""
    assert text_of(consented(envelope, ONE)).value == "Lisbon"
    assert not text_of(consented(envelope, ONE)).missing


def test_what_the_signer_cannot_change_is_signed_as_the_sender_wrote_it() -> None:
    prepared = with_properties(
        make_envelope(ONE, types=("signature", "text")), default="12 EUR", read_only=True
    )
    envelope = adopted(draft_sending.send(prepared, SENDER, NOW).envelope, ONE)
    field = text_of(envelope)
    changed = with_fields(envelope, replace(field, value="1 EUR"))

    filled = finishing.fill(envelope, ONE.id, {field.id: "1 EUR"}).envelope
    signed = finish(changed, ONE)

    assert text_of(filled).value == "12 EUR"
    assert text_of(signed.envelope).value == "12 EUR"
    (done,) = (e for e in signed.events if isinstance(e, RecipientCompleted))
    assert "12 EUR" in done.values


def test_a_value_to_begin_with_that_the_field_itself_refuses_is_told_to_the_sender() -> None:
    with pytest.raises(Invalid) as caught:
        with_properties(make_envelope(ONE, types=("text",)), default="12", pattern="[a-z]+")

    assert set(caught.value.errors) == {"default"}


def test_what_is_known_of_a_recipient_stands_there_to_begin_with_and_may_be_changed() -> None:
    envelope = adopted(sent(ONE, types=("signature", "full_name", "email")), ONE)
    name, email = envelope.fields[1:]

    changed = finishing.fill(envelope, ONE.id, {name.id: "Ana Maria Lima"}).envelope

    assert (name.value, email.value) == (ONE.name, ONE.email)
    assert changed.field(name.id).value == "Ana Maria Lima"
