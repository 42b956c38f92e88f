from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies, embedded
from tests.tenants.opening import run
from tests.webapp.api.docusign.definitions import DocusignProgram, definition, signer, take_in

HOME = "https://app.example.com/done?order=7"


def view(**changes: str) -> dict[str, str]:
    return {
        "returnUrl": HOME,
        "authenticationMethod": "none",
        "email": "ana@example.com",
        "userName": "Ana Ruiz",
        "clientUserId": "u-1",
    } | changes


def send(program: DocusignProgram) -> str:
    people = {"signers": [signer(clientUserId="u-1")]}
    made = program.send("/envelopes", definition(status="sent", recipients=people))
    assert made.status_code == 201, made.text
    return str(made.json["envelopeId"])


def test_a_view_waits_for_the_pages_and_leads_to_the_signing_page(
    program: DocusignProgram, member: Member, app: Flask, now: datetime
) -> None:
    envelope_id = send(program)
    browser = app.test_client()

    made = program.send(f"/envelopes/{envelope_id}/views/recipient", view())

    assert made.status_code == 201, made.text
    path = urlsplit(made.json["url"]).path
    waiting = browser.get(path)
    take_in(member, envelope_id, now)
    there = browser.get(path)
    again = browser.get(path)
    assert (waiting.status_code, "refresh" in waiting.text) == (200, True)
    assert (there.status_code, there.headers["Location"][:6]) == (303, "/sign/")
    assert (again.status_code, again.headers["Location"]) == (303, f"{HOME}&event=ttl_expired")


def test_what_recipients_filled_in_is_told_once_they_have_finished(
    program: DocusignProgram, member: Member, now: datetime
) -> None:
    envelope_id = send(program)
    take_in(member, envelope_id, now)
    at = f"/envelopes/{envelope_id}"
    sent = run(member, reading.envelope, UUID(envelope_id))

    ceremonies.sign(member, sent.recipients[0], now)

    data = program.read(f"{at}/form_data").json
    events = program.read(f"{at}/audit_events").json["auditEvents"]
    shown = program.read(f"{at}/recipients").json["signers"][0]
    assert (data["status"], data["recipientFormData"][0]["recipientId"]) == ("signed", "31")
    assert data["recipientFormData"][0]["SignedTime"] == shown["signedDateTime"]
    assert shown["status"] == "completed"
    names = [field["name"] for field in events[0]["eventFields"]]
    assert names[:3] == ["logTime", "Source", "Action"]


def test_documents_are_listed_and_downloaded_by_the_programs_ids(
    program: DocusignProgram, member: Member, now: datetime
) -> None:
    envelope_id = send(program)
    take_in(member, envelope_id, now)
    at = f"/envelopes/{envelope_id}/documents"

    rows = program.read(at).json["envelopeDocuments"]
    one, archive = program.read(f"{at}/7"), program.read(f"{at}/archive")

    assert [row["documentId"] for row in rows] == ["7", "certificate"]
    assert one.data == program.read(f"{at}/combined").data == ceremonies.CANONICAL
    assert archive.data.startswith(b"PK")
    assert program.read(f"{at}/8").status_code == 404
    assert program.read(f"{at}/certificate").status_code == 404


def test_a_view_is_for_a_recipient_of_the_envelope_and_leads_where_it_may(
    program: DocusignProgram, member: Member
) -> None:
    at = f"/envelopes/{send(program)}/views/recipient"

    stranger = program.send(at, view(clientUserId="u-2"))
    unsafe = program.send(at, view(returnUrl="http://app.example.com/"))
    frames = program.send(at, view() | {"frameAncestors": ["https://app.example.com"]})
    embedded.allow(member)
    elsewhere = program.send(at, view(returnUrl="https://other.example.com/"))
    allowed = program.send(
        at, view(returnUrl=embedded.RETURN) | {"frameAncestors": [embedded.ORIGIN]}
    )

    told = [each.json.get("errorCode") for each in (stranger, unsafe, frames, elsewhere, allowed)]
    assert told == [
        "UNKNOWN_ENVELOPE_RECIPIENT",
        "NOT_EMBEDDABLE",
        "NOT_EMBEDDABLE",
        "NOT_EMBEDDABLE",
        None,
    ]


def test_a_sender_prepares_a_draft_and_sends_it(
    program: DocusignProgram, member: Member, app: Flask, now: datetime
) -> None:
    made = program.send("/envelopes", definition())
    take_in(member, made.json["envelopeId"], now)
    browser = app.test_client()

    view = program.send(f"/envelopes/{made.json['envelopeId']}/views/sender", {"returnUrl": HOME})

    assert view.status_code == 201, view.text
    there = browser.get(urlsplit(view.json["url"]).path)
    page = browser.get(there.location)
    assert (there.status_code, page.status_code) == (303, 200)
    assert "Ana Ruiz" in page.text
