"""The values of a form that arrived filled in become those of fields, and can be put back."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from actors.documents import intake_document, render_pages
from core.documents.document import Document
from core.documents.refusals import ValuesStayDrawn
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import properties
from core.fields.field import senders_value
from tenants.member import Member
from tenants.openers import document_pages, document_upload
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.fields import found_fields
from tests.actors.pdf import pdfs
from tests.actors.pdf.forms.test_lifting import FILLED
from tests.tenants import ceremonies
from tests.tenants.opening import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def taken_in(member: Member, envelope_id: UUID) -> Envelope:
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document", envelope_id))
    render_pages.render_pages(ceremonies.lease_open(member, "render_pages", envelope_id))
    return run(member, reading.envelope, envelope_id)


def draft(member: Member, pdf: bytes) -> Envelope:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Form", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "form.pdf", pdf, NOW)
    taken_in(member, envelope_id)
    person = Recipient(uuid4(), "Ana", "ana@example.com")
    return run(member, drafting.name_recipients, envelope_id, [person], NOW)


def lifted(member: Member, envelope: Envelope, recipient_id: UUID | None = None) -> Envelope:
    old = envelope.documents[0].id
    document_pages.lift_values(member, envelope.id, old, uuid4(), recipient_id, NOW)
    return taken_in(member, envelope.id)


def text(member: Member, document: Document) -> str:
    return pdfs.texts(member.organization.get(canonical_name(document.canonical_sha256)))[0]


def test_what_a_form_is_filled_in_with_is_offered_as_no_field(member: Member) -> None:
    envelope = draft(member, FILLED)

    (document,) = envelope.documents
    assert (document.found_fields, document.filled_fields) == (0, 6)
    assert run(member, found_fields.offered, envelope) == []
    assert "Berlin" in text(member, document)


def test_its_values_become_those_of_fields_and_are_drawn_no_more(member: Member) -> None:
    envelope = lifted(member, draft(member, FILLED))

    (document,) = envelope.documents
    values = {properties.first_of(f.properties): f for f in envelope.fields}
    assert set(values) == {"Berlin", "first line\nsecond line", "blue", "true"}
    assert senders_value(values["Berlin"]) == "Berlin"
    assert all(f.recipient_ids == () and f.document_id == document.id for f in envelope.fields)
    assert "Berlin" not in text(member, document)
    assert (document.found_fields, document.filled_fields) == (0, 2)  # the group stays drawn
    entries = run(member, lambda tx: tx.audit.of(envelope.id))
    assert "document.values_lifted" in [entry.type for entry in entries]


def test_they_can_be_for_a_recipient(member: Member) -> None:
    made = draft(member, FILLED)
    ana = made.recipients[0].id

    envelope = lifted(member, made, ana)

    assert {f.recipient_ids for f in envelope.fields} == {(ana,)}


def test_the_uploaded_pages_come_back_without_these_fields(member: Member) -> None:
    before = draft(member, FILLED)
    envelope = lifted(member, before)

    document_pages.edit(member, envelope.id, envelope.documents[0].id, uuid4(), None, False, NOW)
    restored = taken_in(member, envelope.id)

    assert restored.fields == ()
    assert restored.documents[0].canonical_sha256 == before.documents[0].canonical_sha256
    assert restored.documents[0].filled_fields == 6


def test_a_form_without_values_has_nothing_to_make_editable(member: Member) -> None:
    envelope = draft(member, pdfs.contract(1))

    with pytest.raises(ValuesStayDrawn):
        lifted(member, envelope)

    assert run(member, reading.envelope, envelope.id).documents == envelope.documents
