"""Proving who one is: codes, tries, locking out and letting try again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import NotOpen
from core.signing.proofs import one_time_code, proving
from core.signing.proofs.proof_events import ProofFailed, ProofGiven, ProofLocked, ProofUnlocked
from core.signing.proofs.proof_state import TRIES, ProofState
from core.signing.refusals import CodeJustSent, NotYourTurn, ProofNeeded, ProofsLocked
from tests.core.builders import NOW, ORIGIN, sent, signer

CODE_ID = UUID(int=77)
BOTH = RecipientOptions(proofs=("access_code", "email_code"), access_code="x$y")


def asked() -> Envelope:
    return sent(replace(signer(), options=BOTH))


def test_what_is_asked_and_not_given_is_missing_in_the_order_of_the_registry() -> None:
    recipient = asked().recipients[0]

    assert [p.name for p in proving.missing(recipient, ())] == ["access_code", "email_code"]
    assert [p.name for p in proving.missing(recipient, ["access_code"])] == ["email_code"]
    proving.check(recipient, ["email_code", "access_code"])
    with pytest.raises(ProofNeeded):
        proving.check(recipient, ["access_code"])


def test_a_proof_that_no_one_knows_lets_no_one_in() -> None:
    changed = replace(signer(), options=RecipientOptions(proofs=("unreadable",)))

    with pytest.raises(ProofNeeded):
        proving.check(changed, ["access_code", "email_code"])


def test_one_code_a_minute_is_sent_and_each_takes_the_place_of_the_one_before() -> None:
    envelope = asked()
    id, state = envelope.recipients[0].id, ProofState("email_code")

    first, _ = proving.send_code(envelope, id, state, CODE_ID, NOW)
    with pytest.raises(CodeJustSent):
        proving.send_code(envelope, id, first, UUID(int=78), NOW + timedelta(seconds=59))
    second, _ = proving.send_code(envelope, id, first, UUID(int=78), NOW + timedelta(seconds=60))

    assert (first.code_id, second.code_id) == (CODE_ID, UUID(int=78))


def test_a_code_counts_for_five_minutes_and_for_one_recipient_and_proof() -> None:
    state = ProofState("email_code", 0, CODE_ID, NOW)
    of = (UUID(int=1), UUID(int=2))
    code = one_time_code.derive(b"key", *of, "email_code", CODE_ID)

    assert one_time_code.check(state, NOW + timedelta(minutes=5))
    assert not one_time_code.check(state, NOW + timedelta(minutes=5, seconds=1))
    assert code.isdigit() and len(code) == 6
    others = {
        one_time_code.derive(b"key", *of, "sms_code", CODE_ID),
        one_time_code.derive(b"key", of[1], of[0], "email_code", CODE_ID),
        one_time_code.derive(b"key", *of, "email_code", UUID(int=78)),
        one_time_code.derive(b"other", *of, "email_code", CODE_ID),
    }
    assert code not in others


def test_five_wrong_tries_lock_a_recipient_out_and_the_sender_is_told() -> None:
    envelope, state = asked(), ProofState("access_code")
    id, told = envelope.recipients[0].id, []

    for _ in range(TRIES):
        state, outcome = proving.answer(envelope, id, state, False, ORIGIN, NOW)
        envelope = outcome.envelope
        told += outcome.events

    assert [type(e) for e in told] == [ProofFailed] * 5 + [ProofLocked]
    assert envelope.recipients[0].locked_at == NOW
    assert [job.kind for job in told[-1].jobs(envelope)] == ["mail_progress"]
    with pytest.raises(ProofsLocked):
        proving.answer(envelope, id, state, True, ORIGIN, NOW)
    with pytest.raises(ProofsLocked):
        proving.send_code(envelope, id, state, CODE_ID, NOW)


def test_a_right_answer_counts_once_and_takes_back_the_wrong_ones() -> None:
    envelope = asked()
    state = ProofState("email_code", 4, CODE_ID, NOW)

    after, outcome = proving.answer(envelope, envelope.recipients[0].id, state, True, ORIGIN, NOW)

    assert (after.failed, after.code_id) == (0, None)
    assert [type(e) for e in outcome.events] == [ProofGiven]


def test_the_sender_lets_who_was_locked_out_try_again() -> None:
    locked = replace(asked().recipients[0], locked_at=NOW)
    envelope = replace(asked(), recipients=(locked,))
    states = {"access_code": ProofState("access_code", 5), "email_code": ProofState("email_code")}

    after, outcome = proving.unlock(envelope, locked.id, states)

    assert after == (ProofState("access_code"),)
    assert [type(e) for e in outcome.events] == [ProofUnlocked]
    assert outcome.envelope.recipients[0].locked_at is None


def test_no_one_proves_anything_before_their_turn_or_after_the_end() -> None:
    second = replace(signer("Signer Two", 2), options=BOTH)
    waiting, voided = sent(signer(), second), replace(asked(), status=Status.VOIDED)
    state = ProofState("access_code")

    with pytest.raises(NotYourTurn):
        proving.answer(waiting, second.id, state, True, ORIGIN, NOW)
    with pytest.raises(NotOpen):
        proving.answer(voided, voided.recipients[0].id, state, True, ORIGIN, NOW)
