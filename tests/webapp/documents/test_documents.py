from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from actors.documents import intake_document, render_pages
from core.documents.document import DocumentStatus, Page
from core.envelopes.refusals import NotADraft
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_envelopes import new_draft, tag
from tests.webapp.senders import Sender


def upload(sender: Sender, envelope_id: UUID, *names: str, upload_id: str = "") -> TestResponse:
    files = [(BytesIO(ceremonies.PDF + name.encode()), name) for name in names]
    return sender.post(
        f"/envelopes/{envelope_id}/documents", files=files, upload_id=upload_id or str(uuid4())
    )


def test_several_files_are_taken_in_at_once_and_name_the_envelope(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    upload(sender, envelope_id, "Lease.pdf", "Annex.pdf")

    envelope = run(sender.member, reading.envelope, envelope_id)
    assert [d.name for d in envelope.documents] == ["Lease.pdf", "Annex.pdf"]
    assert envelope.name == "Lease"
    assert "badge--processing" in sender.get(f"/envelopes/{envelope_id}").text


def test_the_same_upload_sent_twice_is_there_once(sender: Sender) -> None:
    envelope_id, upload_id = new_draft(sender), str(uuid4())

    upload(sender, envelope_id, "Lease.pdf", "Annex.pdf", upload_id=upload_id)
    upload(sender, envelope_id, "Lease.pdf", "Annex.pdf", upload_id=upload_id)

    assert len(run(sender.member, reading.envelope, envelope_id).documents) == 2


def test_the_page_waits_for_intake_by_itself(sender: Sender, now: datetime) -> None:
    envelope_id = new_draft(sender)
    upload(sender, envelope_id, "Lease.pdf")
    version = tag(sender.get(f"/envelopes/{envelope_id}").text)
    address = f"/envelopes/{envelope_id}/documents"

    waiting = sender.get(address, htmx=True, **{"If-None-Match": version})
    intake_document.reject(
        ceremonies.lease_open(sender.member, "intake_document"), "damaged_pdf", now
    )
    told = sender.get(address, htmx=True, **{"If-None-Match": version})

    assert waiting.status_code == 304
    assert "This file is damaged and cannot be read." in told.text
    assert "every 1s" not in told.text
    assert "One document could not be used. Replace or remove it." in told.text


def test_an_intake_that_was_given_up_is_tried_again(sender: Sender, now: datetime) -> None:
    envelope_id = new_draft(sender)
    upload(sender, envelope_id, "Lease.pdf")
    intake_document.reject(
        ceremonies.lease_open(sender.member, "intake_document"), "not_taken_in", now
    )
    document = run(sender.member, reading.envelope, envelope_id).documents[0]
    address = f"/envelopes/{envelope_id}/documents/{document.id}/another-try"

    page = sender.get(f"/envelopes/{envelope_id}").text
    answer = sender.post(address)

    assert "This file could not be checked, although it was tried several times." in page
    assert f'formaction="{address}"' in page
    assert answer.status_code == 303
    envelope = run(sender.member, reading.envelope, envelope_id)
    assert envelope.documents[0].status is DocumentStatus.PROCESSING


def test_pages_that_were_given_up_are_tried_again(sender: Sender, now: datetime) -> None:
    envelope_id = new_draft(sender)
    upload(sender, envelope_id, "Lease.pdf")
    taken_in = ceremonies.lease_open(sender.member, "intake_document")
    result = document_intake.IntakeResult(ceremonies.CANONICAL, (Page(595, 842),))
    intake_document.accept(taken_in, result, now)
    dead = ceremonies.lease_open(sender.member, "render_pages")
    with dead.transaction() as tx:
        render_pages.give_up(tx, dead)
    (document,) = run(sender.member, reading.envelope, envelope_id).documents
    address = f"/envelopes/{envelope_id}/documents/{document.id}/another-try"

    page = sender.get(f"/envelopes/{envelope_id}").text
    answer = sender.post(address)

    assert "The pages of this document could not be prepared" in page
    assert f'formaction="{address}"' in page
    assert answer.status_code == 303
    again = sender.get(f"/envelopes/{envelope_id}").text
    assert "Preparing page 1 of 1" in again


def test_a_protected_pdf_asks_for_its_password_and_is_tried_again(
    sender: Sender, now: datetime
) -> None:
    envelope_id = new_draft(sender)
    upload(sender, envelope_id, "Lease.pdf")
    intake_document.reject(
        ceremonies.lease_open(sender.member, "intake_document"), "password_needed", now
    )
    document = run(sender.member, reading.envelope, envelope_id).documents[0]
    page = sender.get(f"/envelopes/{envelope_id}").text
    address = f"/envelopes/{envelope_id}/documents/{document.id}/password"

    answer = sender.post(address, password="the password")

    assert "This PDF needs a password. Enter it to continue." in page
    assert "Password needed" in page
    assert "Cannot be used" not in page
    assert "Enter the password for the protected PDF." in page
    assert "could not be used" not in page
    assert address in page
    assert answer.headers["Location"] == f"/envelopes/{envelope_id}#documents"
    waiting = run(sender.member, reading.envelope, envelope_id).documents[0]
    assert waiting.status is DocumentStatus.PROCESSING


def test_removing_a_document_takes_it_off_the_page(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.draft_with_document(sender.member, now)
    address = f"/envelopes/{envelope.id}/documents/{envelope.documents[0].id}/removal"
    sender.get(f"/envelopes/{envelope.id}")

    part = sender.post(address, htmx=True)

    assert "lease.pdf" not in part.text
    assert 'id="document_list"' in part.text
    assert run(sender.member, reading.envelope, envelope.id).documents == ()


def test_after_sending_no_document_is_added(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get("/envelopes")

    answer = upload(sender, envelope.id, "Late.pdf")

    assert answer.status_code == 409
    assert NotADraft.message in answer.text
    assert len(run(sender.member, reading.envelope, envelope.id).documents) == 1


def test_an_empty_file_is_refused_in_plain_words(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    answer = sender.post(
        f"/envelopes/{envelope_id}/documents",
        files=[(BytesIO(b""), "empty.pdf")],
        upload_id=str(uuid4()),
    )

    assert answer.status_code == 422
    assert "This file is empty." in answer.text


def test_a_file_over_the_limit_is_refused_before_it_is_read(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    answer = sender.browser.post(
        f"/envelopes/{envelope_id}/documents",
        data=b"",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRF-Token": sender.token},
        environ_overrides={"CONTENT_LENGTH": "101000001"},
    )

    assert answer.status_code == 413
    assert "larger than 100 MB" in answer.text


def test_a_page_image_is_private_and_not_sent_twice(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.draft_with_document(sender.member, now)
    address = f"/envelopes/{envelope.id}/documents/{envelope.documents[0].id}/pages/1"

    first = sender.get(address)
    again = sender.get(address, **{"If-None-Match": first.headers["ETag"]})

    assert (first.data, first.mimetype) == (ceremonies.PNG, "image/png")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data) == (304, b"")
    assert sender.get(f"{address[:-1]}3").status_code == 404


def test_images_are_combined_with_one_button_and_split_with_another(
    sender: Sender, now: datetime
) -> None:
    envelope_id = new_draft(sender)
    pictures = [(BytesIO(b"an image " + name.encode()), name) for name in ("1.jpg", "2.jpg")]
    sender.post(f"/envelopes/{envelope_id}/documents", files=pictures, upload_id=str(uuid4()))
    result = document_intake.IntakeResult(b"%PDF", (Page(595, 842),), ("made_from:jpeg",))
    for _ in pictures:
        intake_document.accept(ceremonies.lease_open(sender.member, "intake_document"), result, now)
    page = sender.get(f"/envelopes/{envelope_id}").text
    ids = [str(d.id) for d in run(sender.member, reading.envelope, envelope_id).documents]

    alone = sender.post(f"/envelopes/{envelope_id}/documents/combination", combined=ids[0])
    sender.post(
        f"/envelopes/{envelope_id}/documents/combination", combined=ids, upload_id=str(uuid4())
    )
    (made,) = run(sender.member, reading.envelope, envelope_id).documents
    sender.post(f"/envelopes/{envelope_id}/documents/{made.id}/split")

    assert "Combine images into one document" in page
    assert all(f'value="{id}" checked' in page for id in ids)
    assert "Choose at least two." in alone.text
    assert made.is_combined
    singles = run(sender.member, reading.envelope, envelope_id).documents
    assert [d.name for d in singles] == ["1.jpg", "2.jpg"]
