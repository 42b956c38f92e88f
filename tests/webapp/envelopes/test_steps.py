"""How many of those who sign at the same time have to finish."""

from datetime import datetime
from uuid import UUID, uuid4

from flask import Flask

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.steps import RoutingStep
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.envelopes.test_recipients import ONE, TWO, address, row
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

THREE = {"name": "Signer Three", "email": "three@example.com", "role": "signer"}


def together(sender: Sender) -> UUID:
    envelope_id = new_draft(sender)
    rows = [row(ONE), row(TWO, together="on"), row(THREE, together="on")]
    sender.post_rows(address(envelope_id), rows, action="save")
    return envelope_id


def steps_of(sender: Sender, envelope_id: UUID) -> tuple[RoutingStep, ...]:
    return run(sender.member, reading.envelope, envelope_id).steps


def test_a_step_asks_for_any_two_of_three_and_its_box_says_so(sender: Sender) -> None:
    envelope_id = together(sender)

    page = sender.get(f"/envelopes/{envelope_id}/steps").text
    answer = sender.post(f"/envelopes/{envelope_id}/steps", **{"needed-1": "2"})

    assert "Signer One, Signer Two, Signer Three" in page and "Any 2 of them" in page
    assert answer.headers["Location"] == f"/envelopes/{envelope_id}#recipients"
    assert steps_of(sender, envelope_id) == (RoutingStep(1, 2),)
    assert "2 are enough" in sender.get(f"/envelopes/{envelope_id}").text


def test_what_was_chosen_goes_with_its_people_and_ends_with_them(
    sender: Sender, member: Member, now: datetime
) -> None:
    envelope_id = together(sender)
    sender.post(f"/envelopes/{envelope_id}/steps", **{"needed-1": "2"})
    before = run(sender.member, reading.envelope, envelope_id).recipients
    first = Recipient(uuid4(), "First", "first@example.com")
    later = [Recipient(r.id, r.name, r.email, r.role, 2) for r in before]

    run(sender.member, drafting.name_recipients, envelope_id, [first, *later], now)
    moved = steps_of(sender, envelope_id)
    run(sender.member, drafting.name_recipients, envelope_id, [first, *later[:2]], now)

    assert moved == (RoutingStep(2, 2),)
    assert steps_of(sender, envelope_id) == ()


def test_a_number_that_no_page_offers_is_refused(sender: Sender) -> None:
    envelope_id = together(sender)

    answer = sender.post(f"/envelopes/{envelope_id}/steps", **{"needed-1": "7"})

    assert answer.status_code == 422
    assert "from 1 to the number of people in this step" in answer.text


def one_of_two(member: Member, now: datetime) -> Envelope:
    """Two who sign at the same time, of whom one is enough."""
    envelope_id = ceremonies.draft_with_document(member, now).id
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com"),
    ]
    draft = run(member, drafting.name_recipients, envelope_id, people, now)
    run(member, drafting.choose_steps, envelope_id, {1: 1}, {}, now)
    place = draft.documents[0].id
    fields = [
        ceremonies.signature_field(place, p.id, y) for p, y in zip(people, (100, 200), strict=True)
    ]
    run(member, drafting.place_fields, envelope_id, fields, now)
    return run(member, sending.send, envelope_id, now)


def test_the_page_of_a_sent_envelope_says_how_many_are_enough(
    sender: Sender, now: datetime
) -> None:
    envelope = one_of_two(sender.member, now)

    page = sender.get(f"/envelopes/{envelope.id}").text

    assert page.count("1 is enough") == 1


def test_who_is_no_longer_needed_is_told_by_their_link(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = one_of_two(sender.member, now)
    ceremonies.sign(sender.member, envelope.recipients[0], now)

    second = Signer(app, sender.member, envelope, 1)
    page = second.get(second.link).text

    assert "You are no longer needed here" in page
    assert "was not needed" in sender.get(f"/envelopes/{envelope.id}").text
    assert second.post(f"{second.page}/consent", {"agreed": "yes"}).status_code == 409


def test_a_condition_is_checked_where_it_is_typed(sender: Sender) -> None:
    envelope_id = together(sender)
    first = run(sender.member, reading.envelope, envelope_id).recipients[0]
    options = f"/envelopes/{envelope_id}/recipients/{first.id}/options"

    answer = sender.post(options, condition="amount >")

    assert answer.status_code == 422
    assert "amount &gt;" in answer.text
    assert sender.post(options, condition="amount > 1000").status_code == 303
    page = sender.get(f"/envelopes/{envelope_id}").text
    assert "Only if amount &gt; 1000" in page
