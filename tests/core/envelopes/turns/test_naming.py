"""People whom the sender left open are named by an agent, or by the signer of a witness."""

from dataclasses import replace
from typing import Any

import pytest

from core.envelopes import correcting, correction
from core.envelopes.correcting import Correction
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.witness import WITNESS
from core.envelopes.steps import RoutingStep
from core.envelopes.turns import naming, witnessing
from core.envelopes.turns.naming import FilledInPerson
from core.events.narration import narrate_all
from core.evidence import consistency
from core.refusals import Invalid
from core.signing.refusals import ConsentNeeded, PeopleUnnamed
from tests.core.builders import (
    NOW,
    SENDER,
    Record,
    adopted,
    consented,
    finish,
    make_envelope,
    sent,
    signed_by,
    signer,
)

LATER = RecipientOptions(named_later=True)
ANNA = FilledInPerson("Anna Lind", "anna@example.com")


def agent(order: int = 1, **changes: Any) -> Recipient:
    return signer("Alma Agent", order, role=AGENT, **changes)


def open_signer(order: int = 2, **changes: Any) -> Recipient:
    defaults: dict[str, Any] = {"email": "", "role_name": "Tenant", "options": LATER}
    return replace(signer("", order), **(defaults | changes))


def test_the_agent_names_who_comes_next_and_then_they_are_asked() -> None:
    who, late = agent(), open_signer()
    waiting = consented(sent(who, late), who)

    named = naming.name(waiting, who.id, {late.id: ANNA}, NOW)
    done = finish(named.envelope, who).envelope

    assert [event.type for event in named.events] == ["recipient.person_named"]
    assert waiting.recipient(late.id).status is RecipientStatus.CREATED
    assert done.recipient(late.id).status is RecipientStatus.SENT
    assert done.recipient(late.id).mailbox == ("Anna Lind", "anna@example.com")
    assert signed_by(done, done.recipient(late.id)).status is Status.SIGNED


def test_the_trail_tells_old_and_new_and_is_what_the_rows_say() -> None:
    who, late = agent(), open_signer()
    record = Record(make_envelope(who, late))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    by = f"recipient:{who.id}"
    record.envelope = consented(record.envelope, who)

    record.add(naming.name(record.envelope, who.id, {late.id: ANNA}, NOW), by)

    names = {by: "Alma Agent", f"recipient:{late.id}": "Anna Lind"}
    told = [str(line) for line in narrate_all(record.entries, names)]
    of_rows = consistency.differences(record.envelope, record.entries)
    assert "Countersign added someone who was named later as signer." in told
    assert told[-1] == "Alma Agent named Anna Lind."
    assert {d.table for d in of_rows} <= {"consents", "recipients", "envelopes"}
    assert not [d for d in of_rows if d.column in ("name", "email")]


def test_only_what_is_open_is_filled_in() -> None:
    who, late, ben = agent(), open_signer(name="Tina Tenant"), signer("Ben", 3)
    waiting = consented(sent(who, late, ben), who)
    typed = {late.id: FilledInPerson("Someone Else", "tina@example.com")}

    named = naming.name(waiting, who.id, typed, NOW).envelope

    assert named.recipient(late.id).person == ("tina tenant", "tina@example.com")
    assert named.recipient(ben.id) == waiting.recipient(ben.id)
    assert naming.name(named, who.id, {late.id: ANNA}, NOW).events == ()


def test_an_agent_consents_first_and_finishes_when_everyone_is_named() -> None:
    who, late = agent(), open_signer()
    waiting = sent(who, late)

    with pytest.raises(ConsentNeeded):
        naming.name(waiting, who.id, {late.id: ANNA}, NOW)
    with pytest.raises(PeopleUnnamed):
        finish(consented(waiting, who), who)


@pytest.mark.parametrize(
    ("person", "wrong"),
    [
        (FilledInPerson("", ""), {"name", "email"}),
        (FilledInPerson("Anna", "nowhere"), {"email"}),
        (FilledInPerson("Ben", "ben@example.com"), {"email"}),
    ],
)
def test_a_person_needs_a_name_and_an_address_and_is_there_once(
    person: FilledInPerson, wrong: set[str]
) -> None:
    who, late, ben = agent(), open_signer(), signer("Ben", 3)
    waiting = consented(sent(who, late, ben), who)

    with pytest.raises(Invalid) as refused:
        naming.name(waiting, who.id, {late.id: person}, NOW)

    assert set(refused.value.errors) == {f"{part}-{late.id}" for part in wrong}


def test_the_agent_gives_the_number_to_which_a_code_is_sent() -> None:
    options = RecipientOptions(named_later=True, proofs=("sms_code",))
    who, late = agent(), open_signer(options=options)
    waiting = consented(sent(who, late), who)
    number = FilledInPerson("Anna Lind", "anna@example.com", "+491511234567")

    with pytest.raises(Invalid):
        naming.name(waiting, who.id, {late.id: ANNA}, NOW)
    named = naming.name(waiting, who.id, {late.id: number}, NOW)

    assert named.envelope.recipient(late.id).options.phone == "+491511234567"
    assert [e.type for e in named.events][-1] == "recipient.phone_corrected"


@pytest.mark.parametrize(
    "people",
    [
        [open_signer()],
        [open_signer(1), agent(2)],
        [signer("Ben"), agent(2, options=RecipientOptions(condition="true")), open_signer(3)],
    ],
    ids=["no agent", "an agent later", "an agent who may be skipped"],
)
def test_no_one_is_left_open_without_an_agent_before_them(people: list[Recipient]) -> None:
    late = next(r for r in people if r.is_open)

    lacks = draft_sending.missing(make_envelope(*people))

    assert lacks[f"row-{late.id}"] == "Add an agent before Tenant who is always asked."


def test_a_signer_names_the_witness_before_they_sign() -> None:
    anna, wim = signer("Anna"), open_signer(role=WITNESS, role_name="Witness")
    waiting = adopted(sent(anna, wim), anna)

    with pytest.raises(PeopleUnnamed):
        finish(waiting, anna)
    person = {wim.id: FilledInPerson("Wim Witness", "wim@example.com")}
    named = naming.name(waiting, anna.id, person, NOW).envelope
    signed = finish(named, anna).envelope

    assert signed.recipient(wim.id).status is RecipientStatus.SENT
    assert signed.recipient(wim.id).name == "Wim Witness"


def test_no_one_witnesses_their_own_signature() -> None:
    anna, wim = signer("Anna"), open_signer(role=WITNESS, role_name="Witness")
    waiting = adopted(sent(anna, wim), anna)

    with pytest.raises(Invalid) as refused:
        naming.name(waiting, anna.id, {wim.id: FilledInPerson(anna.name, anna.email)}, NOW)
    named = replace(wim, name=anna.name.upper(), email=anna.email, options=RecipientOptions())

    assert "their own signature" in refused.value.errors[f"name-{wim.id}"]
    assert witnessing.problem((anna, named), named) == witnessing.OWN_WITNESS
    assert not witnessing.problem((anna, replace(named, name="Wim")), replace(named, name="Wim"))
    assert not witnessing.problem((open_signer(order=1), wim), wim)  # no one yet


def test_the_sender_does_not_remove_the_agent_without_naming_the_person() -> None:
    who, late = agent(), open_signer()
    waiting = sent(who, late)
    without = EnvelopeCorrection(removed=frozenset({who.id}))

    with pytest.raises(Invalid) as refused:
        correction.correct(waiting, without, NOW)

    assert set(refused.value.errors) == {f"name-{late.id}"}


def test_the_sender_names_them_in_place_of_the_agent() -> None:
    who, late = agent(), open_signer()
    waiting = sent(who, late)
    typed = Correction("Anna Lind", "anna@example.com")

    named = correcting.correct(waiting, late.id, typed, NOW).envelope
    done: Envelope = finish(consented(named, who), who).envelope

    assert naming.to_name(named.recipients, who) == ()
    assert done.recipient(late.id).status is RecipientStatus.SENT


def test_an_agent_whom_enough_others_make_unneeded_names_no_one_for_sure() -> None:
    who, ben, late = agent(), signer("Ben"), open_signer()
    one_is_enough = make_envelope(who, ben, late, steps=(RoutingStep(1, needed=1),))
    agents = make_envelope(
        who, agent(email="b@example.com"), late, steps=(RoutingStep(1, needed=1),)
    )

    assert f"row-{late.id}" in draft_sending.missing(one_is_enough)
    assert draft_sending.missing(agents) == {}


@pytest.mark.parametrize("phone", ["", "   ", "\u2003"])
def test_a_blank_is_no_phone_number(phone: str) -> None:
    who, late = agent(), open_signer(options=replace(LATER, proofs=("sms_code",)))
    waiting = consented(sent(who, late), who)

    with pytest.raises(Invalid) as refused:
        naming.name(waiting, who.id, {late.id: replace(ANNA, phone=phone)}, NOW)

    assert set(refused.value.errors) == {f"phone-{late.id}"}


@pytest.mark.parametrize("proof", ["email_code", "totp", "passkey", "work_account"])
def test_who_proves_something_by_their_address_is_named_with_one(proof: str) -> None:
    options = replace(LATER, proofs=(proof,))
    who, late = agent(), open_signer(role=IN_PERSON_SIGNER, options=options)
    waiting = consented(sent(who, late), who)

    with pytest.raises(Invalid) as refused:
        naming.name(waiting, who.id, {late.id: replace(ANNA, email="")}, NOW)

    assert set(refused.value.errors) == {f"email-{late.id}"}


def test_who_is_written_to_by_sms_has_an_address_too_or_would_stay_open() -> None:
    texted = RecipientOptions(named_later=True, channel="sms")
    who, late = agent(), open_signer(options=texted)
    waiting = consented(sent(who, late), who)
    person = FilledInPerson("Anna Lind", "", "+491511234567")

    with pytest.raises(Invalid) as wrong:
        naming.name(waiting, who.id, {late.id: person}, NOW)

    assert list(wrong.value.errors) == [f"email-{late.id}"]
