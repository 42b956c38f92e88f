"""Correcting the fields of a sent envelope: by its sender, while someone is signing it."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_page, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.api.programs import PATH, Program, make_key
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer
from webapp.pages.fields import field_json


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent(member, now)


@pytest.fixture
def signer(app: Flask, member: Member, envelope: Envelope) -> Signer:
    """The first of two, with the page open and “Lisbon” in their text."""
    signer = Signer(app, member, envelope, 0)
    signer.consent()
    signer.adopt(uuid4())
    text = signer.field("text")
    signer.post(f"{signer.page}/fields/{text.id}", signer.values(), fragment=True)
    signer.get(signer.page)
    return signer


def place(envelope: Envelope) -> str:
    return f"/envelopes/{envelope.id}/correction/fields"


def changed(envelope: Envelope, number: int, **values: Any) -> dict[str, Any]:
    """What the page's script sends when this field was changed."""
    was = field_json.of_field(envelope.fields[number])
    return {"fields": [was | values], "removed": [], "was": [was], "seen": ""}


def test_a_field_that_moves_keeps_what_was_filled_in(
    sender: Sender, member: Member, envelope: Envelope, signer: Signer, now: datetime
) -> None:
    text = signer.field("text")
    number = envelope.fields.index(text)
    shown = sender.get(place(envelope)).text

    answer = sender.post_json(place(envelope), changed(envelope, number, x=300, required=False))

    after = run(member, reading.envelope, envelope.id).field(text.id)
    assert (answer.status_code, answer.json) == (200, {"saved": True})
    assert (after.x, after.required, after.value) == (300.0, False, "Lisbon")
    assert "Everyone whose fields you change is told" in shown
    assert "You, before sending" not in shown
    assert "changed the fields" in sender.get(f"/envelopes/{envelope.id}").text
    assert run(member, envelope_page.show, envelope.id, now).timeline.intact


def test_who_has_the_page_open_is_told_before_they_finish_and_loses_nothing(
    sender: Sender, member: Member, envelope: Envelope, signer: Signer
) -> None:
    number = envelope.fields.index(signer.field("text"))
    sender.get(place(envelope))
    sender.post_json(place(envelope), changed(envelope, number, x=300))

    refused = signer.post(f"{signer.page}/completion", signer.values("Porto"))
    known = refused.text.split('name="corrected" value="')[1].split('"')[0]
    done = signer.post(f"{signer.page}/completion", signer.values("Porto") | {"corrected": known})

    assert refused.status_code == 409
    assert "The sender changed fields after you opened this page." in refused.text
    assert "Porto" in refused.text
    assert done.status_code == 303
    after = run(member, reading.envelope, envelope.id)
    assert after.recipient(signer.recipient.id).completed_at
    assert after.field(signer.field("text").id).value == "Porto"


def test_a_field_that_is_gone_is_said_where_someone_fills_it_in(
    sender: Sender, member: Member, envelope: Envelope, signer: Signer
) -> None:
    text = signer.field("text")
    was = field_json.of_field(text)
    sender.get(place(envelope))
    body = {"fields": [], "removed": [str(text.id)], "was": [was], "seen": ""}
    assert sender.post_json(place(envelope), body).status_code == 200

    answer = signer.post(f"{signer.page}/fields/{text.id}", signer.values("Porto"), fragment=True)

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (409, "true")
    page = signer.get(signer.page).text
    assert "The sender changed fields after you opened this page." in page
    assert str(text.id) not in page


def test_what_two_windows_changed_is_for_their_sender_to_decide(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    sender.get(place(envelope))
    assert sender.post_json(place(envelope), changed(envelope, 0, x=300)).status_code == 200

    answer = sender.post_json(place(envelope), changed(envelope, 0, x=250))

    id = str(envelope.fields[0].id)
    assert answer.status_code == 409
    assert answer.json["contested"][id]["x"] == 300
    assert run(member, reading.envelope, envelope.id).fields[0].x == 300


def test_fields_of_someone_who_has_finished_are_not_changed(
    sender: Sender, member: Member, envelope: Envelope, now: datetime
) -> None:
    ceremonies.sign(member, envelope.recipients[0], now)
    shown = sender.get(place(envelope)).text

    answer = sender.post_json(place(envelope), changed(envelope, 0, x=300))

    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [str(envelope.fields[0].id)]
    start = shown.split('id="placing_data">')[1].split("</script>")[0]
    data = json.loads(start)
    assert [f["id"] for f in data["fixed"]] == [str(f.id) for f in envelope.fields[:2]]
    assert [f["id"] for f in data["fields"]] == [str(f.id) for f in envelope.fields[2:]]


def test_without_a_script_a_field_is_added_and_removed_by_a_form(
    sender: Sender, member: Member, envelope: Envelope
) -> None:
    second, new = envelope.recipients[1], uuid4()
    document = envelope.documents[0]
    sender.get(place(envelope))
    form = {"field_id": new, "page": f"{document.id}:1", "kind": "text", "label": "City"}
    where = {"left": "20", "top": "150", "recipient_ids": second.id}

    added = sender.post(place(envelope), action="add", **form, **where)
    there = run(member, reading.envelope, envelope.id)
    removed = sender.post(place(envelope), action=f"remove-{new}", page=f"{document.id}:1")

    assert (added.status_code, removed.status_code) == (303, 303)
    assert there.field(new).label == "City"
    assert new not in {f.id for f in run(member, reading.envelope, envelope.id).fields}


def test_a_program_corrects_fields(app: Flask, member: Member, envelope: Envelope) -> None:
    program = Program(app, make_key(member))
    signature, text = envelope.fields[:2]
    asked = {
        "changed": [{"id": str(signature.id), "x": 300, "page": 2}],
        "removed": [str(text.id)],
        "added": [
            {
                "kind": "checkbox",
                "document_id": str(signature.document_id),
                "recipient_ids": [str(envelope.recipients[0].id)],
                **{"page": 1, "x": 50, "y": 60},
            }
        ],
    }

    answer = program.browser.post(
        f"{PATH}/{envelope.id}/field-corrections", json=asked, headers=program.bearer
    )
    refused = program.browser.post(
        f"{PATH}/{envelope.id}/field-corrections",
        json={"removed": [str(signature.id)]},
        headers=program.bearer,
    )

    assert answer.status_code == 200, answer.text
    fields = answer.json["recipients"][0]["fields"]
    assert [(f["kind"], f["page"], f["x"]) for f in fields] == [
        ("checkbox", 1, 50.0),
        ("signature", 2, 300.0),
    ]
    assert refused.status_code == 422
