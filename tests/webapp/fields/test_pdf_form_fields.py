from datetime import datetime
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


@pytest.fixture
def form(sender: Sender, now: datetime) -> Envelope:
    """A draft whose PDF is a form with one field, with a signer and somebody who gets a copy."""
    envelope = ceremonies.draft_with_document(sender.member, now)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=2),
    ]
    return run(sender.member, drafting.name_recipients, envelope.id, people, now)


def address(form: Envelope) -> str:
    return f"/envelopes/{form.id}/documents/{form.documents[0].id}/found-fields"


def chosen(form: Envelope, place: int) -> dict[str, str]:
    return {f"found-{form.documents[0].id}": str(form.recipients[place].id)}


def test_the_fields_of_a_form_are_offered_and_then_given_once(
    sender: Sender, form: Envelope
) -> None:
    before = sender.get(f"/envelopes/{form.id}")
    for _ in range(2):
        sender.post(address(form), **chosen(form, 0))
    after = sender.get(f"/envelopes/{form.id}")

    fields = run(sender.member, reading.envelope, form.id).fields
    assert "is a form with 1 field" in before.text
    assert "is a form with" not in after.text
    assert [(f.label, f.page) for f in fields] == [("City", 2)]


def test_somebody_who_only_gets_a_copy_is_given_no_fields(sender: Sender, form: Envelope) -> None:
    sender.get(f"/envelopes/{form.id}")

    answer = sender.post(address(form), **chosen(form, 1))

    assert answer.status_code == 422
    assert "Only a signer can have fields" in answer.text
    assert run(sender.member, reading.envelope, form.id).fields == ()
