"""Files of every kind taken in as the worker does it, up to what the sender is told."""

import hashlib
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from actors.delivery.circuit_breaker import ServerAway
from actors.documents import delete_file, intake_document
from actors.jobs import job
from actors.pdf.conversion import office
from actors.pdf.sandbox import own_folder
from core.documents.document import Document
from core.documents.refusals import ValuesNeeded
from core.principal import SYSTEM
from tenants import leased_job
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake, draft_uploads, merge_values
from tenants.use_cases.envelopes import drafting, reading
from tests.actors import journeys
from tests.actors.pdf import pdfs
from tests.actors.pdf.conversion import office_files
from tests.actors.scanning import infected_files
from tests.tenants import bulk, ceremonies
from tests.tenants.opening import run
from webapp.pages.envelopes import document_rows

NOW = datetime(2026, 3, 1, tzinfo=UTC)


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

    name = draft_uploads.original_name(document.id, document.original_sha256)
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


TYPED = "# Offer\n\nFor **{{ client.name }}** of {{ client.city }}. {{client.name}}: {{signature}}"


def test_a_typed_page_asks_for_its_values_and_is_laid_out_when_they_are_there(
    member: Member,
) -> None:
    envelope_id, document_id, new_id = uuid4(), uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Offer", NOW)
    document_upload.upload(member, envelope_id, document_id, "offer.md", TYPED.encode(), NOW)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))
    (asking,) = run(member, reading.envelope, envelope_id).documents

    given = {"client.name": "<b>Müller</b> & Co", "client.city": "Ulm"}
    run(member, merge_values.fill_in, envelope_id, document_id, new_id, given, NOW)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))

    (made,) = run(member, reading.envelope, envelope_id).documents
    assert (asking.reason, asking.asked) == ("values_needed", ("client.name", "client.city"))
    assert (made.id, made.name, made.reason, made.asked) == (new_id, "offer.md", "", asking.asked)
    canonical = member.organization.get(document_intake.canonical_name(made.canonical_sha256))
    assert "For <b>Müller</b> & Co of Ulm." in " ".join(pdfs.texts(canonical)[0].split())
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select merge_values from documents where id = %s", new_id)
    assert b"Ulm" not in row["merge_values"]


def test_values_may_be_changed_and_the_fields_stay_where_they_are(member: Member) -> None:
    envelope_id, first, second = uuid4(), uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Offer", NOW)
    document_upload.upload(member, envelope_id, first, "offer.md", b"For {{ client.name }}", NOW)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))
    run(member, merge_values.fill_in, envelope_id, first, second, {"client.name": "One"}, NOW)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))

    third = uuid4()
    bulk.work(member.organization, "render_pages")
    run(member, merge_values.fill_in, envelope_id, second, third, {"client.name": "Two"}, NOW)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))
    bulk.work(member.organization, "render_pages")

    envelope = run(member, reading.envelope, envelope_id)
    assert [d.id for d in envelope.documents] == [third]
    assert run(member, merge_values.of_envelope, envelope) == {third: {"client.name": "Two"}}
    with pytest.raises(ValuesNeeded):
        run(member, merge_values.fill_in, envelope_id, third, uuid4(), {"client.name": " "}, NOW)


def with_scanner(member: Member, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    installation = member.organization.installation
    monkeypatch.setattr(installation, "settings", replace(installation.settings, clamav_url=url))


def test_while_the_scanner_is_away_a_document_waits_and_the_page_is_told(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_scanner(member, monkeypatch, "unix:///nowhere/clamd.ctl")
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "a file", b"# Lease", NOW)
    job = ceremonies.lease_open(member, "intake_document")

    with pytest.raises(ServerAway):
        intake_document.intake_document(job)

    (document,) = run(member, reading.envelope, envelope_id).documents
    assert (document.status.value, document.reason) == ("processing", "scanner_away")
    with_scanner(member, monkeypatch, "")
    intake_document.intake_document(job)
    (document,) = run(member, reading.envelope, envelope_id).documents
    assert (document.status.value, document.reason) == ("ready", "")


def test_when_the_machine_is_at_fault_the_page_says_so_and_the_job_says_what(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    monkeypatch.setattr(own_folder, "OTHERS", ())
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "a.md", b"# Lease", NOW)
    leased = ceremonies.lease_open(member, "intake_document")

    job._do(leased)

    (document,) = run(member, reading.envelope, envelope_id).documents
    assert (document.status.value, document.reason) == ("processing", "intake_fault")
    assert "TMPDIR" in str(journeys.job(member, "intake_document")["last_error"])
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'intake_document'")
    monkeypatch.undo()
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document"))
    (document,) = run(member, reading.envelope, envelope_id).documents
    assert (document.status.value, document.reason) == ("ready", "")


def test_an_infected_file_is_refused_by_the_name_of_its_virus_and_deleted(
    member: Member, scanner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_scanner(member, monkeypatch, scanner)
    document = taken_in(member, infected_files.EICAR)
    folder = f"originals/{document.files_id}/"
    stored = member.organization.names_below(folder)

    while deleting := next_deletion(member):
        delete_file.delete_file(deleting)

    assert document.reason == "virus_found"
    assert document.notes[0].startswith("virus:Eicar-Test-Signature")
    row = document_rows.of(run(member, drafting.begin, uuid4(), NOW), document)
    assert "malware in this file (Eicar-Test-Signature" in row.problem
    assert (len(stored), member.organization.names_below(folder)) == (1, [])
    assert (document.name, document.size) == ("a file", len(infected_files.EICAR))
    assert document.original_sha256 == hashlib.sha256(infected_files.EICAR).hexdigest()


def next_deletion(member: Member) -> LeasedJob | None:
    """Of those that are due."""
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one_or_none(
            "select id from outbox where kind = 'delete_file' and state = 'open'"
            " and lease_until is null and due_at <= now() order by id limit 1"
        )
    return leased_job.lease(member.organization, row["id"]) if row else None
