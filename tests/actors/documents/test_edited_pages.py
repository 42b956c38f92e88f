"""A document with edited pages is taken in anew, from its file; copies keep theirs."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from actors.documents import intake_document, render_pages
from core.documents.document import Document
from core.documents.edited_page import BLANK, EditedPage
from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.member import Member
from tenants.openers import document_pages, document_upload
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.envelopes import copying, drafting, reading
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.opening import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def taken_in(member: Member, envelope_id: UUID) -> Document:
    """The only document, checked and drawn."""
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document", envelope_id))
    render_pages.render_pages(ceremonies.lease_open(member, "render_pages", envelope_id))
    (document,) = run(member, reading.envelope, envelope_id).documents
    return document


def draft(member: Member) -> tuple[UUID, Document]:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "lease.pdf", pdfs.contract(3), NOW)
    return envelope_id, taken_in(member, envelope_id)


def edit(member: Member, id: UUID, document: Document, *edits: EditedPage) -> Document:
    document_pages.edit(member, id, document.id, uuid4(), edits, True, NOW)
    return taken_in(member, id)


def texts(member: Member, document: Document) -> list[str]:
    return pdfs.texts(member.organization.get(canonical_name(document.canonical_sha256)))


def words_of(member: Member, document: Document) -> str:
    """What search and the text layer of pages have."""
    with member.organization.transaction(SYSTEM) as tx:
        found = tx.page_images.all_lines([document.id], sealed=False)
        return " ".join(line["text"] for _, _, lines in found for line in lines)


def test_redacted_words_are_in_no_file_and_no_text_that_recipients_get(member: Member) -> None:
    envelope_id, document = draft(member)
    assert "page 2" in words_of(member, document)

    box = (60.0, 50.0, 400.0, 30.0)  # around the heading
    edited = edit(member, envelope_id, document, EditedPage(2, 90, (box,)), EditedPage(1))

    assert (edited.status.value, len(edited.pages)) == ("ready", 2)
    assert (edited.pages[0].width, edited.pages[0].height) == (842, 595)
    assert "page 2" not in " ".join(texts(member, edited))
    assert "page 2" not in words_of(member, edited)
    assert "page 1" in words_of(member, edited)


def test_edits_add_up_and_all_can_be_undone(member: Member) -> None:
    envelope_id, document = draft(member)
    blank = EditedPage(BLANK, size=(300, 200))

    first = edit(member, envelope_id, document, EditedPage(3), blank, EditedPage(1))
    second = edit(member, envelope_id, first, EditedPage(3), EditedPage(1, 180))
    document_pages.edit(member, envelope_id, second.id, uuid4(), None, False, NOW)
    restored = taken_in(member, envelope_id)

    assert [text.split("page ")[1][0] for text in texts(member, second)] == ["1", "3"]
    assert restored.canonical_sha256 == document.canonical_sha256
    assert restored.page_edits == ()


def test_an_edit_of_a_copy_leaves_the_other_alone(member: Member) -> None:
    envelope_id, document = draft(member)
    copy: Envelope = run(member, copying.copy_envelope, envelope_id, uuid4(), NOW)

    edited = edit(member, copy.id, copy.documents[0], EditedPage(2))

    (kept,) = run(member, reading.envelope, envelope_id).documents
    assert len(edited.pages) == 1 and edited.files_of is None
    assert kept == document
    assert len(texts(member, kept)) == 3
