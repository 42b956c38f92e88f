"""Edits of a draft's documents and fields that meet each other, and the sending of it."""

from uuid import UUID, uuid4

from core.documents.edited_page import EditedPage
from core.envelopes.envelope import Envelope, Status
from tenants.member import Member
from tenants.openers import document_pages, document_upload
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.fields import found_fields
from tests.tenants import ceremonies, races
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

OTHER = b"%PDF-1.7 another version"


def draft(member: Member) -> Envelope:
    """Ready to send."""
    envelope = ceremonies.draft_with_document(member, NOW)
    person = ceremonies.recipient()
    run(member, drafting.name_recipients, envelope.id, [person], NOW)
    field = ceremonies.signature_field(envelope.documents[0].id, person.id, 300)
    return run(member, drafting.place_fields, envelope.id, [field], NOW)


def edit(member: Member, envelope: Envelope, *pages: EditedPage) -> UUID:
    new_id = uuid4()
    document = envelope.documents[0].id
    document_pages.edit(member, envelope.id, document, new_id, pages, True, NOW)
    return new_id


def test_of_two_page_edits_at_once_one_counts(member: Member) -> None:
    envelope = draft(member)

    said = races.at_once(
        lambda: edit(member, envelope, EditedPage(2), EditedPage(1)),
        lambda: edit(member, envelope, EditedPage(1, 90), EditedPage(2)),
    )

    assert sorted(said) == ["NotFound", "done"]
    kept = run(member, reading.envelope, envelope.id)
    assert len(kept.documents) == 1 and len(kept.documents[0].page_edits) == 2
    assert {f.document_id for f in kept.fields} == {kept.documents[0].id}


def test_what_is_sent_is_whole_whatever_is_edited_at_that_moment(member: Member) -> None:
    for _ in range(6):
        envelope = draft(member)
        document = envelope.documents[0].id

        def replace(e: Envelope = envelope, d: UUID = document) -> object:
            return document_upload.replace(member, e.id, d, uuid4(), "lease.pdf", OTHER, NOW)

        said = races.at_once(
            lambda e=envelope: run(member, sending.send, e.id, NOW),  # type: ignore[misc]
            lambda e=envelope: edit(member, e, EditedPage(2), EditedPage(1)),  # type: ignore[misc]
            replace,
        )

        kept = run(member, reading.envelope, envelope.id)
        assert not any(each.startswith("broke") for each in said), said
        assert (kept.status is Status.SENT) == (said[0] == "done"), said
        if kept.status is Status.SENT:
            assert [d.id for d in kept.documents] == [document]
            assert kept.documents[0].drawn and len(kept.fields) == 1
        assert run(member, reading.timeline, envelope.id).intact


def test_found_fields_are_placed_once(member: Member) -> None:
    envelope = draft(member)
    person = envelope.recipients[0].id

    def accept() -> object:
        return run(member, found_fields.accept, envelope.id, NOW, recipient_id=person)

    said = races.at_once(accept, accept, accept)

    kept = run(member, reading.envelope, envelope.id)
    assert said == ["done"] * 3
    assert [f.label for f in kept.fields] == ["", "City"]
    with member.transaction() as tx:
        assert found_fields.offered(tx, kept) == []
