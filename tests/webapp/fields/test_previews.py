from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.cc import CC
from core.fields import kinds
from core.fields.field import Field
from tenants.use_cases.envelopes import drafting, reading
from tests.field_samples import SAMPLES
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


@pytest.fixture
def draft(sender: Sender, now: datetime) -> Envelope:
    """Two signers and an approver; a field of each signer, and one that the sender fills in."""
    envelope = ceremonies.draft_with_document(sender.member, now)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
        Recipient(uuid4(), "Approver", "three@example.com", APPROVER, routing_order=3),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, routing_order=4),
    ]
    run(sender.member, drafting.name_recipients, envelope.id, people, now)
    one, two = (person.id for person in people[:2])
    fields = [
        field(envelope, (one,), 1, "full_name", label="Name of the first"),
        field(envelope, (two,), 2, "text", label="Town of the second"),
        field(envelope, (), 3, "text", properties={"default": "Rent of 900"}),
    ]
    return run(sender.member, drafting.place_fields, envelope.id, fields, now)


def field(draft: Envelope, people: Any, row: int, kind: str, **changed: Any) -> Field:
    box = (1, 60.0, 60.0 * row, 170.0, 22.0)
    return Field(uuid4(), draft.documents[0].id, people, kinds.named(kind), *box, **changed)


def address(draft: Envelope, place: int) -> str:
    return f"/envelopes/{draft.id}/fields/preview?as={draft.recipients[place].id}"


def test_a_recipient_is_shown_what_is_theirs_and_what_the_sender_filled_in(
    sender: Sender, draft: Envelope
) -> None:
    one, two = (sender.get(address(draft, place)).text for place in (0, 1))

    assert "Name of the first" in one
    assert 'value="Signer One"' in one
    assert "Town of the second" not in one
    assert "Town of the second" in two
    assert "Name of the first" not in two
    assert "Rent of 900" in one
    assert "Rent of 900" in two
    assert run(sender.member, reading.envelope, draft.id).fields == draft.fields


def test_the_preview_is_marked_and_sends_nothing(sender: Sender, draft: Envelope) -> None:
    page = sender.get(address(draft, 0)).text

    main = page.partition("<main")[2]
    assert "Nothing you enter here is saved." in page
    assert "<form" not in main
    assert main.index("hx-ignore") < main.index("hx-post")
    assert "Preview as Signer One" in page


def test_who_only_decides_is_shown_the_pages_and_who_gets_a_copy_nothing(
    sender: Sender, draft: Envelope
) -> None:
    approver, copy = (sender.get(address(draft, place)) for place in (2, 3))

    assert approver.status_code == 200
    assert "Name of the first" not in approver.text
    assert "Your decision" in approver.text
    assert copy.status_code == 404


def test_the_first_who_acts_is_shown_unless_another_one_is_asked_for(
    sender: Sender, draft: Envelope
) -> None:
    place = f"/envelopes/{draft.id}/fields/preview"
    first, strange = sender.get(place), sender.get(f"{place}?as={uuid4()}")

    assert "Preview as Signer One" in first.text
    assert strange.status_code == 404
    assert sender.get(f"{place}?as=me").status_code == 404


def test_every_kind_of_field_is_previewed_where_it_lies(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    one = draft.recipients[0].id
    fields = [s.placed(draft.documents[0].id, one, row) for row, s in enumerate(SAMPLES)]
    run(sender.member, drafting.place_fields, draft.id, fields, now)

    page = sender.get(address(draft, 0)).text
    style = sender.get(address(draft, 0).replace("?", "/placement.css?")).text

    assert [f for f in fields if f'id="field-{f.id}"' not in page] == []
    assert [f for f in fields if f"#field-{f.id}" not in style] == []
