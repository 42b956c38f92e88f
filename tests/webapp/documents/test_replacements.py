"""Replacing a document on the pages of a draft."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender

TEXT = ["The lease of the flat begins in May", "Rent is due each month", "Signature:", "Initials:"]


@pytest.fixture
def draft(sender: Sender, now: datetime) -> Envelope:
    made = ceremonies.draft_with_document(sender.member, now, {1: TEXT})
    person = Recipient(uuid4(), "Ana", "ana@example.com")
    run(sender.member, drafting.name_recipients, made.id, [person], now)
    fields = [
        replace(
            ceremonies.signature_field(made.documents[0].id, person.id, 122.0 + 20 * n),
            **{"x": 150.0, "width": 90.0, "height": 20.0, "label": label},
        )
        for n, label in enumerate(("Signed", "Initialed"))
    ]
    run(sender.member, drafting.place_fields, made.id, fields, now)
    return run(sender.member, reading.envelope, made.id)


def replaced(sender: Sender, draft: Envelope, name: str = "lease-2.pdf") -> TestResponse:
    place = f"/envelopes/{draft.id}/documents/{draft.documents[0].id}/replacement"
    sender.get(place)
    files = {"file": (BytesIO(b"%PDF-1.7 another version"), name)} if name else {}
    return sender.post(place, **files)


def ready(sender: Sender, draft: Envelope, text: list[str], now: datetime) -> None:
    taken = document_intake.IntakeResult(b"%PDF-1.7 its pages", (Page(595, 842),))
    job = ceremonies.lease_open(sender.member, "intake_document", draft.id)
    intake_document.accept(job, taken, now)
    job = ceremonies.lease_open(sender.member, "render_pages", draft.id)
    lines = {1: ceremonies.lines_of(text)}
    render_pages.keep(job, [ceremonies.Rendered(1)], lines, now)


def test_the_draft_says_what_became_of_the_fields(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    answer = replaced(sender, draft)
    waiting = sender.get(f"/envelopes/{draft.id}").text
    ready(sender, draft, ["A new clause", *TEXT[:3]], now)
    after = sender.get(f"/envelopes/{draft.id}").text

    assert answer.status_code == 303
    assert "Replaces “lease.pdf” as soon as it is ready" in waiting
    assert "Cancel replacement" in waiting
    assert "1 moved, 1 could not be placed" in " ".join(after.split())
    assert "Fields of a replaced document are still waiting for a place." in after


def test_the_prepare_page_lists_what_moved_and_places_what_was_lost(
    sender: Sender, draft: Envelope, now: datetime
) -> None:
    replaced(sender, draft)
    ready(sender, draft, ["A new clause", *TEXT[:3]], now)
    before = sender.get(f"/envelopes/{draft.id}/fields").text

    lost = before.split('name="found" value="')[1].split('"')[0]
    sender.post(f"/envelopes/{draft.id}/found-fields/chosen", found=lost, action="place")
    after = sender.get(f"/envelopes/{draft.id}/fields").text

    assert "1 field could not be placed on the new version." in before
    assert "page 1 · Ana" in before
    assert "1 field moved with its text in the new version" in before
    assert "could not be placed on the new version" not in after
    fields = run(sender.member, reading.envelope, draft.id).fields
    assert [field.label for field in fields] == ["Signed", "Initialed"]


def test_without_a_file_or_with_an_empty_one_it_says_so(sender: Sender, draft: Envelope) -> None:
    answer = replaced(sender, draft, "")
    place = f"/envelopes/{draft.id}/documents/{draft.documents[0].id}/replacement"
    empty = sender.post(place, file=(BytesIO(b""), "empty.pdf"))

    assert (answer.status_code, empty.status_code) == (422, 422)
    assert "Choose the new file first." in answer.text
    assert len(run(sender.member, reading.envelope, draft.id).documents) == 1
