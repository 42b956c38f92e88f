"""Sign it yourself with a real PDF: from the upload to a sealed file that is judged."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID, uuid4

import pymupdf
import pytest

from actors import worker
from actors.documents import intake_document, render_pages
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from actors.pdf.verification import judge
from core.envelopes.envelope import Envelope, Status
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender

PLACE = (100.0, 600.0, 270.0, 644.0)  # points, of the signature


@pytest.fixture(autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def stored(member: Member, envelope_id: UUID) -> Envelope:
    return run(member, reading.envelope, envelope_id)


def upload(sender: Sender) -> UUID:
    """Dropped, taken in and drawn; the page leads on to where the signature is placed."""
    envelope_id = uuid4()
    sender.get("/self-signing")
    file = (BytesIO(pdfs.contract(1)), "Lease of my flat.pdf")
    sender.post("/self-signing", envelope_id=str(envelope_id), files=file)
    intake_document.intake_document(ceremonies.lease_open(sender.member, "intake_document"))
    render_pages.render_pages(ceremonies.lease_open(sender.member, "render_pages"))
    place = sender.get(f"/envelopes/{envelope_id}/self-signing").headers["Location"]
    assert place == f"/envelopes/{envelope_id}/fields"
    sender.get(place)
    return envelope_id


def place(sender: Sender, envelope_id: UUID) -> UUID:
    envelope, field_id = stored(sender.member, envelope_id), uuid4()
    field = {
        "id": str(field_id),
        "document_id": str(envelope.documents[0].id),
        "recipient_ids": [str(envelope.recipients[0].id)],
        "kind": "signature",
        "page": 1,
        "x": PLACE[0],
        "y": PLACE[1],
        "width": PLACE[2] - PLACE[0],
        "height": PLACE[3] - PLACE[1],
        "required": True,
        "label": "",
        "properties": {},
    }
    answer = sender.post_json(f"/envelopes/{envelope_id}/fields", {"fields": [field]})
    assert answer.status_code == 200, answer.text
    return field_id


def inked(pdf: bytes) -> int:
    """How many pixels of the place of the signature are dark."""
    with pymupdf.open("pdf", pdf) as opened:
        seen = opened[0].get_pixmap(clip=PLACE, colorspace=pymupdf.csGRAY)
    return sum(level < 128 for level in seen.samples)


def test_what_one_signs_alone_is_sealed_and_judged_as_any_other(sender: Sender) -> None:
    member, envelope_id = sender.member, upload(sender)
    field_id = place(sender, envelope_id)

    began = sender.post(f"/envelopes/{envelope_id}/self-signing", agreed="yes")
    page = began.headers["Location"].partition("#")[0]
    sender.get(page)
    typed = {"method": "typed", "text": member.name, "font": "caveat", "kind": "signature"}
    sender.post(f"{page}/signature", signature_id=uuid4(), field=field_id, finish="yes", **typed)
    assert stored(member, envelope_id).status is Status.SIGNED
    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))

    envelope = stored(member, envelope_id)
    (document,) = envelope.documents
    with member.organization.transaction(SYSTEM) as tx:
        ours = bytes(tx.rows.one("select certificate from organizations")["certificate"])
    assert envelope.status is Status.COMPLETED
    sealed = sender.get(f"{page}/documents/{document.id}").data
    certificate = sender.get(f"{page}/certificate").data
    for pdf in (sealed, certificate):
        assert judge.judge(pdf, (ours,)).genuine
    with pymupdf.open("pdf", sealed) as pdf:
        assert member.name in pdf[0].get_text()
    assert inked(sealed) > inked(pdfs.contract(1)) + 100
    with pymupdf.open("pdf", certificate) as pdf:
        said = " ".join(" ".join(p.get_text() for p in pdf).split())
    assert member.name in said and member.email in said
    assert document.canonical_sha256 in said.replace(" ", "")
