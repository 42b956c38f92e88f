"""A typed page asks its sender for values, on the draft page."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from actors.documents import intake_document
from core.envelopes.envelope import Status
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies, merged
from tests.tenants.opening import run
from tests.webapp.documents.test_documents import upload
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.senders import Sender

ASKED = ("client.name", "client.city")


def asking(sender: Sender, now: datetime) -> tuple[UUID, UUID]:
    envelope_id = new_draft(sender)
    upload(sender, envelope_id, "offer.md")
    job = ceremonies.lease_open(sender.member, "intake_document")
    intake_document.reject(job, "values_needed", now, ASKED)
    return envelope_id, run(sender.member, reading.envelope, envelope_id).documents[0].id


def test_the_page_asks_for_each_value_and_sending_waits(sender: Sender, now: datetime) -> None:
    envelope_id, document_id = asking(sender, now)

    page = sender.get(f"/envelopes/{envelope_id}").text

    assert "This document asks for values." in page
    assert "Client name" in page and "Client city" in page
    assert "Enter the values that a document asks for." in page
    assert f'name="value-{document_id}-1"' in page


def test_given_values_have_the_document_taken_in_again(sender: Sender, now: datetime) -> None:
    envelope_id, document_id = asking(sender, now)
    values = {f"value-{document_id}-0": " Ann\u200b Lee ", f"value-{document_id}-1": "Ulm"}

    answer = sender.post(f"/envelopes/{envelope_id}/documents/{document_id}/values", **values)

    envelope = run(sender.member, reading.envelope, envelope_id)
    (document,) = envelope.documents
    assert answer.status_code == 303
    assert (document.status.value, document.name) == ("processing", "offer.md")
    given = run(sender.member, merge_values.of_envelope, envelope)[document.id]
    assert given["client.city"] == "Ulm"
    assert given["client.name"].startswith("Ann") and given["client.name"].endswith("Lee")


def test_a_value_that_is_missing_is_told(sender: Sender, now: datetime) -> None:
    envelope_id, document_id = asking(sender, now)
    values = {f"value-{document_id}-0": "Ann Lee"}

    answer = sender.post(f"/envelopes/{envelope_id}/documents/{document_id}/values", **values)

    assert answer.status_code == 422
    assert answer.text.count("Fill in all of them to continue.") == 1
    assert 'value="Ann Lee"' in answer.text
    assert run(sender.member, reading.envelope, envelope_id).documents[0].id == document_id


def test_the_page_of_a_template_leaves_values_for_its_use(sender: Sender, now: datetime) -> None:
    template_id = merged.template(sender.member, now)

    page = sender.get(f"/envelopes/{template_id}").text

    assert "2 values to fill in" in page and "each time the template is used" in page
    assert "Save values" in page
    assert "Enter the values that a document asks for." not in page


def test_using_the_template_asks_for_values_and_sends_when_pages_are_ready(
    sender: Sender, now: datetime
) -> None:
    template_id, envelope_id = merged.template(sender.member, now), uuid4()
    page = sender.get(f"/templates/use?template={template_id}").text
    form: dict[str, Any] = {
        "template": str(template_id),
        "envelope_id": str(envelope_id),
        "name": "Offer",
        "name-0": "Ada",
        "email-0": "ada@example.com",
        "merge-0": "Ada Ltd",
        "action": "send",
    }

    missing = sender.post("/templates/use", **form)
    answer = sender.post("/templates/use", **form | {"merge-1": "None."})
    waiting = sender.get(f"/envelopes/{envelope_id}").text
    merged.made(sender.member, now)

    assert 'name="merge-0"' in page and "Client name" in page
    assert missing.status_code == 422 and 'id="merge-1-error"' in missing.text
    assert answer.status_code == 303
    assert "sent as soon as its pages are ready" in waiting
    assert run(sender.member, reading.envelope, envelope_id).status is Status.SENT


def test_a_draft_from_a_template_says_which_values_are_missing(
    sender: Sender, now: datetime
) -> None:
    template_id, envelope_id = merged.template(sender.member, now), uuid4()
    form = {"template": str(template_id), "envelope_id": str(envelope_id), "action": "edit"}
    sender.post("/templates/use", **form | {"merge-1": "None."})

    page = sender.get(f"/envelopes/{envelope_id}").text

    assert "1 value to fill in" in page
    assert "Enter the values that a document asks for." in page
    assert 'value="None."' in page
