"""Images combined into one document, and split again, up to their bytes in the store."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image

from actors.documents import intake_document
from core.documents import image_bundle
from core.documents.document import Document
from tenants.member import Member
from tenants.openers import document_upload, image_combining
from tenants.use_cases.documents import combining
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def picture(kind: str, width: int) -> bytes:
    made = BytesIO()
    Image.new("RGB", (width, 200), "white").save(made, kind)
    return made.getvalue()


PICTURES = {"front.png": picture("PNG", 300), "back.jpg": picture("JPEG", 400)}


def taken_in(member: Member, envelope_id: UUID) -> list[Document]:
    waiting = run(member, reading.envelope, envelope_id).documents
    for _ in waiting:
        job = ceremonies.lease_open(member, "intake_document", envelope_id)
        intake_document.intake_document(job)
    return list(run(member, reading.envelope, envelope_id).documents)


@pytest.fixture
def draft(member: Member) -> UUID:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Passport", NOW)
    for name, data in PICTURES.items():
        document_upload.upload(member, envelope_id, uuid4(), name, data, NOW)
    taken_in(member, envelope_id)
    return envelope_id


def stored(member: Member, document: Document) -> bytes:
    return member.organization.get(combining.stored_name(document))


def test_their_originals_are_kept_byte_for_byte_in_one_file(member: Member, draft: UUID) -> None:
    images = run(member, reading.envelope, draft).documents

    image_combining.combine(member, draft, [d.id for d in images], uuid4(), NOW)
    (made,) = taken_in(member, draft)

    assert (made.status.value, made.reason, made.notes) == ("ready", "", ("made_from:images",))
    assert [page.width for page in made.pages] == [page.width for d in images for page in d.pages]
    kept = {f.name: f.data() for f in image_bundle.files(BytesIO(stored(member, made)))}
    assert kept == PICTURES


def test_a_split_stores_each_image_as_it_came(member: Member, draft: UUID) -> None:
    images = run(member, reading.envelope, draft).documents
    image_combining.combine(member, draft, [d.id for d in images], uuid4(), NOW)
    (made,) = taken_in(member, draft)

    image_combining.split(member, draft, made.id, NOW)
    singles = taken_in(member, draft)

    assert {d.name: stored(member, d) for d in singles} == PICTURES
    assert [d.notes for d in singles] == [("made_from:png",), ("made_from:jpeg",)]


def test_an_archive_that_says_it_holds_images_and_holds_a_program_is_refused(
    member: Member,
) -> None:
    envelope_id, bundle = uuid4(), BytesIO()
    image_bundle.write(bundle, [("a.png", 1, [PICTURES["front.png"]]), ("b.exe", 1, [b"MZ\x90\0"])])
    run(member, drafting.create, envelope_id, "Passport", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "x.zip", bundle.getvalue(), NOW)

    (refused,) = taken_in(member, envelope_id)

    assert (refused.status.value, refused.reason) == ("rejected", "unknown_kind")
