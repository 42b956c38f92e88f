"""What a signature takes that is confirmed by itself, as 21 CFR Part 11 asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import correction
from core.envelopes.correction import AddedRecipient, EnvelopeCorrection
from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope
from core.envelopes.recipient_options import RecipientOptions
from core.organizations import confirming_rules as rules
from core.organizations.confirming_rules import Confirming
from core.refusals import Invalid
from core.signing.proofs import confirming
from tests.core.builders import NOW, SENDER, make_envelope, new_id, signer

REASONS = Confirming(True, ("I approve", "I wrote this"), free=False)


def asking(*proofs: str, least: Confirming = REASONS) -> Envelope:
    person = replace(signer(), options=RecipientOptions(proofs=proofs))
    return replace(make_envelope(person), least_confirming=least)


def test_the_first_signature_takes_all_components_and_later_ones_their_own() -> None:
    person = asking("access_code", "email_code", "totp").recipients[0]
    at = NOW + confirming.PERIOD

    assert confirming.needed(person, None, NOW) == ("access_code", "email_code", "totp")
    assert confirming.needed(person, NOW, at) == ("totp",)
    assert confirming.needed(person, NOW, at + timedelta(seconds=1)) == (
        "access_code",
        "email_code",
        "totp",
    )


def test_without_a_proof_of_their_own_it_is_not_sent() -> None:
    known = asking("access_code")
    person = known.recipients[0]
    told = replace(person, options=replace(person.options, access_code="salt$hash"))

    for envelope in (asking(), replace(known, recipients=(told,))):
        (why,) = draft_sending.missing(envelope).values()
        assert "a proof of identity that only they can give" in why
    assert draft_sending.missing(asking("email_code")) == {}
    assert draft_sending.missing(asking(least=Confirming())) == {}


def test_it_is_sent_with_the_reasons_of_that_day() -> None:
    chosen = replace(asking("totp", least=Confirming(False, ("Ok",))), confirming=Confirming(True))

    sent = draft_sending.send(chosen, SENDER, NOW)
    plain = draft_sending.send(asking("totp", least=Confirming()), SENDER, NOW)

    assert sent.envelope.confirming == Confirming(True, ("Ok",))
    (told,) = (e for e in sent.events if e.type == "envelope.sent")
    assert told.confirming == '{"free":true,"reasons":["Ok"]}'  # type: ignore[attr-defined]
    assert plain.envelope.confirming == Confirming()


@pytest.mark.parametrize(("chosen", "written"), [("", ""), ("Because", ""), ("", "Because")])
def test_only_reasons_of_the_list_count_where_no_other_may_be_written(
    chosen: str, written: str
) -> None:
    with pytest.raises(Invalid):
        confirming.check_reason(REASONS, chosen, written)

    assert confirming.check_reason(REASONS, "I approve", written) == "I approve"
    assert confirming.check_reason(replace(REASONS, free=True), "", "  Because ") == "Because"


def test_reasons_are_read_one_in_each_line() -> None:
    assert rules.reasons(" I approve \n\nI wrote this\nI approve") == ("I approve", "I wrote this")
    with pytest.raises(Invalid):
        rules.reasons("x" * 121)
    with pytest.raises(Invalid):
        rules.reasons("\n".join(map(str, range(21))))
    assert rules.read({"other": 1}) == rules.UNREADABLE


@pytest.mark.parametrize("channel", ["sms", "both"])
def test_a_code_to_the_phone_that_got_the_link_is_no_proof_of_its_own(channel: str) -> None:
    def by_phone(*proofs: str) -> Envelope:
        made = asking(*proofs)
        options = RecipientOptions(proofs=proofs, phone="+491511234567", channel=channel)
        return replace(made, recipients=(replace(made.recipients[0], options=options),))

    alone, mixed = by_phone("sms_code"), by_phone("sms_code", "totp")
    at = NOW + confirming.PERIOD

    (why,) = draft_sending.missing(alone).values()
    assert "a proof of identity that only they can give" in why
    assert draft_sending.missing(mixed) == {}
    assert confirming.needed(mixed.recipients[0], NOW, at) == ("totp",)
    assert confirming.needed(alone.recipients[0], NOW, at) == ("sms_code",)


def test_a_sent_envelope_is_not_corrected_to_less() -> None:
    sent = draft_sending.send(asking("totp"), SENDER, NOW).envelope
    id = sent.recipients[0].id
    less = RecipientOptions(proofs=("access_code",), access_code="salt$hash")

    with pytest.raises(Invalid) as wrong:
        correction.choose_options(sent, id, less, NOW)
    with pytest.raises(Invalid):
        late = AddedRecipient(new_id(), "Late", "late@example.com", "signer", 1, takes_over=id)
        replaced = EnvelopeCorrection(added=(late,), removed=frozenset({id}))
        correction.correct(sent, replaced, NOW)

    assert "only they can give" in wrong.value.errors["proofs"]
    other = RecipientOptions(proofs=("email_code",))
    assert correction.choose_options(sent, id, other, NOW).events
