"""Copies of drafts and of templates: what comes along, what begins anew, who takes a role."""

from dataclasses import fields, replace
from uuid import uuid4

import pytest

from core.documents.document import Document, DocumentStatus, Page
from core.documents.edited_page import EditedPage
from core.documents.refusals import EditsFinal
from core.envelopes.drafts import copied_recipients, copying, draft_documents
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.refusals import NothingToCopy, NotReadyToCopy
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Invalid
from tests.core.builders import NOW

# What a copy does not take along, because it says how far someone has come.
BEGUN_ANEW = {
    "id",
    "status",
    "link_generation",
    "sent_at",
    "delivered_at",
    "completed_at",
    "reminded_at",
    "auto_reminders",
    "bounced_at",
    "texts_failed_at",
    "locked_at",
    "paper_asked_at",
    "handed_over_at",
    "consent",
}
TAKEN_ALONG = {"name", "email", "role", "routing_order", "role_name", "options"}


def template(*names: str, order: int = 1) -> Envelope:
    """With a document, and for each of these roles a signature and a text named after it."""
    document = Document(
        *(uuid4(), "lease.pdf", 1, "a" * 64, DocumentStatus.READY),
        canonical_sha256="b" * 64,
        pages=(Page(595, 842),),
        pages_rendered=1,
    )
    people = [Recipient(uuid4(), "", "", routing_order=order, role_name=name) for name in names]
    placed = [
        Field(uuid4(), document.id, (person.id,), kinds.named(kind), 1, 100, y, 150, 40)
        for person in people
        for y, kind in ((100, "signature"), (200, "text"))
    ]
    return Envelope(
        *(uuid4(), uuid4(), uuid4(), "Lease", NOW),
        recipients=tuple(people),
        documents=(document,),
        fields=tuple(placed),
    )


def blank() -> Envelope:
    return Envelope(uuid4(), uuid4(), uuid4(), "", NOW)


def used(*sources: Envelope, filling: Filling = Filling()) -> Envelope:  # noqa: B008 - frozen
    versions = {source.id: 1 for source in sources}
    return copying.of_templates(blank(), sources, versions, filling, uuid4).outcome.envelope


def test_a_copy_has_ids_of_its_own_and_the_files_of_its_source() -> None:
    source = template("Buyer")

    copied = copying.of_envelope(blank(), source, uuid4)

    envelope, ids = copied.outcome.envelope, {source.documents[0].id, source.recipients[0].id}
    (document,), (recipient,) = envelope.documents, envelope.recipients
    assert not ids & {document.id, recipient.id}
    assert document.files_id == source.documents[0].id
    assert copied.documents == {source.documents[0].id: document.id}
    assert {f.document_id for f in envelope.fields} == {document.id}
    assert {f.recipient_ids for f in envelope.fields} == {(recipient.id,)}


def test_a_copy_of_a_copy_has_the_files_of_the_first() -> None:
    source = template("Buyer")

    once = copying.of_envelope(blank(), source, uuid4).outcome.envelope
    twice = copying.of_envelope(blank(), once, uuid4).outcome.envelope

    assert twice.documents[0].files_id == source.documents[0].id


def test_what_was_redacted_before_it_was_copied_never_comes_back() -> None:
    source = template("Buyer")
    edits = (EditedPage(1, redacted=((10, 10, 50, 20),)),)
    edited = replace(source, documents=(replace(*source.documents, page_edits=edits),))

    once = copying.of_envelope(blank(), edited, uuid4).outcome.envelope
    copy = once.documents[0].id
    again = draft_documents.edit_pages(once, copy, uuid4(), [EditedPage(1, 90)], True).envelope
    ready = replace(again.documents[0], status=DocumentStatus.READY, pages=(Page(842, 595),))
    twice = replace(again, documents=(replace(ready, pages_rendered=1),))

    for envelope in (once, twice):
        with pytest.raises(EditsFinal):
            draft_documents.restore_pages(envelope, envelope.documents[0].id, uuid4(), True)
    assert twice.documents[0].page_edits == (EditedPage(1, 90, ((10, 10, 50, 20),)),)
    assert draft_documents.restore_pages(edited, edited.documents[0].id, uuid4()).events


def test_every_member_of_a_recipient_is_taken_along_or_begun_anew() -> None:
    assert {f.name for f in fields(Recipient)} == BEGUN_ANEW | TAKEN_ALONG


def test_nothing_of_what_recipients_did_is_copied() -> None:
    source = template("Buyer")
    done = replace(
        *source.recipients,
        status=RecipientStatus.COMPLETED,
        link_generation=3,
        **dict.fromkeys((name for name in BEGUN_ANEW if name.endswith("_at")), NOW),
    )
    filled = tuple(replace(f, value="Lisbon", filled_by=done.id) for f in source.fields)
    source = replace(source, recipients=(done,), fields=filled)

    copied = copying.of_envelope(blank(), source, uuid4).outcome.envelope

    assert copied.recipients[0] == Recipient(copied.recipients[0].id, "", "", role_name="Buyer")
    assert {(f.value, f.filled_by) for f in copied.fields} == {("", None)}


def test_people_take_the_roles_that_are_named_whatever_the_case() -> None:
    ana = RolePerson("Ana", "ana@example.com")

    envelope = used(template("Buyer", "Seller"), filling=Filling({"buyer": ana}))

    assert [(r.role_name, r.name, r.email) for r in envelope.recipients] == [
        ("Buyer", "Ana", "ana@example.com"),
        ("Seller", "", ""),
    ]


def test_roles_of_one_name_are_one_recipient_of_all_templates() -> None:
    first, second = template("Buyer", "Seller"), template("buyer", "Notary", order=2)

    envelope = used(first, second)

    names = [r.role_name for r in envelope.recipients]
    assert names == ["Buyer", "Seller", "Notary"]
    assert len(envelope.fields_of(envelope.recipients[0].id)) == 4
    assert [d.position for d in envelope.documents] == [1, 2]
    assert (envelope.template_id, envelope.template_version) == (first.id, 1)


@pytest.mark.parametrize(
    ("filling", "place"),
    [
        (Filling({"Bayer": RolePerson("Ana", "ana@example.com")}), "roles"),
        (Filling({}, {"Bayer": "1"}), "values"),
    ],
)
def test_a_role_or_a_field_that_is_not_there_is_named(filling: Filling, place: str) -> None:
    with pytest.raises(Invalid) as caught:
        used(template("Buyer"), filling=filling)

    assert "named “Bayer”" in caught.value.errors[place]


def test_what_is_erased_or_not_taken_in_yet_is_not_copied() -> None:
    source = template("Buyer")
    coming = replace(source, documents=(replace(*source.documents, pages_rendered=0),))

    with pytest.raises(NothingToCopy):
        copying.of_envelope(blank(), replace(source, erased_at=NOW), uuid4)
    with pytest.raises(NotReadyToCopy):
        copying.of_envelope(blank(), coming, uuid4)


def test_roles_are_listed_once() -> None:
    found = copied_recipients.roles([template("Buyer"), template("buyer", "Seller")])

    assert [r.role_name for r in found] == ["Buyer", "Seller"]
