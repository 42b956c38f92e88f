from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.witness import WITNESS
from core.envelopes.turns import witnessing
from tests.core.builders import adopted as ready
from tests.core.builders import finish, make_envelope, sent, signed_by, signer


def test_the_witness_is_asked_when_the_signer_has_signed() -> None:
    anna, wim = signer("Anna", 1), signer("Wim", 2, role=WITNESS)
    waiting = sent(anna, wim)

    signed = signed_by(waiting, anna)
    witnessed = finish(ready(signed, wim), wim).envelope

    assert waiting.recipient(wim.id).status is RecipientStatus.CREATED
    assert signed.recipient(wim.id).status is RecipientStatus.SENT
    assert witnessed.status is Status.SIGNED


def test_they_witness_the_last_step_before_theirs_in_which_someone_signs() -> None:
    first, anna, ben = signer("First", 1), signer("Anna", 2), signer("Ben", 2)
    boss, wim = signer("Boss", 3, role=APPROVER), signer("Wim", 4, role=WITNESS)
    people = (first, anna, ben, boss, wim)

    assert names(witnessing.witnessed(people, wim)) == ["Anna", "Ben"]
    assert witnessing.witnessed(people, ben) == ()


def test_two_witnesses_witness_the_same_signature_and_not_each_other() -> None:
    anna = signer("Anna", 1)
    wim, mia = signer("Wim", 2, role=WITNESS), signer("Mia", 3, role=WITNESS)

    assert names(witnessing.witnessed((anna, wim, mia), mia)) == ["Anna"]


def test_a_witness_of_no_one_keeps_the_draft_from_being_sent() -> None:
    wim, anna = signer("Wim", 1, role=WITNESS), signer("Anna", 2)

    lacks = draft_sending.missing(make_envelope(wim, anna))

    assert lacks == {f"row-{wim.id}": "Move Wim below the person whose signature they witness."}


def names(recipients: tuple[Recipient, ...]) -> list[str]:
    return [r.name for r in recipients]
