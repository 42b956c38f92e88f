"""What no browser of ours sends: answered in plain words, never with an error of ours."""

import logging
from datetime import datetime
from io import BytesIO
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from core.refusals import Invalid
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.documents.test_documents import upload
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.senders import Sender

NO_ADDRESS = "http://["


def test_headers_that_hold_no_address_are_read_as_none(sender: Sender) -> None:
    sender.get("/envelopes")

    absent = sender.get("/absent", Referer=NO_ADDRESS)
    foreign = sender.post(f"/envelopes/{uuid4()}", headers={"Origin": NO_ADDRESS})

    assert (absent.status_code, foreign.status_code) == (404, 403)
    assert 'href="/"' in absent.text


def test_a_host_that_cannot_be_one_is_told_so_without_a_page(app: Flask) -> None:
    answer = app.test_client().get("/sign-in", headers={"Host": "a" * 300})

    assert answer.status_code == 400
    assert answer.text.startswith("We could not read that.")


def test_lists_in_lists_without_an_end_are_no_list_of_fields(sender: Sender, now: datetime) -> None:
    draft = ceremonies.draft_with_document(sender.member, now)
    sender.get(f"/envelopes/{draft.id}")

    answer = sender.browser.post(
        f"/envelopes/{draft.id}/fields",
        data="[" * 200_000,
        content_type="application/json",
        headers={"X-CSRF-Token": sender.token},
    )

    assert answer.status_code == 422
    assert "The list of fields is incomplete." in answer.text


def test_an_order_of_thousands_of_digits_is_no_order(sender: Sender) -> None:
    envelope_id = new_draft(sender)
    row = {"id": str(uuid4()), "name": "One", "email": "one@example.com", "order": "9" * 5000}

    sender.post_rows(f"/envelopes/{envelope_id}/recipients", [row], action="save")

    assert "Enter a number from 1 to 100." in sender.get(f"/envelopes/{envelope_id}").text


def test_a_name_that_cannot_be_kept_begins_no_envelope(sender: Sender, now: datetime) -> None:
    envelope_id = uuid4()

    with pytest.raises(Invalid):
        run(sender.member, drafting.create, envelope_id, "Le\u202ease", now)


def test_unprintable_characters_in_a_file_name_are_left_out(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    answer = upload(sender, envelope_id, "Lea\u202ese\u0085.pdf")

    envelope = run(sender.member, reading.envelope, envelope_id)
    assert answer.status_code == 303
    assert (envelope.name, envelope.documents[0].name) == ("Lease", "Lease.pdf")


def test_another_file_under_a_used_id_is_another_document(sender: Sender) -> None:
    envelope_id, upload_id = new_draft(sender), str(uuid4())
    upload(sender, envelope_id, "Lease.pdf", upload_id=upload_id)
    first = run(sender.member, reading.envelope, envelope_id).documents[0]
    sender.post(f"/envelopes/{envelope_id}/documents/{first.id}/removal")

    upload(sender, envelope_id, "Another.pdf", upload_id=upload_id)

    second = run(sender.member, reading.envelope, envelope_id).documents[0]
    assert second.original_sha256 != first.original_sha256
    assert second.id != first.id


def test_the_id_of_another_envelopes_recipient_is_not_taken_over(
    sender: Sender, now: datetime
) -> None:
    sent = ceremonies.sent(sender.member, now)
    envelope_id = new_draft(sender)
    row = {"id": str(sent.recipients[0].id), "name": "One", "email": "one@example.com"}

    answer = sender.post_rows(f"/envelopes/{envelope_id}/recipients", [row], action="save")

    assert answer.status_code == 404
    assert run(sender.member, reading.envelope, sent.id).recipients == sent.recipients


def test_a_file_name_with_a_nul_can_be_verified(sender: Sender) -> None:
    sender.get("/verify")
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a\0b.pdf"\r\n\r\n'
        b"%PDF\r\n--edge--\r\n"
    )

    answer = sender.browser.post(
        "/verify",
        input_stream=BytesIO(body),
        content_length=len(body),
        content_type="multipart/form-data; boundary=edge",
        headers={"X-CSRF-Token": sender.token},
    )

    assert answer.status_code == 303


def test_what_breaks_is_written_down_without_addresses_and_words_of_anybody(
    app: Flask, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    app.view_functions["signings.enter"], kept = _broken, app.view_functions["signings.enter"]

    with caplog.at_level(logging.ERROR):
        answer = sender.get("/s/secret-of-a-link")
    app.view_functions["signings.enter"] = kept

    assert answer.status_code == 500
    assert "ZeroDivisionError in /s/<token> at " in caplog.text
    assert "secret-of-a-link" not in caplog.text
    assert "somebody@example.com" not in caplog.text


def test_while_the_database_is_away_people_are_asked_to_try_again(
    app: Flask, sender: Sender
) -> None:
    app.view_functions["home.show"], kept = _away, app.view_functions["home.show"]

    answer = sender.get("/")
    app.view_functions["home.show"] = kept

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing you did was lost" in answer.text


def _broken(token: str) -> None:
    raise ZeroDivisionError("somebody@example.com")


def _away() -> None:
    raise psycopg.errors.LockNotAvailable


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/contacts?after={UUID(int=1)}%00", 200),
        ("/contacts?search=a%00b", 200),
        ("/contacts?scope=%00", 200),
        ("/contacts/offers?typed=a%00", 200),
        ("/settings/log?first=0001-01-01&last=9999-12-31", 422),
    ],
)
def test_an_address_with_what_no_database_holds_is_answered(
    sender: Sender, address: str, status: int
) -> None:
    answer = sender.get(address)

    assert answer.status_code == status
