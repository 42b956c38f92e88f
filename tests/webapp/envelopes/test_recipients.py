from datetime import datetime
from uuid import UUID, uuid4

from core.envelopes.drafts import draft_marks
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.envelopes.roles.signer import SIGNER
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.senders import Sender

ONE = {"name": "Signer One", "email": "one@example.com", "role": "signer"}
TWO = {"name": "Signer Two", "email": "two@example.com", "role": "signer"}
COPY = {"name": "Copy", "email": "copy@example.com", "role": "cc"}


def row(given: dict[str, str], **more: str) -> dict[str, str]:
    return {"id": str(uuid4()), **given, **more}


def address(envelope_id: UUID) -> str:
    return f"/envelopes/{envelope_id}/recipients"


def stored(sender: Sender, envelope_id: UUID) -> tuple[Recipient, ...]:
    return run(sender.member, reading.envelope, envelope_id).recipients


def test_rows_sign_one_after_the_other_or_at_the_same_time(sender: Sender) -> None:
    envelope_id = new_draft(sender)
    rows = [row(ONE), row(TWO, together="on"), row(COPY)]

    answer = sender.post_rows(address(envelope_id), rows, action="save")

    assert answer.headers["Location"] == f"/envelopes/{envelope_id}#recipients"
    found = stored(sender, envelope_id)
    assert [(r.name, r.routing_order, r.role) for r in found] == [
        ("Signer One", 1, SIGNER),
        ("Signer Two", 1, SIGNER),
        ("Copy", 2, CC),
    ]
    page = sender.get(f"/envelopes/{envelope_id}").text
    assert page.count(" checked aria-label") == 1


def test_what_is_wrong_stands_beside_its_field_and_everything_typed_is_stored(
    sender: Sender,
) -> None:
    envelope_id = new_draft(sender)
    rows = [row(ONE), row(TWO, email="two at example"), row(ONE)]

    sender.post_rows(address(envelope_id), rows, action="save")
    page = sender.get(f"/envelopes/{envelope_id}").text

    assert 'id="email-1-error"' in page
    assert 'id="email-2-error"' in page
    assert "This person is already in the list with this role." in page
    assert 'value="two at example"' in page
    assert [r.email for r in stored(sender, envelope_id)] == [
        *("one@example.com", "two at example", "one@example.com")
    ]
    assert f'<a href="#row-{rows[1]["id"]}">' in page


def test_a_name_with_a_letter_that_no_font_has_is_kept_and_blocks_with_the_letter_named(
    sender: Sender,
) -> None:
    envelope_id = new_draft(sender)

    sender.post_rows(address(envelope_id), [row(ONE, name="Li \U0002a6d6")], action="save")
    page = sender.get(f"/envelopes/{envelope_id}").text

    assert "We have no font for the character “\U0002a6d6” (U+2A6D6)" in page
    assert 'id="name-0-error"' in page
    assert 'value="Li \U0002a6d6"' in page


def test_a_name_typed_with_its_accents_apart_is_stored_composed(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    sender.post_rows(address(envelope_id), [row(ONE, name="Jo\u0308rg")], action="save")

    assert [r.name for r in stored(sender, envelope_id)] == ["Jörg"]


def test_while_somebody_types_an_empty_field_is_not_yet_an_error(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    rows = [row(ONE), row(TWO, email="")]
    answer = sender.post_rows(address(envelope_id), rows, action="type", htmx="yes")

    assert answer.status_code == 200
    assert "-error" not in answer.text.replace("error-", "")
    assert "Not every row is complete yet" in answer.text
    assert "Enter an e-mail address for Signer Two." in answer.text
    assert 'id="recipient_rows"' not in answer.text
    assert [r.name for r in stored(sender, envelope_id)] == ["Signer One", "Signer Two"]


def test_a_wrong_row_keeps_no_other_row_from_being_saved(sender: Sender) -> None:
    envelope_id = new_draft(sender)
    one, two = row(ONE), row(TWO)
    sender.post_rows(address(envelope_id), [one, two], action="type", htmx="yes")

    two["email"], one["email"] = "new@example.com", "one at"
    sender.post_rows(address(envelope_id), [one, two], action="type", htmx="yes")

    assert [r.email for r in stored(sender, envelope_id)] == ["one at", "new@example.com"]


def test_adding_a_person_keeps_those_who_are_complete(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    answer = sender.post_rows(address(envelope_id), [row(ONE)], action="add", htmx="yes")

    assert [r.name for r in stored(sender, envelope_id)] == ["Signer One"]
    assert 'name="name-1"' in answer.text
    assert 'id="recipient_rows"' in answer.text


def test_the_order_changes_by_buttons_and_by_where_a_row_was_dropped(sender: Sender) -> None:
    envelope_id = new_draft(sender)
    one, two = row(ONE), row(TWO)
    sender.post_rows(address(envelope_id), [one, two], action="save")

    sender.post_rows(address(envelope_id), [one, two], action=f"up-{two['id']}")
    assert [r.name for r in stored(sender, envelope_id)] == ["Signer Two", "Signer One"]

    sender.post_rows(address(envelope_id), [one, two], action="order")
    assert [r.name for r in stored(sender, envelope_id)] == ["Signer One", "Signer Two"]


def test_removing_a_person_takes_the_fields_too(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.draft_with_document(sender.member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(sender.member, drafting.name_recipients, envelope.id, [one], now)
    sender.get(f"/envelopes/{envelope.id}")

    rows = [row(ONE, id=str(one.id))]
    sender.post_rows(address(envelope.id), rows, action=f"remove-{one.id}")

    assert stored(sender, envelope.id) == ()


def test_a_row_that_was_cleared_stays_and_keeps_the_envelope_from_being_sent(
    sender: Sender,
) -> None:
    """Nobody learns what somebody who clears a row means: to remove it is a button."""
    envelope_id = new_draft(sender)
    one = row(ONE)
    sender.post_rows(address(envelope_id), [one], action="save")

    cleared = {**one, "name": "", "email": "", "was": "something"}
    sender.post_rows(address(envelope_id), [cleared], action="type", htmx="yes", page=one["id"])
    assert [r.name for r in stored(sender, envelope_id)] == ["Signer One"]
    cleared["was"] = draft_marks.of_recipient(stored(sender, envelope_id)[0])
    sender.post_rows(address(envelope_id), [cleared], action="type", htmx="yes")

    assert [r.name for r in stored(sender, envelope_id)] == [""]
    assert "One row is empty." in sender.get(f"/envelopes/{envelope_id}").text


def test_orders_that_were_typed_are_taken_as_they_are(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    rows = [row(ONE, order="2"), row(TWO, order="1")]
    sender.post_rows(address(envelope_id), rows, action="save")

    assert [(r.name, r.routing_order) for r in stored(sender, envelope_id)] == [
        ("Signer Two", 1),
        ("Signer One", 2),
    ]
