"""Fields are placed where a text stands, on the prepare page."""

from datetime import datetime
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


@pytest.fixture
def draft(sender: Sender, now: datetime) -> Envelope:
    text = {1: ["The tenant signs", "Signature of Tenant:"], 2: ["SIGNATURE of  tenant"]}
    envelope = ceremonies.draft_with_document(sender.member, now, text)
    people = [Recipient(uuid4(), "Signer One", "one@example.com")]
    return run(sender.member, drafting.name_recipients, envelope.id, people, now)


def typed(draft: Envelope, **changed: str) -> dict[str, str]:
    signer = str(draft.recipients[0].id)
    return {"anchor": "signature of tenant", "kind": "signature", "recipient_id": signer} | changed


def placed(sender: Sender, draft: Envelope) -> list[tuple[int, float, float]]:
    fields = run(sender.member, reading.envelope, draft.id).fields
    return [(field.page, field.x, field.y + field.height) for field in fields]


@pytest.mark.parametrize(
    "changed, places",
    [
        ({}, [(1, 70.0, 122.0), (2, 70.0, 102.0)]),
        ({"which": "first"}, [(1, 70.0, 122.0)]),
        ({"which": "first", "right": "25.4", "down": "12,7"}, [(1, 142.0, 158.0)]),
        ({"which": "first", "right": "-999"}, [(1, 0.0, 122.0)]),
    ],
)
def test_fields_stand_on_the_line_of_the_text(
    sender: Sender, draft: Envelope, changed: dict[str, str], places: list[tuple[int, float, float]]
) -> None:
    sender.get(f"/envelopes/{draft.id}/anchored-fields/new")

    answer = sender.post(f"/envelopes/{draft.id}/anchored-fields", **typed(draft, **changed))

    assert answer.headers["Location"] == f"/envelopes/{draft.id}/fields"
    assert placed(sender, draft) == places


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"anchor": "Landlord"}, "The text “Landlord” is not in the documents."),
        ({"anchor": " "}, "Enter the text to look for in the documents."),
        ({"right": "far"}, "Enter a number of millimeters"),
        ({"down": "nan"}, "Enter a number of millimeters"),
        ({"kind": "nonsense"}, "Choose a field and a recipient."),
        ({"recipient_id": ""}, "Only one person can fill in a signature"),
    ],
)
def test_what_cannot_be_placed_is_told(
    sender: Sender, draft: Envelope, changed: dict[str, str], told: str
) -> None:
    sender.get(f"/envelopes/{draft.id}/anchored-fields/new")

    answer = sender.post(f"/envelopes/{draft.id}/anchored-fields", **typed(draft, **changed))

    assert answer.status_code == 422
    assert told in answer.text
    assert placed(sender, draft) == []


def test_a_sent_envelope_is_refused_as_on_other_pages(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    signer, document = draft.recipients[0].id, draft.documents[0].id
    signature = ceremonies.signature_field(document, signer, 100)
    run(sender.member, drafting.place_fields, draft.id, [signature], now)
    run(sender.member, sending.send, draft.id, now)

    page = sender.get(f"/envelopes/{draft.id}/anchored-fields/new")

    assert page.status_code == 409
    assert "Place by text" not in page.text
