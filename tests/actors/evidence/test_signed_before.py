"""Documents that were signed before they were uploaded: sent, signed, sealed and judged."""

import json
from collections.abc import Iterator
from io import BytesIO
from uuid import uuid4

import pymupdf
import pytest
from PIL import Image, ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from actors.pdf.verification import judge
from core.documents.earlier_signatures import Handling
from core.documents.refusals import CannotBeAddedTo
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import NothingToSend
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.refusals import Invalid
from tenants.member import Member
from tenants.openers import sealed_file_search
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.actors.pdf.signed_pdfs import approved, certified
from tests.tenants import ceremonies, downloads
from tests.tenants.opening import run


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def test_signatures_are_added_and_every_earlier_one_stays_intact(member: Member) -> None:
    pdf = approved("Ana Lima", "Bo Berg")
    envelope = sealed(member, pdf, at=[(1, 72, 600), (2, 72, 600)])

    file = file_of(member, envelope, 0)

    assert file.startswith(pdf)
    report = judge.judge(file, (certificate(member),))
    assert report.genuine
    assert [signature.signer for signature in report.signatures] == ["Ana Lima", "Bo Berg"]
    assert bottom_lines(file) == [True] * 5
    with pymupdf.open("pdf", file) as document:
        assert "Signer 1" in document[0].get_text()
        assert "Signer 1" in document[1].get_text()
    for page in (0, 1):
        left, top, right, bottom = drawn_in(pdf, file, page)
        assert 71 <= left < right <= 72 + 171 and 599 <= top < bottom <= 600 + 45
        assert bottom - top > 20


def test_a_certified_document_is_signed_in_its_own_fields_only(member: Member) -> None:
    pdf = certified(MDPPerm.FILL_FORMS, "Buyer", "Seller")
    draft = signed_envelopes.prepared(member, pdf)

    with pytest.raises(Invalid) as elsewhere:
        place(member, draft, [(1, 72, 600)])
    envelope = sealed_draft(member, draft, [(1, 300, 698)])

    assert "only be signed in its own empty signature fields" in str(elsewhere.value.errors)
    file = file_of(member, envelope, 0)
    assert judge.judge(file, (certificate(member),)).genuine
    assert bottom_lines(file) == [True, True]
    names = [each.field_name for each in PdfFileReader(BytesIO(file)).embedded_signatures]
    assert names == ["Maker", "Buyer"]


def test_an_attached_document_goes_along_unchanged(member: Member) -> None:
    pdf = certified(MDPPerm.NO_CHANGES)
    draft = signed_envelopes.prepared(member, pdfs.contract(1), pdf)
    envelope = sealed_draft(member, draft, [(1, 72, 600)])

    file = file_of(member, envelope, 1)

    assert draft.documents[1].handling is Handling.ATTACHED
    assert file == pdf
    proof = downloads.sealed_file(member, envelope.id, None, journeys.now()).data
    with pymupdf.open("pdf", proof) as document:
        said = " ".join(page.get_text() for page in document)
    assert envelope.documents[1].original_sha256 in said.replace("\n", "")
    assert "Attached unchanged" in said
    installation = member.organization.installation
    assert sealed_file_search.find(installation, envelope.documents[1].sealed_sha256) is None


def test_anything_but_a_signature_is_refused_when_it_is_placed(member: Member) -> None:
    draft = signed_envelopes.prepared(member, approved("Ana Lima"))

    with pytest.raises(Invalid) as refused:
        place(member, draft, [(1, 72, 600)], kind="text")

    assert "Only signatures and initials can be added" in str(refused.value.errors)


def test_a_draft_with_nothing_but_attached_documents_cannot_be_sent(member: Member) -> None:
    draft = signed_envelopes.prepared(member, certified(MDPPerm.NO_CHANGES))

    with pytest.raises(NothingToSend) as refused:
        run(member, sending.send, draft.id, journeys.now())
    with pytest.raises(Invalid) as no_fields:
        place(member, draft, [(1, 72, 600)])
    with pytest.raises(CannotBeAddedTo):
        handle(member, draft, Handling.COUNTERSIGNED)

    assert "there is nothing to sign" in refused.value.errors["documents"]
    assert "is attached unchanged" in str(no_fields.value.errors)


def test_attaching_it_removes_its_fields_and_can_be_undone(member: Member) -> None:
    draft = signed_envelopes.prepared(member, approved("Ana Lima"))
    place(member, draft, [(1, 72, 600)])

    attached = handle(member, draft, Handling.ATTACHED)
    again = handle(member, draft, Handling.COUNTERSIGNED)

    assert attached.documents[0].is_attached
    assert attached.fields == ()
    assert again.documents[0].is_countersigned


def test_what_was_said_of_earlier_signatures_is_recorded_when_it_is_sent(member: Member) -> None:
    draft = signed_envelopes.prepared(member, approved("Ana Lima"))
    place(member, draft, [(1, 72, 600)])

    run(member, sending.send, draft.id, journeys.now())

    entries = run(member, reading.timeline, draft.id).entries
    sent = next(entry for entry in entries if entry.type == "envelope.sent")
    (document,) = json.loads(next(p.value for p in sent.personal if p.name == "documents"))
    assert document["handling"] == "countersigned"
    assert [each["by"] for each in document["earlier"]["signatures"]] == ["Ana Lima"]


def sealed(member: Member, pdf: bytes, at: list[tuple[int, float, float]]) -> Envelope:
    return sealed_draft(member, signed_envelopes.prepared(member, pdf), at)


def sealed_draft(member: Member, draft: Envelope, at: list[tuple[int, float, float]]) -> Envelope:
    place(member, draft, at)
    journeys.signed(member, run(member, sending.send, draft.id, journeys.now()))
    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))
    return run(member, reading.envelope, draft.id)


def place(
    member: Member, draft: Envelope, at: list[tuple[int, float, float]], kind: str = "signature"
) -> None:
    """On the first document: page, and points from the left and from the top."""
    (signer,) = draft.recipients
    document = draft.documents[0].id
    fields = [
        Field(uuid4(), document, (signer.id,), kinds.named(kind), page, x, y, 170, 44)
        for page, x, y in at
    ]
    run(member, drafting.place_fields, draft.id, fields, journeys.now())


def handle(member: Member, draft: Envelope, handling: Handling) -> Envelope:
    document = draft.documents[0].id
    return run(member, draft_uploads.handle, draft.id, document, handling, journeys.now())


def file_of(member: Member, envelope: Envelope, number: int) -> bytes:
    document = envelope.documents[number]
    return downloads.sealed_file(member, envelope.id, document.id, journeys.now()).data


def drawn_in(before: bytes, after: bytes, page: int) -> tuple[float, ...]:
    """The box, in points, around all that is seen to differ on a page, by more than 32 of 255."""
    pictures = []
    for file in (before, after):
        with pymupdf.open("pdf", file) as document:
            drawn = document[page].get_pixmap(dpi=144)
            size = (drawn.width, drawn.height)
            pictures.append(Image.frombytes("RGB", size, drawn.samples))
    difference = ImageChops.difference(*pictures).convert("L")
    box = difference.point(lambda level: 255 * (level > 32)).getbbox()
    assert box
    return tuple(edge / 2 for edge in box)


def certificate(member: Member) -> bytes:
    with member.organization.transaction(SYSTEM) as tx:
        return bytes(tx.rows.one("select certificate from organizations")["certificate"])


def bottom_lines(file: bytes) -> list[bool]:
    """What pyHanko says of each, as of a certificate that one trusts."""
    found = PdfFileReader(BytesIO(file)).embedded_signatures
    contexts = [ValidationContext(trust_roots=[each.signer_cert]) for each in found]
    return [
        validate_pdf_signature(each, context).bottom_line
        for each, context in zip(found, contexts, strict=True)
    ]
