"""Real PDFs through the API and real programs: from one request to the sealed document."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask

from actors.pdf.verification import judge
from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants.member import Member
from tests.actors import journeys
from tests.actors.conftest import Postman, Programs, until
from tests.actors.pdf import pdfs
from tests.actors.test_worker_and_relay import certificate
from tests.tenants import downloads
from tests.webapp.api.programs import Program, envelope, field, make_key, recipient
from webapp import create_app

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture(scope="module")
def running(alone: None, programs: Programs) -> Programs:
    programs.start("worker")
    programs.start("relay")
    return programs


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    made.extensions["installation"].close()


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def test_one_request_goes_out_is_signed_and_comes_back_sealed(
    program: Program, member: Member, postman: Postman
) -> None:
    documents = [{"name": "Lease.pdf", "file": "lease"}, {"name": "Rules.pdf", "file": "rules"}]
    people = [
        recipient(email="ana-by-api@example.com", fields=[field(document=n) for n in (1, 2)]),
        recipient(name="Copy", email="copy-by-api@example.com", role="cc", order=2, fields=[]),
    ]
    asked = envelope(status="sent", documents=documents, recipients=people)
    files = {"lease": pdfs.contract(), "rules": pdfs.contract()}

    made = program.post_parts(asked, "lease-1", **files)
    assert (made.status_code, made.json["sending"]) == (201, "waiting")
    place = made.headers["Location"]
    until(lambda: program.get(place).json["status"] == "sent")
    until(lambda: len(postman.to("ana-by-api@example.com")) == 1)
    sent = stored(member, made.json["id"])
    journeys.signed(member, sent)
    until(lambda: program.get(place).json["status"] == "completed")

    assert program.post_parts(asked, "lease-1", **files).data == made.data
    for document in sent.documents:
        sealed = downloads.sealed_file(member, sent.id, document.id, journeys.now())
        assert judge.judge(sealed.data, (certificate(member),)).genuine
    told = journeys.events(member, sent)
    assert told.index("envelope.sending_requested") < told.index("envelope.sent")
    assert told[-1] == "envelope.completed"
    until(lambda: len(postman.to("copy-by-api@example.com")) == 1)


def test_a_file_of_an_unknown_kind_is_said_to_the_program_and_to_the_sender(
    program: Program, member: Member, postman: Postman
) -> None:
    made = program.post(envelope(b"MZ\x90\0 a program", status="sent", name="Lease 7"))

    until(lambda: program.get(made.headers["Location"]).json["sending"] == "refused")
    until(lambda: len(postman.to(member.email)) == 1)

    draft = program.get(made.headers["Location"]).json
    assert draft["sending_problem"] == "document_unusable"
    assert draft["documents"][0]["reason"] == "unknown_kind"
    (letter,) = postman.to(member.email)
    assert letter["Subject"] == "“Lease 7” was not sent"
    assert "could not be used" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def stored(member: Member, envelope_id: str) -> Envelope:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.envelopes.get(UUID(envelope_id))
