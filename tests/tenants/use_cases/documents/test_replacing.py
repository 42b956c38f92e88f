"""A new version of a document takes its place when it is ready, and keeps its fields."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from core.documents.supplement import Supplement
from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.evidence import consistency
from core.fields import kinds
from core.fields.field import Field
from core.refusals import NotFound
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake, document_visibility, draft_uploads
from tenants.use_cases.envelopes import copying, drafting, reading, sending
from tenants.use_cases.fields import found_fields
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

TEXT = ["The lease of the flat begins in May", "Rent is due each month", "Signature:", "Initials:"]
NEW = b"%PDF-1.7 the next version"


@pytest.fixture
def draft(member: Member) -> Envelope:
    """A signer's signature beside its word, and a text of both beside another, with a name."""
    made = ceremonies.draft_with_document(member, NOW, {1: TEXT})
    people = [Recipient(uuid4(), f"Signer {n}", f"{n}@example.com") for n in (1, 2)]
    run(member, drafting.name_recipients, made.id, people, NOW)
    both, document = tuple(person.id for person in people), made.documents[0].id
    fields = [
        replace(field(document, both[:1], "signature", 2), label="First"),
        replace(field(document, both, "text", 3), properties={"name": "initials"}),
    ]
    run(member, drafting.place_fields, made.id, fields, NOW)
    return run(member, reading.envelope, made.id)


def field(document_id: UUID, recipient_ids: Sequence[UUID], kind: str, line: int) -> Field:
    box = (1, 150.0, 82.0 + 20 * line, 120.0, 20.0)
    return Field(uuid4(), document_id, tuple(recipient_ids), kinds.named(kind), *box, required=True)


def begun(member: Member, draft: Envelope, name: str = "lease-2.pdf") -> Envelope:
    old = draft.documents[0].id
    return document_upload.replace(member, draft.id, old, uuid4(), name, NEW, NOW)


def ready(member: Member, draft: Envelope, text: Sequence[str]) -> Envelope:
    taken = document_intake.IntakeResult(b"%PDF-1.7 its pages", (Page(595, 842),))
    intake_document.accept(ceremonies.lease_open(member, "intake_document", draft.id), taken, NOW)
    job = ceremonies.lease_open(member, "render_pages", draft.id)
    lines = {1: ceremonies.lines_of(text)}
    render_pages.keep(job, [ceremonies.Rendered(1)], lines, NOW)
    return run(member, reading.envelope, draft.id)


def test_the_old_version_stays_until_the_new_one_is_ready(member: Member, draft: Envelope) -> None:
    envelope = begun(member, draft)

    old, new = envelope.documents
    assert old.id == draft.documents[0].id
    assert (new.name, new.replaces) == ("lease-2.pdf", old.id)
    assert envelope.fields == draft.fields
    assert draft_sending.missing(envelope)["documents"] == draft_sending.PAGES_COMING


def test_fields_move_with_their_text_and_keep_their_recipients(
    member: Member, draft: Envelope
) -> None:
    begun(member, draft)

    envelope = ready(member, draft, ["A preamble that is new", *TEXT])

    (document,) = envelope.documents
    assert (document.name, document.replaces) == ("lease-2.pdf", None)
    assert document.original_sha256 != draft.documents[0].original_sha256
    assert [(f.id, f.document_id, f.y, f.recipient_ids) for f in envelope.fields] == [
        (f.id, document.id, f.y + 20, f.recipient_ids) for f in draft.fields
    ]
    assert document.carried
    assert set(document.carried.moved) == {f.id for f in draft.fields}


def test_an_envelope_with_a_replaced_document_is_sent_and_agrees_with_its_trail(
    member: Member, draft: Envelope
) -> None:
    begun(member, draft)
    ready(member, draft, TEXT)
    second = draft.recipients[1].id
    (document,) = run(member, reading.envelope, draft.id).documents
    more = field(document.id, [second], "signature", 5)
    run(member, drafting.place_fields, draft.id, [more], NOW)

    sent = run(member, sending.send, draft.id, NOW)

    assert sent.sent_at == NOW
    with member.transaction() as tx:
        entries = tx.audit.of(draft.id)
    assert "document.replaced" in [entry.type for entry in entries]
    assert consistency.differences(sent, entries) == ()


def test_a_field_without_a_place_waits_and_holds_up_sending(
    member: Member, draft: Envelope
) -> None:
    begun(member, draft)
    envelope = ready(member, draft, TEXT[:3])

    (lost,) = run(member, found_fields.offered, envelope)
    run(member, found_fields.accept, draft.id, NOW)
    run(member, found_fields.dismiss, draft.id, NOW)
    waiting = run(member, reading.envelope, draft.id)
    placed = run(member, found_fields.accept, draft.id, NOW, chosen=[lost.id])

    assert [f.label for f in waiting.fields] == ["First"]
    assert waiting.documents[0].lost_fields == 1
    assert draft_sending.missing(waiting)["fields"] == draft_sending.LOST_FIELDS
    again = next(f for f in placed.fields if f.label == "")
    was = draft.fields[1]
    assert (again.kind, again.recipient_ids) == (was.kind, was.recipient_ids)
    assert again.properties["name"] == "initials"
    assert run(member, reading.envelope, draft.id).documents[0].lost_fields == 0


def test_a_field_without_a_place_can_be_removed(member: Member, draft: Envelope) -> None:
    begun(member, draft)
    (lost,) = run(member, found_fields.offered, ready(member, draft, TEXT[:3]))

    run(member, found_fields.dismiss, draft.id, NOW, [lost.id])

    assert run(member, reading.envelope, draft.id).documents[0].lost_fields == 0


def test_who_sees_it_and_what_it_is_called_stay(member: Member, draft: Envelope) -> None:
    document, second = draft.documents[0], draft.recipients[1].id
    run(member, drafting.place_fields, draft.id, [], NOW, [f.id for f in draft.fields])
    args = (draft.id, document.id, [second], Supplement.VIEW)
    run(member, document_visibility.show, *args, NOW)
    with member.transaction() as tx:
        envelope = tx.lock_changeable(draft.id)
        named = replace(envelope.documents[0], name="The lease")
        tx.record(Outcome(replace(envelope, documents=(named,))), tx.principal.actor, NOW)
    begun(member, draft)

    (new,) = ready(member, draft, TEXT).documents

    assert (new.name, new.hidden_from, new.supplement) == ("The lease", (second,), Supplement.VIEW)


def test_a_replacement_is_cancelled_or_replaced_itself(member: Member, draft: Envelope) -> None:
    first = begun(member, draft).documents[1].id
    second = begun(member, draft).documents[1].id

    envelope = run(member, draft_uploads.remove, draft.id, second, NOW)

    assert first != second
    assert envelope.documents == draft.documents
    assert envelope.fields == draft.fields


def test_the_new_version_of_a_removed_document_is_one_of_its_own(
    member: Member, draft: Envelope
) -> None:
    begun(member, draft)
    run(member, draft_uploads.remove, draft.id, draft.documents[0].id, NOW)

    (document,) = ready(member, draft, TEXT).documents

    assert (document.replaces, document.carried, document.drawn) == (None, None, True)


def test_what_replaces_another_is_not_replaced(member: Member, draft: Envelope) -> None:
    new = begun(member, draft).documents[1].id

    with pytest.raises(NotFound):
        document_upload.replace(member, draft.id, new, uuid4(), "lease-3.pdf", NEW, NOW)


def test_what_is_found_where_a_field_is_already_is_not_offered(
    member: Member, draft: Envelope
) -> None:
    begun(member, draft)
    place = {"kind": "signature", "source": "suggestion", "width": 100.0, "height": 20.0}
    found = [
        place | {"key": str(n), "page": 1, "x": 155.0, "y": y} for n, y in ((1, 122), (2, 500))
    ]
    taken = document_intake.IntakeResult(b"%PDF-1.7 its pages", (Page(595, 842),), (), found)
    intake_document.accept(ceremonies.lease_open(member, "intake_document", draft.id), taken, NOW)
    job = ceremonies.lease_open(member, "render_pages", draft.id)
    render_pages.keep(job, [ceremonies.Rendered(1)], {1: ceremonies.lines_of(TEXT)}, NOW)

    offered = run(member, found_fields.offered, run(member, reading.envelope, draft.id))

    assert [one.found.key for one in offered] == ["2"]


def test_a_field_without_a_place_is_for_the_same_people_in_a_copy(
    member: Member, draft: Envelope
) -> None:
    begun(member, draft)
    ready(member, draft, TEXT[:3])

    copied = run(member, copying.copy_envelope, draft.id, uuid4(), NOW)

    assert copied.documents[0].lost_fields == 1
    (lost,) = run(member, found_fields.offered, copied)
    assert set(lost.recipient_ids) == {r.id for r in copied.recipients}
    assert not {r.id for r in copied.recipients} & {r.id for r in draft.recipients}
    placed = run(member, found_fields.accept, copied.id, NOW, chosen=[lost.id])
    assert [len(f.recipient_ids) for f in placed.fields if f.id == lost.id] == [2]
