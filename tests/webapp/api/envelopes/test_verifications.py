"""The verdict about a file, as a program asks for it."""

import base64
import hashlib
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask import Flask

from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.evidence import verifying
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import Program, make_key
from tests.webapp.evidence.test_verifications import judged
from tests.webapp.senders import Sender

PATH = "/api/v1/verifications"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "envelopes:read"))


def body(data: bytes) -> dict[str, str]:
    return {"name": "lease.pdf", "content": base64.b64encode(data).decode()}


def judge(member: Member, installation: Installation, id: str, verdict: str) -> None:
    stored_as = verifying.of_organization(member.organization.id, UUID(id))
    judged(installation, str(stored_as), verdict, NOW)


def test_a_file_waits_for_its_verdict_and_gets_it_with_reasons(
    program: Program, member: Member, installation: Installation
) -> None:
    data = f"%PDF {uuid4()}".encode()
    made = program.act(PATH, body(data))
    waiting = program.get(made.headers["Location"]).json
    judge(member, installation, made.json["id"], "changed")
    done = program.get(made.headers["Location"]).json

    assert (made.status_code, made.json) == (201, waiting)
    assert (waiting["status"], waiting["verdict"]) == ("processing", None)
    assert waiting["sha256"] == hashlib.sha256(data).hexdigest()
    assert (done["status"], done["verdict"]) == ("done", "changed")
    assert done["reasons"] == ["The seal covers the whole file."]
    assert done["checks"][0]["passed"] is False
    assert done["known"] is None


def test_a_genuine_file_names_who_signed_it(
    program: Program, member: Member, installation: Installation
) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    sealed = f"%PDF sealed {uuid4()}".encode()
    ceremonies.complete(job, {envelope.documents[0].id: sealed}, b"%PDF certificate", NOW)

    id = program.act(PATH, body(sealed)).json["id"]
    judge(member, installation, id, "genuine")
    found = program.get(f"{PATH}/{id}").json

    assert (found["verdict"], found["reasons"]) == ("genuine", [])
    assert found["known"]["slug"] == member.slug
    signers = [(s["name"], s["address"]) for s in found["known"]["signers"]]
    assert ("Signer One", "o…@example.com") in signers


def test_a_form_with_the_file_sent_again_is_one_verification(program: Program) -> None:
    def post(data: bytes) -> tuple[int, str]:
        answer = program.browser.post(
            PATH,
            data={"file": (BytesIO(data), "lease.pdf")},
            headers=program.bearer | {"Idempotency-Key": "a"},
            content_type="multipart/form-data",
        )
        return answer.status_code, answer.json.get("id", answer.json.get("code"))

    first = post(b"%PDF 1")

    assert (first[0], post(b"%PDF 1")) == (201, first)
    assert post(b"%PDF 2") == (422, "idempotency_key_reused")


def test_what_is_no_file_is_refused_and_others_see_nothing(
    app: Flask, program: Program, stranger: Sender
) -> None:
    id = program.act(PATH, body(b"%PDF")).json["id"]
    other = Program(app, make_key(stranger.member, "envelopes:read"))
    text = program.browser.post(
        PATH, data={"file": "text"}, headers=program.bearer, content_type="multipart/form-data"
    )

    assert other.get(f"{PATH}/{id}").status_code == 404
    assert program.act(PATH, body(b"")).json["code"] == "not_a_pdf"
    assert (text.status_code, text.json["code"]) == (422, "invalid_request")
    assert program.act(PATH, body(b"") | {"size": 1}).json["errors"][0]["pointer"] == "#/size"
    assert program.act(PATH).status_code == 415
    assert program.get(f"{PATH}/{uuid4()}").status_code == 404
