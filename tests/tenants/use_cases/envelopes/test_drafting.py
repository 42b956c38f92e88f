from uuid import uuid4

import pytest

from actors.documents import delete_file, intake_document, render_pages
from core.documents.document import Page
from core.documents.refusals import FileMissing
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NothingToSend
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from tenants.member import Member
from tenants.openers import document_upload
from tenants.store.documents import page_images
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def test_the_same_form_sent_twice_makes_one_draft_and_one_document(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    for _ in range(2):
        run(member, drafting.create, envelope_id, "Lease", NOW)
        document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)

    types = [e.type for e in run(member, reading.timeline, envelope_id).entries]
    assert types == ["envelope.created", "document.added"]


def test_an_upload_is_kept_byte_for_byte(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)

    (document,) = draft.documents
    name = drafting.original_name(document.id, document.original_sha256)
    assert member.organization.get(name) == ceremonies.PDF


def test_a_rejected_document_asks_again_with_the_password_that_was_given(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)
    intake_document.reject(ceremonies.lease_open(member, "intake_document"), "password_needed", NOW)

    run(member, drafting.give_password, envelope_id, document_id, "openpassword", NOW)

    job = ceremonies.lease_open(member, "intake_document")
    file = intake_document.original(job)
    assert member.organization.get(file.object) == ceremonies.PDF
    assert (file.password, file.paper) == ("openpassword", "A4")
    intake_document.reject(job, "wrong_password", NOW)
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select password, reason from documents where id = %s", document_id)
    assert row == {"password": None, "reason": "wrong_password"}


def test_wrong_addresses_are_named_where_they_stand_and_nothing_is_saved(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    people = [
        Recipient(uuid4(), "One", "one@example.com"),
        Recipient(uuid4(), "Two", "two@@example"),
        Recipient(uuid4(), "one", "ONE@example.com"),
    ]

    with pytest.raises(Invalid) as caught:
        run(member, drafting.name_recipients, draft.id, people, NOW)

    assert set(caught.value.errors) == {"email-1", "email-2"}
    assert run(member, reading.envelope, draft.id).recipients == ()


def test_recipients_keep_the_order_they_were_given_in(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    people = [Recipient(uuid4(), n, f"{n}@example.com") for n in ("one", "two", "three")]
    run(member, drafting.name_recipients, draft.id, people, NOW)

    run(member, drafting.name_recipients, draft.id, people[::-1][:2], NOW)

    names = [r.name for r in run(member, reading.envelope, draft.id).recipients]
    assert names == ["three", "two"]


def test_what_is_missing_is_named_before_sending(member: Member) -> None:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)

    with pytest.raises(NothingToSend) as caught:
        run(member, sending.send, envelope_id, NOW)

    assert set(caught.value.errors) == {"documents", "recipients"}


def test_sending_twice_invites_once(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    run(member, sending.send, envelope.id, NOW)

    types = [e.type for e in run(member, reading.timeline, envelope.id).entries]
    assert types.count("recipient.invited") == 1


def test_the_id_of_another_envelopes_recipient_is_not_found(member: Member) -> None:
    theirs = ceremonies.sent(member, NOW).recipients[0]
    draft = ceremonies.draft_with_document(member, NOW)
    forged = Recipient(theirs.id, "Someone else", "else@example.com")

    with pytest.raises(NotFound):
        run(member, drafting.name_recipients, draft.id, [forged], NOW)


def test_a_job_about_a_removed_document_knows_that_it_is_gone(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)
    job = ceremonies.lease_open(member, "intake_document")

    assert not run(job, document_intake.was_removed, job)
    run(member, drafting.remove_document, envelope_id, document_id, NOW)

    assert run(job, document_intake.was_removed, job)
    with pytest.raises(NotFound):
        intake_document.original(job)


def test_of_a_document_that_was_taken_out_nothing_stays_stored(member: Member) -> None:
    gone, other = (ceremonies.draft_with_document(member, NOW) for _ in range(2))
    document, kept = gone.documents[0], other.documents[0]
    stored = [
        drafting.original_name(document.id, document.original_sha256),
        page_images.object_name(page_images.PageId(document.id, 1), sealed=False),
    ]
    canonical = document_intake.canonical_name(document.canonical_sha256)

    def throw_away() -> None:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where kind = 'delete_file'")
        for _ in range(3):
            delete_file.delete_file(ceremonies.lease_open(member, "delete_file"))

    run(member, drafting.remove_document, gone.id, document.id, NOW)
    throw_away()

    for name in stored:
        with pytest.raises(FileMissing):
            member.organization.get(name)
    # The other one says the same.
    assert member.organization.get(canonical) == ceremonies.CANONICAL
    run(member, drafting.remove_document, other.id, kept.id, NOW)
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
    run(member, drafting.remove_document, envelope_id, document_id, NOW)

    with pytest.raises(NotFound):
        render_pages.keep(job, [ceremonies.Rendered(1)], {1: []}, NOW)

    with pytest.raises(FileMissing):
        member.organization.get(
            page_images.object_name(page_images.PageId(document_id, 1), sealed=False)
        )
