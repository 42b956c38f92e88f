from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from tenants.openers import document_upload
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


@pytest.fixture
def draft(sender: Sender, now: datetime) -> Envelope:
    """With a document of two A4 pages and one signer."""
    envelope = ceremonies.draft_with_document(sender.member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    return run(sender.member, drafting.name_recipients, envelope.id, [one], now)


def given(draft: Envelope, **changed: Any) -> dict[str, Any]:
    field = {
        "id": str(uuid4()),
        "document_id": str(draft.documents[0].id),
        "recipient_ids": [str(draft.recipients[0].id)],
        "kind": "signature",
        "page": 1,
        **{"x": 72, "y": 700.25, "width": 170, "height": 44},
        "required": True,
        "label": "",
    }
    return field | changed


def test_each_field_is_saved_for_itself_and_none_is_removed_unasked(
    sender: Sender, draft: Envelope
) -> None:
    """Two windows of one draft: neither takes out what the other has placed."""
    sender.get(f"/envelopes/{draft.id}/fields")
    place = f"/envelopes/{draft.id}/fields"
    first, second = given(draft), given(draft, kind="checkbox", required=False, page=2)

    one = sender.post_json(place, {"fields": [first]})
    two = sender.post_json(place, {"fields": [second]})
    moved = sender.post_json(place, {"fields": [second | {"y": 100}], "removed": [first["id"]]})

    assert one.json == two.json == moved.json == {"saved": 1}
    fields = run(sender.member, reading.envelope, draft.id).fields
    assert [(str(f.id), f.kind.name, f.page, f.y) for f in fields] == [
        (second["id"], "checkbox", 2, 100)
    ]
    assert second["id"] in sender.get(place).text


def test_two_pages_of_one_draft_are_merged_field_by_field(sender: Sender, draft: Envelope) -> None:
    place = f"/envelopes/{draft.id}/fields"
    sender.get(place)
    first, second = given(draft), given(draft, kind="text", y=100)
    begun = sender.post_json(place, {"fields": [first, second], "was": [], "seen": ""}).json
    assert begun is not None

    there = [first | {"x": 10}, second | {"label": "City"}]
    sender.post_json(place, {"fields": there, "was": [first, second], "seen": begun["seen"]})
    here = {"fields": [first | {"y": 500}], "removed": [second["id"]], "was": [first, second]}
    answer = sender.post_json(place, here | {"seen": begun["seen"]}).json

    assert answer is not None
    contested = answer["contested"]
    assert contested[first["id"]]["x"] == 10
    assert contested[second["id"]]["label"] == "City"
    assert {f["id"] for f in answer["fields"]} == {first["id"], second["id"]}
    stored = run(sender.member, reading.envelope, draft.id).fields
    assert {(f.x, f.y) for f in stored} == {(10, 700.25), (72, 100)}


def test_a_page_learns_of_other_fields_only_when_there_are_any(
    sender: Sender, draft: Envelope
) -> None:
    place = f"/envelopes/{draft.id}/fields"
    sender.get(place)
    field = given(draft, label="City")
    saved = sender.post_json(place, {"fields": [field], "was": [], "seen": ""}).json
    assert saved is not None

    same = sender.get(f"{place}/placed?seen={saved['seen']}")
    other = sender.get(f"{place}/placed?seen=before").json

    assert same.status_code == 204
    assert other is not None
    assert [f["label"] for f in other["fields"]] == ["City"]
    assert other["seen"] == saved["seen"]


def test_a_wrong_field_holds_up_no_other_one(sender: Sender, draft: Envelope) -> None:
    """Somebody was removed in another window while fields were placed for them."""
    sender.get(f"/envelopes/{draft.id}/fields")
    good, orphan, outside = (
        given(draft),
        given(draft, recipient_ids=[str(uuid4())]),
        given(draft, x=900),
    )

    answer = sender.post_json(
        f"/envelopes/{draft.id}/fields", {"fields": [orphan, good, outside], "removed": []}
    )

    assert answer.status_code == 422
    assert answer.json is not None
    assert set(answer.json["errors"]) == {orphan["id"], outside["id"]}
    assert "is no longer in the envelope" in answer.json["errors"][orphan["id"]]
    fields = run(sender.member, reading.envelope, draft.id).fields
    assert [str(f.id) for f in fields] == [good["id"]]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"x": 500}, "This field is outside the page. Move it back onto the page."),
        ({"page": 3}, "This page does not exist. Place the field on another page."),
        ({"width": 2}, "This field is too small to use. Make it larger."),
        ({"x": "here"}, "The list of fields is incomplete. Reload the page."),
        ({"x": float("nan")}, "This field is outside the page. Move it back onto the page."),
        ({"kind": "seal"}, "The list of fields is incomplete. Reload the page."),
    ],
)
def test_a_field_that_cannot_be_is_refused_with_a_sentence(
    sender: Sender, draft: Envelope, changed: dict[str, Any], sentence: str
) -> None:
    sender.get(f"/envelopes/{draft.id}/fields")

    answer = sender.post_json(
        f"/envelopes/{draft.id}/fields", {"fields": [given(draft, **changed)]}
    )

    assert answer.status_code == 422
    assert answer.json is not None
    assert list(answer.json["errors"].values()) == [sentence]
    assert run(sender.member, reading.envelope, draft.id).fields == ()


@pytest.mark.parametrize(
    "changed",
    [
        *({"page": 10**12}, {"page": 0}, {"x": float("nan")}, {"x": "inf"}, {"y": -1e300}),
        *({"width": float("nan")}, {"height": -5}),
    ],
)
def test_a_field_that_lies_on_no_page_is_refused_also_while_nobody_knows_the_pages(
    sender: Sender, now: datetime, changed: dict[str, Any]
) -> None:
    draft_id, one = uuid4(), Recipient(uuid4(), "Signer One", "one@example.com")
    run(sender.member, drafting.create, draft_id, "Lease", now)
    document_upload.upload(sender.member, draft_id, uuid4(), "lease.pdf", ceremonies.PDF, now)
    draft = run(sender.member, drafting.name_recipients, draft_id, [one], now)
    sender.get(f"/envelopes/{draft.id}")

    answer = sender.post_json(
        f"/envelopes/{draft.id}/fields", {"fields": [given(draft, **changed)]}
    )

    assert answer.status_code == 422
    assert run(sender.member, reading.envelope, draft.id).fields == ()
    assert sender.get(f"/envelopes/{draft.id}").status_code == 200


def test_without_a_script_a_field_is_placed_by_page_and_millimetres(
    sender: Sender, draft: Envelope
) -> None:
    sender.get(f"/envelopes/{draft.id}/fields")
    form = {
        "action": "add",
        "field_id": str(uuid4()),
        "kind": "text",
        "recipient_ids": [str(draft.recipients[0].id)],
        "page": f"{draft.documents[0].id}:2",
        **{"left": "25,4", "top": "50.8", "label": "Place", "required": "on"},
    }

    sender.post(f"/envelopes/{draft.id}/fields", **form)
    answer = sender.post(f"/envelopes/{draft.id}/fields", **form)

    assert answer.status_code == 303
    (field,) = run(sender.member, reading.envelope, draft.id).fields
    assert (field.page, field.x, field.y, field.label) == (2, 72.0, 144.0, "Place")

    sender.post(f"/envelopes/{draft.id}/fields", action=f"remove-{field.id}")
    assert run(sender.member, reading.envelope, draft.id).fields == ()


def test_without_a_script_a_field_is_for_several_or_for_nobody(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    two = Recipient(uuid4(), "Signer Two", "two@example.com")
    people = [draft.recipients[0], two]
    run(sender.member, drafting.name_recipients, draft.id, people, now)
    sender.get(f"/envelopes/{draft.id}/fields")
    place = {"kind": "text", "page": f"{draft.documents[0].id}:1", "left": "25", "top": "50"}

    for ids in ([str(person.id) for person in people], []):
        form = {**place, "field_id": str(uuid4()), "recipient_ids": ids, "default": "Lisbon"}
        answer = sender.post(f"/envelopes/{draft.id}/fields", **form)
        assert answer.status_code == 303
    signature = place | {"kind": "signature", "field_id": str(uuid4())}
    refused = sender.post(f"/envelopes/{draft.id}/fields", **signature)

    fields = run(sender.member, reading.envelope, draft.id).fields
    assert [len(f.recipient_ids) for f in fields] == [2, 0]
    assert "You, before sending" in sender.get(f"/envelopes/{draft.id}/fields").text
    assert refused.status_code == 422
    assert "Only one person can fill in a signature or initials." in refused.text


def test_a_typed_place_that_is_no_number_is_said_beside_the_form(
    sender: Sender, draft: Envelope
) -> None:
    sender.get(f"/envelopes/{draft.id}/fields")

    answer = sender.post(
        f"/envelopes/{draft.id}/fields",
        field_id=str(uuid4()),
        kind="text",
        recipient_ids=str(draft.recipients[0].id),
        page=f"{draft.documents[0].id}:1",
        left="a little",
        top="10",
    )

    assert answer.status_code == 422
    assert "Enter a number of millimeters, such as 25." in answer.text
    assert 'value="a little"' in answer.text


def test_after_sending_fields_stay_where_they_are(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get("/envelopes")

    answer = sender.post_json(f"/envelopes/{envelope.id}/fields", {"fields": []})

    assert answer.status_code == 409
    assert len(run(sender.member, reading.envelope, envelope.id).fields) == 4
    assert sender.get(f"/envelopes/{envelope.id}/fields").status_code == 303


def test_each_signer_has_a_hue_and_a_letter(sender: Sender, draft: Envelope, now: datetime) -> None:
    people = [*draft.recipients, Recipient(uuid4(), "Signer Two", "two@example.com")]
    run(sender.member, drafting.name_recipients, draft.id, people, now)

    page = sender.get(f"/envelopes/{draft.id}/fields").text

    assert 'data-hue="a" aria-hidden="true">A<' in page
    assert 'data-hue="b" aria-hidden="true">B<' in page


def test_properties_are_kept_with_the_field_as_its_kind_reads_them(
    sender: Sender, draft: Envelope
) -> None:
    place = f"/envelopes/{draft.id}/fields"
    sender.get(place)
    said = {"length": "12", "alignment": "right", "placeholder": "", "pattern": "[a-z]+"}

    answer = sender.post_json(place, {"fields": [given(draft, kind="text", properties=said)]})

    assert answer.json == {"saved": 1}
    (field,) = run(sender.member, reading.envelope, draft.id).fields
    assert field.properties == {"length": 12, "alignment": "right", "pattern": "[a-z]+"}


def test_a_property_that_cannot_be_is_said_at_its_field(sender: Sender, draft: Envelope) -> None:
    place = f"/envelopes/{draft.id}/fields"
    sender.get(place)
    wrong = given(draft, kind="text", properties={"pattern": "(a+"})
    strange = given(draft, kind="signature", properties={"length": 1})
    nothing = given(draft, kind="text", properties="length")

    answer = sender.post_json(place, {"fields": [wrong, strange]})
    unread = sender.post_json(place, {"fields": [nothing]})

    assert answer.json is not None
    assert "We cannot read this pattern." in answer.json["errors"][wrong["id"]]
    assert "does not have this property" in answer.json["errors"][strange["id"]]
    assert unread.status_code == 422


def test_the_page_offers_each_property_that_a_kind_has(sender: Sender, draft: Envelope) -> None:
    """Without a script those of the kind that was chosen."""
    place = f"/envelopes/{draft.id}/fields"
    page = sender.get(place).text
    alone = {kind: sender.get(f"{place}?kind={kind.name}").text for kind in kinds.ALL}

    assert [p.name for p in kinds.PROPERTIES if f'data-property="{p.name}"' not in page] == []
    for kind, form in alone.items():
        offered = {p.name for p in kinds.PROPERTIES if f'id="new_{p.name}"' in form}
        assert offered == {p.name for p in kind.properties}


def test_without_a_script_properties_come_with_the_form(sender: Sender, draft: Envelope) -> None:
    place = f"/envelopes/{draft.id}/fields"
    sender.get(place)
    form = {
        "action": "add",
        "field_id": str(uuid4()),
        "kind": "text",
        "recipient_ids": [str(draft.recipients[0].id)],
        "page": f"{draft.documents[0].id}:1",
        **{"left": "20", "top": "20", "label": "Town", "read_only": "on", "default": "Lisbon"},
    }

    refused = sender.post(place, **form | {"length": "many"})
    sender.post(place, **form)

    assert refused.status_code == 422
    assert "Enter a whole number from 1 to 500." in refused.text
    (field,) = run(sender.member, reading.envelope, draft.id).fields
    assert field.properties == {"read_only": True, "default": "Lisbon"}


def test_a_form_for_pages_that_are_gone_leads_back_to_the_draft(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    run(sender.member, draft_uploads.remove, draft.id, draft.documents[0].id, now)

    answer = sender.post(f"/envelopes/{draft.id}/fields", action="add", kind="nothing")

    assert answer.status_code == 303
    assert answer.location.startswith(f"/envelopes/{draft.id}#")
