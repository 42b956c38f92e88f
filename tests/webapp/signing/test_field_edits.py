"""An editor places the fields of who comes later, on the page on which senders place them."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.documents.supplement import Supplement
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.roles.editor import EDITOR
from core.envelopes.roles.signer import SIGNER
from core.evidence import consistency
from core.fields.field import Field
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import drafting, reading, sending, voiding
from tenants.use_cases.envelopes.turns import pausing
from tests.tenants import ceremonies, embedded
from tests.tenants.conftest import found_member
from tests.tenants.opening import run
from tests.webapp.visitors import DISCLOSURE, TOKEN, Signer
from webapp.pages.fields import field_json

PEOPLE = (
    ("Edda Editor", "edda@example.com", EDITOR, 1),
    ("Sam Beside", "sam@example.com", SIGNER, 1),
    ("Anna Lind", "anna@example.com", SIGNER, 2),
)


@dataclass(frozen=True)
class Case:
    """An editor and a signer at the first step, a signer at the second, of a lease and a secret."""

    envelope: Envelope
    editor: Signer

    @property
    def place(self) -> str:
        return f"{self.editor.page}/edits/fields"

    def field(self, number: int) -> Field:
        return self.envelope.fields_of(self.envelope.recipients[number].id)[0]

    def save(self, *changed: dict[str, Any], removed: tuple[UUID, ...] = ()) -> TestResponse:
        """As the page's script does."""
        was = [field_json.of_field(f) for f in self.envelope.fields]
        body = {"fields": changed, "removed": [str(id) for id in removed], "was": was, "seen": ""}
        headers = {"X-CSRF-Token": self.editor.token, "HX-Request": "true"}
        return self.editor.client.post(self.place, json=body, headers=headers)


def sent(member: Member, now: datetime) -> Envelope:
    draft = ceremonies.draft_with_documents_signed_before(member, now, None, None)
    people = [Recipient(uuid4(), *about) for about in PEOPLE]
    run(member, drafting.name_recipients, draft.id, people, now)
    lease, secret = (d.id for d in draft.documents)
    fields = [ceremonies.signature_field(lease, people[n].id, 100 + 100 * n) for n in (1, 2)]
    fields.append(ceremonies.signature_field(secret, people[2].id, 400))
    run(member, drafting.place_fields, draft.id, fields, now)
    show = document_visibility.show
    run(member, show, draft.id, secret, [people[0].id], Supplement.NONE, now)
    return run(member, sending.send, draft.id, now)


@pytest.fixture
def case(app: Flask, member: Member, now: datetime) -> Case:
    envelope = sent(member, now)
    editor = Signer(app, member, envelope, 0)
    editor.consent()
    return Case(envelope, editor)


def moved(field: Field, **changes: Any) -> dict[str, Any]:
    return field_json.of_field(field) | {"x": 300} | changes


def fields_of(member: Member, case: Case) -> tuple[Field, ...]:
    return run(member, reading.envelope, case.envelope.id).fields


def test_the_page_has_the_fields_of_later_recipients_and_nothing_that_is_hidden(
    case: Case,
) -> None:
    shown = case.editor.get(case.place).text
    data = json.loads(shown.split('id="placing_data">')[1].split("</script>")[0])
    (document,) = data["documents"]
    picture = case.editor.get(f"{document['images']}1")

    beside, late, hidden = case.envelope.fields
    assert [f["id"] for f in data["fields"]] == [str(late.id)]
    assert [(f["id"], f["recipient_ids"]) for f in data["fixed"]] == [(str(beside.id), [])]
    assert str(hidden.id) not in shown and str(hidden.document_id) not in shown
    assert "Anna Lind" in shown and "Sam Beside" not in shown
    assert "Payment link" not in shown.split("<noscript>")[-1]
    assert picture.status_code == 200
    assert "Correct fields" in case.editor.get(case.editor.page).text


def test_what_they_change_is_theirs_in_the_trail(case: Case, member: Member) -> None:
    late = case.field(2)
    new = moved(late, id=str(uuid4()), kind="text", y=500, label="City", required=False)
    case.editor.get(case.place)

    answer = case.save(moved(late), new)

    after = run(member, reading.changeable, case.envelope.id)
    timeline = run(member, reading.timeline, case.envelope.id)
    assert (answer.status_code, answer.json) == (200, {"saved": True})
    assert after.field(late.id).x == 300
    assert after.field(UUID(new["id"])).label == "City"
    assert consistency.differences(after, timeline.entries) == ()
    (told,) = [e for e in timeline.entries if e.type == "fields.corrected"]
    assert told.actor == f"recipient:{case.editor.recipient.id}"


def test_nothing_else_changes(case: Case, member: Member) -> None:
    beside, late, hidden = case.envelope.fields
    case.editor.get(case.place)
    to_beside = moved(late, recipient_ids=[str(beside.recipient_ids[0])])
    to_hidden = moved(late, id=str(uuid4()), document_id=str(hidden.document_id))

    answers = [case.save(moved(beside)), case.save(moved(hidden)), case.save(to_beside)]
    answers.append(case.save(to_hidden))
    for field in (beside, hidden):
        form = {"action": f"remove-{field.id}", "page": f"{late.document_id}:1"}
        answers.append(case.editor.post(case.place, form))
    case.save(removed=(beside.id, hidden.id))  # of which the page knows nothing

    told = [answer.text for answer in answers]
    assert {answer.status_code for answer in answers} <= {409, 422}
    assert not any(str(hidden.document_id) in text for text in told[:3])
    assert fields_of(member, case) == case.envelope.fields


def test_without_a_script_a_field_is_added_and_removed_by_a_form(
    case: Case, member: Member
) -> None:
    late, new = case.field(2), uuid4()
    case.editor.get(case.place)
    page = f"{late.document_id}:1"
    form = {"field_id": str(new), "page": page, "kind": "text", "label": "City"}
    where = {"left": "20", "top": "150", "recipient_ids": str(late.recipient_ids[0])}

    added = case.editor.post(case.place, {"action": "add", **form, **where})
    there = [f.label for f in fields_of(member, case) if f.id == new]
    shown = case.editor.get(case.place).text
    wrong = case.editor.post(case.place, {"action": "add", **form, **where, "left": "far"})
    removed = case.editor.post(case.place, {"action": f"remove-{new}", "page": page})

    assert [a.status_code for a in (added, wrong, removed)] == [303, 422, 303]
    assert there == ["City"] and f"remove-{new}" in shown
    assert "Enter a number of millimeters" in wrong.text
    assert new not in {f.id for f in fields_of(member, case)}


def test_people_are_saved_on_the_way_to_their_fields(case: Case, member: Member) -> None:
    late = case.envelope.recipients[2]
    case.editor.get(case.editor.page)
    typed = {f"name-{late.id}": "Anna Lund", f"email-{late.id}": late.email}

    saved = case.editor.post(
        f"{case.editor.page}/edits", typed | {f"order-{late.id}": "2", "then": "fields"}
    )

    assert (saved.status_code, saved.location) == (303, case.place)
    assert run(member, reading.envelope, case.envelope.id).recipient(late.id).name == "Anna Lund"


def test_no_one_else_has_the_page(
    app: Flask, case: Case, member: Member, installation: Installation, now: datetime
) -> None:
    beside, unknown = Signer(app, member, case.envelope, 1), Signer(app, member, case.envelope, 0)
    other = found_member(installation)
    stranger = Signer(app, other, sent(other, now), 0)
    for person in (beside, stranger):
        person.consent()

    answers = [
        answer
        for person, page in (
            (beside, beside.page),
            (beside, case.editor.page),
            (stranger, case.editor.page),
            (unknown, case.editor.page),
        )
        for answer in (
            person.get(f"{page}/edits/fields"),
            person.post(f"{page}/edits/fields", {"action": f"remove-{case.field(2).id}"}),
        )
    ]

    assert {answer.status_code for answer in answers} <= {400, 404}
    assert case.save(moved(case.field(2))).status_code == 200


def test_before_consent_there_is_only_the_way_to_it(
    app: Flask, member: Member, now: datetime
) -> None:
    envelope = sent(member, now)
    editor = Signer(app, member, envelope, 0)
    editor.open()
    case = Case(envelope, editor)

    shown = editor.get(case.place).text
    refused = case.save(moved(case.field(2)))

    assert "placing_data" not in shown
    assert refused.status_code == 409 and refused.headers["HX-Refresh"] == "true"
    assert fields_of(member, case) == envelope.fields


@pytest.mark.parametrize("over", ["paused", "voided", "finished"])
def test_when_it_is_over_the_page_says_so_and_nothing_changes(
    case: Case, member: Member, now: datetime, over: str
) -> None:
    case.editor.get(case.place)
    if over == "paused":
        run(member, pausing.pause, case.envelope.id, now)
    elif over == "voided":
        run(member, voiding.void, case.envelope.id, "wrong lease", now)
    else:
        case.editor.post(f"{case.editor.page}/edits", {"done": "yes"})

    refused = case.save(moved(case.field(2)))
    shown = case.editor.get(case.place).text

    assert refused.status_code == 409 and refused.headers["HX-Refresh"] == "true"
    assert "placing_data" not in shown
    assert fields_of(member, case) == case.envelope.fields


def test_in_a_frame_without_cookies_addresses_carry_the_session(
    app: Flask, member: Member, now: datetime
) -> None:
    embedded.allow(member)
    envelope = sent(member, now)
    client = app.test_client(use_cookies=False)
    editor = envelope.recipients[0]
    entered = client.get(f"/embedded/{embedded.token(member, envelope)}")
    session = entered.headers["Location"].partition("?")[2]
    consent = client.get(f"/sign/{editor.id}?{session}").text
    form = {"agreed": "yes", "disclosure": DISCLOSURE.findall(consent)[0]}
    token = {"X-CSRF-Token": TOKEN.findall(consent)[0]}
    client.post(f"/sign/{editor.id}/consent?{session}", data=form, headers=token)

    shown = client.get(f"/sign/{editor.id}/edits/fields?{session}").text
    data = json.loads(shown.split('id="placing_data">')[1].split("</script>")[0])
    (document,) = data["documents"]

    assert document["query"] == session
    assert client.get(f"{document['images']}1?{session}").status_code == 200
    assert f'data-save="/sign/{editor.id}/edits/fields?{session}"' in shown
