from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles.approver import APPROVER
from core.events.narration import narrate_all
from core.signing import consenting, declining
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    Record,
    consented,
    finish,
    make_envelope,
    sent,
    signed_by,
    signer,
)


def test_the_signer_is_asked_when_the_approver_has_approved() -> None:
    boss, one = signer("Boss One", 1, role=APPROVER), signer("Signer Two", 2)
    waiting = sent(boss, one)

    approved = finish(consented(waiting, boss), boss).envelope

    assert waiting.recipient(one.id).status is RecipientStatus.CREATED
    assert approved.recipient(boss.id).status is RecipientStatus.COMPLETED
    assert approved.recipient(one.id).status is RecipientStatus.SENT
    assert signed_by(approved, one).status is Status.SIGNED


def test_the_trail_says_that_an_approver_approved_and_that_everybody_finished() -> None:
    boss = signer("Boss One", role=APPROVER)
    record = Record(make_envelope(boss))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    by = f"recipient:{boss.id}"
    record.add(consenting.accept(record.envelope, boss.id, DISCLOSURE, ORIGIN, NOW), by)
    record.add(finish(record.envelope, boss), by)

    told = [str(line) for line in narrate_all(record.entries, {by: "Boss One"})]

    assert "Countersign added Boss One as approver." in told
    assert "Boss One agreed to approve electronically." in told
    assert told[-2:] == ["Boss One approved.", "Everyone has finished."]


def test_an_approver_who_declines_closes_the_envelope_in_words_of_their_own() -> None:
    boss = signer("Boss One", 1, role=APPROVER)
    record = Record(make_envelope(boss, signer("Signer Two", 2)))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    by = f"recipient:{boss.id}"

    record.add(declining.decline(record.envelope, boss.id, "Too dear", ORIGIN, NOW), by)

    told = [str(line) for line in narrate_all(record.entries, {by: "Boss One"})]
    assert record.envelope.status is Status.DECLINED
    assert "Boss One declined to approve." in told
