from dataclasses import replace

import pytest

from core.envelopes.correcting import correctable
from core.envelopes.refusals import NotOpen
from core.signing import adopting, consenting, finishing
from core.signing.refusals import AlreadyFinished, ConsentNeeded
from tests.core.builders import (
    DISCLOSURE,
    LATER,
    NOW,
    ORIGIN,
    TODAY,
    adopted,
    cc,
    consented,
    finish,
    mine,
    sent,
    signature,
    signed_by,
    signer,
    types_of,
)

ONE, TWO = signer(), signer("Signer Two", 2)
TYPES = ("signature", "text")


def test_withdrawing_closes_the_documents_and_forgets_what_was_filled_in() -> None:
    envelope = adopted(sent(ONE, types=TYPES), ONE)
    (text,) = (f for f in envelope.fields if f.kind.name == "text")
    envelope = finishing.fill(envelope, ONE.id, {text.id: "Lisbon"}).envelope

    outcome = consenting.withdraw(envelope, ONE.id, ORIGIN, NOW)

    after = outcome.envelope
    assert types_of(outcome) == ["consent.withdrawn"]
    assert after.status.open
    assert not after.recipient(ONE.id).consented and after.recipient(ONE.id).withdrew
    assert not any(field.value for field in after.fields)
    with pytest.raises(ConsentNeeded):
        finishing.finish(after, ONE.id, mine(after, ONE), TODAY, ORIGIN, NOW)
    with pytest.raises(ConsentNeeded):
        adopting.adopt(after, signature(ONE))


def test_a_second_time_changes_nothing() -> None:
    once = consenting.withdraw(consented(sent(ONE), ONE), ONE.id, ORIGIN, NOW).envelope

    assert consenting.withdraw(once, ONE.id, ORIGIN, NOW).events == ()
    assert consenting.withdraw(sent(ONE), ONE.id, ORIGIN, NOW).events == ()


def test_they_can_agree_again_and_finish() -> None:
    withdrawn = consenting.withdraw(adopted(sent(ONE), ONE), ONE.id, ORIGIN, NOW).envelope

    again = consenting.accept(withdrawn, ONE.id, DISCLOSURE, ORIGIN, NOW)

    assert types_of(again) == ["consent.accepted"]
    assert again.envelope.recipient(ONE.id).delivered_at == NOW
    assert finish(again.envelope, ONE).envelope.recipient(ONE.id).completed_at == NOW


def test_what_is_finished_cannot_be_withdrawn() -> None:
    with pytest.raises(AlreadyFinished):
        consenting.withdraw(signed_by(sent(ONE, TWO, cc()), ONE), ONE.id, ORIGIN, NOW)


def test_nothing_is_withdrawn_after_the_end() -> None:
    envelope = consented(sent(ONE), ONE)

    with pytest.raises(NotOpen):
        consenting.withdraw(envelope, ONE.id, ORIGIN, LATER)


def test_who_withdrew_is_not_corrected_to_another_person() -> None:
    """The trail tells of them: what they agreed to, and that they took it back."""
    withdrawn = consenting.withdraw(consented(sent(ONE), ONE), ONE.id, ORIGIN, NOW).envelope

    assert not correctable(withdrawn, withdrawn.recipient(ONE.id))
    assert correctable(withdrawn, replace(withdrawn.recipient(ONE.id), delivered_at=None))
