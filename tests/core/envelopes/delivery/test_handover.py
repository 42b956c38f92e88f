"""The sender takes a recipient's link: only where allowed, and never as the only proof."""

from dataclasses import replace

import pytest

from core.envelopes import correcting, correction
from core.envelopes.correcting import Correction
from core.envelopes.delivery import handover
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import with_recipients
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import LinkNeedsProof, LinksNotHandedOver, NotOpen, NotTheirTurn
from core.refusals import Invalid
from core.signing import consenting
from core.signing.proofs import registry
from tests.core import builders
from tests.core.builders import DISCLOSURE, LATER, NOW, ORIGIN, SENDER, Record, signer

BY_MAIL = RecipientOptions(proofs=("email_code",))
TOLD = RecipientOptions(proofs=("access_code",), access_code="salt$hash")


def record(options: RecipientOptions = BY_MAIL) -> Record:
    made = Record(builders.make_envelope(signer("One", options=options), signer("Two", 2)))
    made.add(draft.create(made.envelope))
    made.add(draft_sending.send(made.envelope, SENDER, NOW))
    return made


def test_it_is_an_event_and_the_certificate_says_who_had_the_link() -> None:
    made = record()
    one = made.envelope.recipients[0].id

    made.add(handover.hand_over(made.envelope, one, NOW, allowed=True))
    made.add(consenting.accept(made.envelope, one, DISCLOSURE, ORIGIN, NOW))

    assert [e.type for e in made.entries].count("recipient.link_handed_over") == 1
    assert registry.stated(made.entries, one)[0] == "link handed over by the sender"
    assert handover.hand_over(made.envelope, one, NOW, allowed=True).events == ()


def test_it_is_refused_without_a_proof_that_the_sender_cannot_give() -> None:
    for options in (RecipientOptions(), TOLD):
        envelope = record(options).envelope
        with pytest.raises(LinkNeedsProof):
            handover.hand_over(envelope, envelope.recipients[0].id, NOW, allowed=True)


def test_it_is_refused_where_the_organization_or_the_turn_does_not_allow_it() -> None:
    envelope = record().envelope
    one, two = envelope.recipients
    asked = with_recipients(envelope, replace(two, options=BY_MAIL))

    with pytest.raises(LinksNotHandedOver):
        handover.hand_over(envelope, one.id, NOW, allowed=False)
    with pytest.raises(NotTheirTurn):
        handover.hand_over(asked, two.id, NOW, allowed=True)
    with pytest.raises(NotOpen):
        handover.hand_over(envelope, one.id, LATER, allowed=True)


def test_the_proof_stays_asked_once_the_link_is_out() -> None:
    made = record()
    one = made.envelope.recipients[0]
    made.add(handover.hand_over(made.envelope, one.id, NOW, allowed=True))

    for options in (RecipientOptions(), TOLD):
        with pytest.raises(Invalid) as refused:
            correction.choose_options(made.envelope, one.id, options, NOW)
        assert set(refused.value.errors) == {"proofs"}


def test_a_corrected_recipient_has_a_link_that_no_one_was_handed() -> None:
    made = record()
    one = made.envelope.recipients[0]
    made.add(handover.hand_over(made.envelope, one.id, NOW, allowed=True))

    typed = Correction("Another", "another@example.com")
    made.add(correcting.correct(made.envelope, one.id, typed, NOW))
    made.add(consenting.accept(made.envelope, one.id, DISCLOSURE, ORIGIN, NOW))

    assert made.envelope.recipient(one.id).handed_over_at is None
    assert registry.stated(made.entries, one.id)[0] == "e-mail link"


@pytest.mark.parametrize("proof", ["passkey", "totp"])
def test_what_the_sender_could_set_up_themself_is_no_proof_beside_the_link(proof: str) -> None:
    made = record(RecipientOptions(proofs=(proof,)))
    one = made.envelope.recipients[0].id

    with pytest.raises(LinkNeedsProof):
        handover.hand_over(made.envelope, one, NOW, allowed=True)
