import json
import re
from dataclasses import replace
from datetime import datetime
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from werkzeug.test import TestResponse

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


def test_the_preview_is_marked_and_sends_nothing_but_to_itself(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    one = draft.recipients[0].id
    fields = [s.placed(draft.documents[0].id, one, row) for row, s in enumerate(SAMPLES)]
    run(sender.member, drafting.place_fields, draft.id, fields, now)

    page = sender.get(address(draft, 0)).text

    main = page.partition("<main")[2]
    asked = set(re.findall(r' (?:action|formaction|hx-get|hx-post)="([^"?]*)', main))
    assert "Nothing here is saved." in page
    assert "Preview as Signer One" in page
    assert {a for a in asked if not a.startswith(f"/envelopes/{draft.id}/fields/preview/")} == set()
    assert "/sign/" not in main


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


@pytest.fixture
def logical(sender: Sender, now: datetime) -> Envelope:
    """Of the first signer: a choice, a rent asked after it, the rent of a year, a signature."""
    draft = ceremonies.draft_with_document(sender.member, now)
    person = Recipient(uuid4(), "Signer One", "one@example.com")
    run(sender.member, drafting.name_recipients, draft.id, [person], now)
    one = (person.id,)
    fields = [
        choice := field(draft, one, 1, "dropdown", label="Contract"),
        rent := field(draft, one, 2, "number", label="Rent"),
        year := field(draft, one, 3, "formula", label="Year"),
        ceremonies.signature_field(draft.documents[0].id, person.id, 600),
    ]
    said: list[dict[str, Any]] = [
        {"options": ["Lease", "Sale"], "name": "contract"},
        {"name": "rent", "shown_if": 'contract == "Lease"'},
        {"formula": "rent * 12"},
    ]
    for at, (placed, properties) in enumerate(zip((choice, rent, year), said, strict=True)):
        fields[at] = replace(placed, properties=properties)
    return run(sender.member, drafting.place_fields, draft.id, fields, now)


def entered(page: str) -> str:
    """What the page carries of the preview."""
    (found,) = re.findall(r'name="entered" id="entered" value="([^"]*)"', page)
    return unescape(found)


def answer(sender: Sender, draft: Envelope, id: UUID, carried: str, **form: Any) -> TestResponse:
    place = address(draft, 0).replace("?", f"/fields/{id}?")
    return sender.post(place, htmx=True, entered=carried, **form)


def test_an_answer_shows_what_depends_on_it_and_stores_nothing(
    sender: Sender, logical: Envelope
) -> None:
    choice, rent, year, _ = logical.fields
    begun = entered(sender.get(address(logical, 0)).text)

    leased = answer(sender, logical, choice.id, begun, **{str(choice.id): "Lease"}).text
    paid = answer(sender, logical, rent.id, entered(leased), **{str(rent.id): "950"}).text
    refused = answer(sender, logical, rent.id, entered(leased), **{str(rent.id): "much"})

    assert "New on the page: Rent." in leased
    assert f'id="field-{rent.id}"' in leased
    assert "11400" in paid.partition(f'id="field-{year.id}"')[2]
    assert refused.status_code == 422
    assert "number" in refused.text.partition(f'id="state-{rent.id}"')[2][:300]
    assert run(sender.member, reading.envelope, logical.id) == logical


def test_a_signature_is_adopted_in_the_page_alone(sender: Sender, logical: Envelope) -> None:
    signature = logical.fields[3]
    place = address(logical, 0)
    begun = entered(sender.get(place).text)
    form = {"kind": "signature", "method": "typed", "text": "Signer One", "field": signature.id}

    adopted = sender.post(place.replace("?", "/signature?"), htmx=True, entered=begun, **form).text
    review = sender.post(place.replace("?", "/review?"), htmx=True, entered=entered(adopted)).text
    again = answer(sender, logical, signature.id, entered(adopted), remove="yes").text

    assert 'src="data:image/png;base64,' in adopted.partition(f'id="field-{signature.id}"')[2]
    assert 'src="data:image/png;base64,' in review
    assert "Sign here" in again.partition(f'id="field-{signature.id}"')[2]
    assert run(sender.member, reading.envelope, logical.id) == logical


def test_finishing_says_what_is_missing_and_else_that_the_preview_ends(
    sender: Sender, logical: Envelope
) -> None:
    choice, _, _, signature = logical.fields
    place = address(logical, 0)
    finish = place.replace("?", "/completion?")
    press = place.replace("?", f"/fields/{signature.id}?")
    begun = sender.get(place).text

    early = sender.post(finish, entered=entered(begun))
    signed = sender.post(press, entered=entered(early.text), **{str(choice.id): "Sale"})
    done = sender.post(finish, entered=entered(signed.text), seen=seen(signed.text))
    ended = sender.get(done.headers["Location"]).text

    assert early.status_code == 422
    assert "Some fields are still empty." in early.text
    assert 'src="data:image/png;base64,' in signed.text
    assert "<option selected>Sale</option>" in signed.text
    assert "End of the preview" in ended
    assert "Nothing was signed, sent or saved." in ended
    assert run(sender.member, reading.envelope, logical.id) == logical


def seen(page: str) -> str:
    return re.findall(r'name="seen" id="seen" value="([^"]*)"', page)[0]


def test_declining_is_previewed_too(sender: Sender, logical: Envelope) -> None:
    place = address(logical, 0).replace("?", "/refusal?")

    form = sender.get(place).text
    done = sender.post(place, choice="person")

    assert "Why are you declining?" in form
    assert "Nothing here is saved." in form
    assert "End of the preview" in sender.get(done.headers["Location"]).text
    assert run(sender.member, reading.envelope, logical.id) == logical


def test_pressed_is_what_would_be_done_on_another_page(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    one = (draft.recipients[0].id,)
    fields = [field(draft, one, row, kind) for row, kind in ((1, "attachment"), (2, "payment"))]
    run(sender.member, drafting.place_fields, draft.id, fields, now)

    attached = answer(sender, draft, fields[0].id, "", pressed="yes").text
    paid = answer(sender, draft, fields[1].id, entered(attached), pressed="yes").text
    undone = answer(sender, draft, fields[0].id, entered(paid), pressed="yes").text

    assert "sample.pdf" in attached
    assert "3 of 3 done" in paid
    assert "2 of 3 done" in undone


@pytest.mark.parametrize(
    "carried",
    ["[", "[" * 5000, "[]", '{"values": 1}', '{"pictures": {"x": 1}, "values": {"y": 2}}'],
)
def test_what_no_page_carries_begins_anew(sender: Sender, logical: Envelope, carried: str) -> None:
    choice = logical.fields[0]

    answered = answer(sender, logical, choice.id, carried, **{str(choice.id): "Sale"})

    assert answered.status_code == 200
    assert '"Sale"' in entered(answered.text)


def test_carried_values_that_do_not_fit_their_fields_are_left_out(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    """As whoever writes such a request by hand may send them."""
    one = draft.recipients[0].id
    fields = [s.placed(draft.documents[0].id, one, row) for row, s in enumerate(SAMPLES)]
    run(sender.member, drafting.place_fields, draft.id, fields, now)
    values = {str(f.id): "{]" + "x" * 20_000 for f in fields}
    company = next(f for f in fields if f.kind.name == "company")

    answered = answer(
        sender, draft, company.id, json.dumps({"values": values}), **{str(company.id): "Rome"}
    )

    assert answered.status_code == 200
    assert "xxx" not in answered.text


def test_a_field_of_someone_else_is_not_theirs_to_fill_in(sender: Sender, draft: Envelope) -> None:
    second = draft.fields[1]

    answered = answer(sender, draft, second.id, "", **{str(second.id): "Rome"})

    assert answered.status_code == 404
