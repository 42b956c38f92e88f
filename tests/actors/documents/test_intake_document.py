"""Files of every kind taken in as the worker does it, up to what the sender is told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from actors import worker
from actors.documents import intake_document
from actors.pdf.conversion import office
from actors.pdf.sandbox import sandbox
from core.documents.document import Document
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.envelopes import drafting, reading
from tests.actors.pdf.conversion import office_files
from tests.tenants import ceremonies
from tests.tenants.opening import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def taken_in(member: Member, data: bytes) -> Document:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "a file", data, NOW)

    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))

    (document,) = run(member, reading.envelope, envelope_id).documents
    return document


def test_an_image_becomes_a_document_and_is_kept_as_it_came(member: Member) -> None:
    png = BytesIO()
    Image.new("RGB", (300, 200), "white").save(png, "PNG")

    document = taken_in(member, png.getvalue())

    name = drafting.original_name(document.id, document.original_sha256)
    assert (document.status.value, document.notes) == ("ready", ("made_from:png",))
    assert member.organization.get(name) == png.getvalue()


@pytest.mark.skipif(bool(office.missing()), reason="LibreOffice is not installed")
@pytest.mark.skipif(not office.is_confined(), reason="this kernel has no Landlock")
def test_an_office_file_is_converted_in_a_child_of_its_own(member: Member) -> None:
    document = taken_in(member, office_files.docx("Agreement"))

    assert (document.reason, document.notes) == ("", ("made_from:docx",))
    assert document.canonical_sha256 != document.original_sha256


def test_what_is_of_no_kind_is_rejected_with_its_reason(member: Member) -> None:
    assert taken_in(member, b"MZ\x90\0 a program").reason == "unknown_kind"
