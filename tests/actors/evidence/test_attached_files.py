"""A file that a signer attached: named on the page and the certificate, compared with the trail."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

import pymupdf
import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.documents import attached_file
from core.documents.supplement import Supplement
from core.evidence.refusals import SealedFileChanged
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.refusals import NotFound
from core.retention.refusals import DocumentsGone
from core.retention.retention import Cause
from core.signing.origin import Origin
from core.signing.refusals import AttachmentInfected
from tenants.member import Member
from tenants.openers import attachment_upload
from tenants.store.signing.attachments import Upload
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.evidence import sealed_files, sealing_checks
from tenants.use_cases.retention import document_erasure
from tenants.use_cases.signing import attachments
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.actors.scanning import infected_files
from tests.tenants import attached_envelopes, ceremonies, downloads
from tests.tenants.opening import run

PICTURE = ceremonies.PNG
SHA256 = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


@dataclass(frozen=True)
class Case:
    envelope_id: UUID
    document_id: UUID
    field: Field


@pytest.fixture
def case(member: Member) -> Case:
    """Signed by its one signer, who attached a picture; not sealed yet."""
    draft, now = signed_envelopes.prepared(member, pdfs.contract(1)), journeys.now()
    (document,), (one,) = draft.documents, draft.recipients
    kind = kinds.named("attachment")
    field = Field(uuid4(), document.id, (one.id,), kind, 1, 60, 60, *kind.size)
    signature = ceremonies.signature_field(document.id, one.id, 700)
    run(member, drafting.place_fields, draft.id, [field, signature], now)
    run(member, sending.send, draft.id, now)
    ceremony, origin = ceremonies.enter(member, one), Origin("192.0.2.7", "a browser")
    ceremonies.consent(ceremony, origin, now)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    attachment_upload.upload(ceremony, field.id, "Identity card.png", PICTURE, now)
    job.ACTORS["check_attachment"](ceremonies.lease_open(member, "check_attachment"))
    ceremonies.finish(ceremony, {signature.id: "mine"}, origin, now)
    return Case(draft.id, document.id, field)


def seal(member: Member) -> None:
    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))


def text_of(pdf: bytes) -> str:
    with pymupdf.open("pdf", pdf) as document:
        return " ".join(" ".join(page.get_text() for page in document).split())


def test_the_name_of_a_file_on_a_hidden_document_is_not_on_the_certificate(
    member: Member,
) -> None:
    draft, now = (
        signed_envelopes.prepared(member, *[pdfs.contract(1)] * 2, signers=2),
        journeys.now(),
    )
    (secret, shared), (one, two) = draft.documents, draft.recipients
    kind = kinds.named("attachment")
    field = Field(uuid4(), secret.id, (one.id,), kind, 1, 60, 60, *kind.size)
    signatures = [
        ceremonies.signature_field(shared.id, person.id, y)
        for person, y in ((one, 500), (two, 600))
    ]
    run(member, drafting.place_fields, draft.id, [field, *signatures], now)
    run(member, document_visibility.show, draft.id, secret.id, [two.id], Supplement.NONE, now)
    run(member, sending.send, draft.id, now)
    for person, signature in zip((one, two), signatures, strict=True):
        ceremony, origin = ceremonies.enter(member, person), Origin("192.0.2.7", "a browser")
        ceremonies.consent(ceremony, origin, now)
        ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
        if person == one:
            attachment_upload.upload(ceremony, field.id, "Diagnosis.png", PICTURE, now)
            job.ACTORS["check_attachment"](ceremonies.lease_open(member, "check_attachment"))
        ceremonies.finish(ceremony, {signature.id: "mine"}, origin, now)

    seal(member)

    ceremony = ceremonies.enter(member, two)
    certificate = ceremonies.sealed_file(ceremony, None, now).data
    text = text_of(certificate)
    with pymupdf.open("pdf", certificate) as document:
        events = document.embfile_get("events.json")
    assert "Diagnosis" not in text and b"Diagnosis" not in events
    assert "attached a file: a name hidden from some recipients" in text
    assert SHA256 in text.replace(" ", "")
    with pytest.raises(NotFound):
        ceremonies.sealed_file(ceremony, secret.id, now)


def test_it_is_named_on_the_page_and_on_the_certificate(member: Member, case: Case) -> None:
    seal(member)
    now = journeys.now()
    page = downloads.sealed_file(member, case.envelope_id, case.document_id, now)
    certificate = downloads.sealed_file(member, case.envelope_id, None, now)

    assert "Identity card.png (attached)" in text_of(page.data)
    told = text_of(certificate.data)
    assert "Signer 1 attached a file: Identity card.png" in told
    assert SHA256 in told.replace(" ", "")


def test_nothing_is_sealed_with_a_value_that_the_trail_does_not_tell(
    member: Member, case: Case
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        envelope = tx.envelopes.get(case.envelope_id)
        entries = tx.audit.with_head(envelope.id)[0]
        file = attached_file.read(envelope.field(case.field.id).value)
    other = replace(file, sha256="00" * 32)
    assert other.value != file.value
    fields = tuple(
        replace(f, value=other.value) if f.id == case.field.id else f for f in envelope.fields
    )
    found = sealing_checks.consistency.differences(replace(envelope, fields=fields), entries)
    assert [d.table for d in found] == ["fields"]


def test_the_stored_file_is_compared_with_what_was_signed(member: Member, case: Case) -> None:
    seal(member)
    (id,) = run(member, reading.attached_files, case.envelope_id)
    now = journeys.now()
    found = run(member, reading.attached_file, case.envelope_id, id, now)
    assert sealed_files.read(member.organization, found).data == PICTURE

    member.organization.put(found.object, PICTURE + b"x")

    with pytest.raises(SealedFileChanged):
        sealed_files.read(member.organization, found)


def test_an_infected_file_is_refused_in_words_and_deleted(
    member: Member, scanner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    installation = member.organization.installation
    settings = replace(installation.settings, clamav_url=scanner)
    monkeypatch.setattr(installation, "settings", settings)
    envelope, now = attached_envelopes.sent(member, journeys.now()), journeys.now()
    one = envelope.recipients[0]
    ceremony = ceremonies.enter(member, one)
    ceremonies.consent(ceremony, Origin("192.0.2.7", "a browser"), now)
    field = next(f for f in envelope.fields if f.kind.is_uploaded)
    attachment_upload.upload(ceremony, field.id, "card.pdf", infected_files.PDF, now)
    stored = member.organization.names_below(f"attachments/{envelope.id}/")

    for kind in ("check_attachment", "delete_file"):
        job.ACTORS[kind](ceremonies.lease_open(member, kind))

    told: Upload = run(ceremonies.enter(member, one), attachments.latest, field.id)
    assert (told.state, type(told.problem)) == ("refused", AttachmentInfected)
    assert not run(member, reading.envelope, envelope.id).field(field.id).value
    assert len(stored) == 1
    assert member.organization.names_below(f"attachments/{envelope.id}/") == []


def test_it_goes_with_the_documents(member: Member, case: Case) -> None:
    seal(member)
    (id,) = run(member, reading.attached_files, case.envelope_id)
    folder = attachments.place(case.envelope_id, id).rpartition("/")[0] + "/"
    before = member.organization.names_below(folder)
    erased(member, case.envelope_id, journeys.now())

    assert before == [attachments.place(case.envelope_id, id)]
    assert member.organization.names_below(folder) == []
    with pytest.raises(DocumentsGone):
        run(member, reading.attached_file, case.envelope_id, id, journeys.now())
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.attachments.uploader(id) is None


def erased(member: Member, envelope_id: UUID, now: datetime) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        document_erasure.mark(tx, tx.envelopes.lock(envelope_id), Cause.RULE, now)
        tx.jobs.add(
            tx.organization_id,
            [document_erasure.Job("erase_documents", {"envelope_id": str(envelope_id)})],
        )
    job.ACTORS["erase_documents"](ceremonies.lease_open(member, "erase_documents"))
