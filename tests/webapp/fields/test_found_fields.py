from datetime import datetime
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.fields import found_fields
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.fields.test_found_in_a_browser import meant_for
from tests.webapp.senders import Sender


@pytest.fixture
def form(sender: Sender, now: datetime) -> Envelope:
    """A draft whose PDF is a form with one field, with a signer and someone who gets a copy."""
    envelope = ceremonies.draft_with_document(sender.member, now)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=2),
    ]
    return run(sender.member, drafting.name_recipients, envelope.id, people, now)


def placed(sender: Sender, form: Envelope) -> list[tuple[str, int]]:
    fields = run(sender.member, reading.envelope, form.id).fields
    return [(field.label, field.page) for field in fields]


def offered(sender: Sender, form: Envelope) -> list[str]:
    envelope = run(sender.member, reading.envelope, form.id)
    return [str(one.id) for one in run(sender.member, found_fields.offered, envelope)]


def test_what_was_found_is_offered_on_the_draft_and_placed_once(
    sender: Sender, form: Envelope
) -> None:
    before = sender.get(f"/envelopes/{form.id}")
    for _ in range(2):
        sender.post(f"/envelopes/{form.id}/found-fields", found_for="")
    after = sender.get(f"/envelopes/{form.id}")

    assert "We found 1 place to fill in." in before.text
    assert "We found" not in after.text
    assert placed(sender, form) == [("City", 2)]


def test_someone_who_only_gets_a_copy_is_given_no_fields(sender: Sender, form: Envelope) -> None:
    sender.get(f"/envelopes/{form.id}")

    copy = str(form.recipients[1].id)
    answer = sender.post(f"/envelopes/{form.id}/found-fields", found_for=copy)

    assert answer.status_code == 422
    assert "Only a signer can have fields" in answer.text
    assert placed(sender, form) == []


@pytest.mark.parametrize("action", ["place", "place_all"])
def test_the_prepare_page_places_them_without_a_script(
    sender: Sender, form: Envelope, action: str
) -> None:
    address = f"/envelopes/{form.id}/fields"
    before = sender.get(address).text

    answer = sender.post(
        f"/envelopes/{form.id}/found-fields/chosen", action=action, found=offered(sender, form)
    )

    assert "We found 1 place to fill in." in before
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert placed(sender, form) == [("City", 2)]
    assert "We found" not in sender.get(address).text


def test_places_for_no_one_yet_are_left_and_the_page_says_so(
    sender: Sender, form: Envelope
) -> None:
    meant_for("Buyer", sender.member, form)

    sender.post(f"/envelopes/{form.id}/found-fields/chosen", action="place_all")

    page = sender.get(f"/envelopes/{form.id}/fields").text
    assert "Choose who fills in the places that are left" in page
    assert placed(sender, form) == []


@pytest.mark.parametrize("action", ["dismiss", "dismiss_all"])
def test_the_prepare_page_dismisses_them(sender: Sender, form: Envelope, action: str) -> None:
    sender.get(f"/envelopes/{form.id}/fields")

    sender.post(
        f"/envelopes/{form.id}/found-fields/chosen", action=action, found=offered(sender, form)
    )

    assert placed(sender, form) == []
    assert offered(sender, form) == []


def test_what_is_none_of_them_is_refused(sender: Sender, form: Envelope) -> None:
    sender.get(f"/envelopes/{form.id}/fields")

    answer = sender.post(
        f"/envelopes/{form.id}/found-fields/chosen", action="dismiss", found="no id"
    )

    assert answer.status_code == 422
    assert len(offered(sender, form)) == 1
