import pytest

from core.envelopes.refusals import NotOpen
from core.refusals import Invalid
from core.signing import paper
from core.signing.events.recipients import PaperRequested
from core.signing.refusals import AlreadyFinished, NotYourTurn
from tests.core.builders import (
    LATER,
    NOW,
    ORIGIN,
    adopted,
    consented,
    finish,
    sent,
    signed_by,
    signer,
    types_of,
)

ONE, TWO = signer(), signer("Signer Two", 2)


def test_paper_is_asked_for_without_consent_and_is_told_once() -> None:
    outcome = paper.ask(sent(ONE), ONE.id, " 12 Example Street ", ORIGIN, NOW)
    again = paper.ask(outcome.envelope, ONE.id, "Please", ORIGIN, NOW)

    (asked,) = outcome.events
    assert isinstance(asked, PaperRequested) and asked.reason == "12 Example Street"
    (job,) = asked.jobs(outcome.envelope)
    assert (job.kind, job.arguments["notification"]) == ("mail_progress", "paper")
    assert outcome.envelope.recipient(ONE.id).paper_asked_at == NOW
    assert again.events == ()


def test_who_asked_for_paper_can_still_sign_here() -> None:
    asked = paper.ask(consented(sent(ONE), ONE), ONE.id, "", ORIGIN, NOW).envelope

    assert "recipient.completed" in types_of(finish(adopted(asked, ONE), ONE))


def test_it_is_for_those_whose_turn_it_is() -> None:
    with pytest.raises(NotYourTurn):
        paper.ask(sent(ONE, TWO), TWO.id, "", ORIGIN, NOW)
    with pytest.raises(AlreadyFinished):
        paper.ask(signed_by(sent(ONE, TWO), ONE), ONE.id, "", ORIGIN, NOW)
    with pytest.raises(NotOpen):
        paper.ask(sent(ONE), ONE.id, "", ORIGIN, LATER)


def test_what_is_written_is_kept_to_what_can_be_read() -> None:
    for words in ("z" * 1_001, "turned \u202e around"):
        with pytest.raises(Invalid):
            paper.ask(sent(ONE), ONE.id, words, ORIGIN, NOW)
