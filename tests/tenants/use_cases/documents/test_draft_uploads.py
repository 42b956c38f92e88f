from uuid import uuid4

import pytest

from actors.documents import delete_file, intake_document, render_pages
from core.documents.document import Page
from core.documents.refusals import FileMissing
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.member import Member
from tenants.openers import document_upload
from tenants.store.documents import page_images
from tenants.use_cases.documents import document_intake, draft_uploads
from tenants.use_cases.envelopes import drafting
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def test_an_upload_is_kept_byte_for_byte(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)

    (document,) = draft.documents
    name = draft_uploads.original_name(document.id, document.original_sha256)
    assert member.organization.get(name) == ceremonies.PDF


def test_a_rejected_document_asks_again_with_the_password_that_was_given(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)
    intake_document.reject(ceremonies.lease_open(member, "intake_document"), "password_needed", NOW)

    run(member, draft_uploads.give_password, envelope_id, document_id, "openpassword", NOW)

    job = ceremonies.lease_open(member, "intake_document")
    file = intake_document.original(job)
    assert member.organization.get(file.object) == ceremonies.PDF
    assert (file.password, file.paper) == ("openpassword", "A4")
    intake_document.reject(job, "wrong_password", NOW)
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select password, reason from documents where id = %s", document_id)
    assert row == {"password": None, "reason": "wrong_password"}


def test_a_job_about_a_removed_document_knows_that_it_is_gone(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)
    job = ceremonies.lease_open(member, "intake_document")

    assert not run(job, document_intake.was_removed, job)
    run(member, draft_uploads.remove, envelope_id, document_id, NOW)

    assert run(job, document_intake.was_removed, job)
    with pytest.raises(NotFound):
        intake_document.original(job)


def test_of_a_document_that_was_taken_out_nothing_stays_stored(member: Member) -> None:
    gone, other = (ceremonies.draft_with_document(member, NOW) for _ in range(2))
    document, kept = gone.documents[0], other.documents[0]
    stored = [
        draft_uploads.original_name(document.id, document.original_sha256),
        page_images.object_name(page_images.PageId(document.id, 1), sealed=False),
    ]
    canonical = document_intake.canonical_name(document.canonical_sha256)

    def throw_away() -> None:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where kind = 'delete_file'")
        for _ in range(3):
            delete_file.delete_file(ceremonies.lease_open(member, "delete_file"))

    run(member, draft_uploads.remove, gone.id, document.id, NOW)
    throw_away()

    for name in stored:
        with pytest.raises(FileMissing):
            member.organization.get(name)
    # The other one says the same.
    assert member.organization.get(canonical) == ceremonies.CANONICAL
    run(member, draft_uploads.remove, other.id, kept.id, NOW)
    throw_away()
    with pytest.raises(FileMissing):
        member.organization.get(canonical)


def test_pages_drawn_of_a_document_that_is_gone_are_not_kept(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "lease.pdf", ceremonies.PDF, NOW)
    taken = document_intake.IntakeResult(ceremonies.CANONICAL, (Page(595, 842),))
    intake_document.accept(ceremonies.lease_open(member, "intake_document"), taken, NOW)
    job = ceremonies.lease_open(member, "render_pages")
    run(member, draft_uploads.remove, envelope_id, document_id, NOW)

    with pytest.raises(NotFound):
        render_pages.keep(job, [ceremonies.Rendered(1)], {1: []}, NOW)

    with pytest.raises(FileMissing):
        member.organization.get(
            page_images.object_name(page_images.PageId(document_id, 1), sealed=False)
        )
