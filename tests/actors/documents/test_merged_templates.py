"""Templates whose documents have merge fields: each envelope gets pages of its own values."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pymupdf
import pytest

from actors import worker
from actors.documents import intake_document
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.addresses.email_address import is_well_formed
from core.bulk_sends.bulk_send import BulkState, RowState
from core.documents.merge_fields import LONGEST
from core.documents.refusals import ValueTooLong
from core.envelopes.drafts import draft as draft_rules
from core.envelopes.drafts import draft_sending
from core.envelopes.drafts.copying import Filling, RolePerson
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.principal import SystemPrincipal
from core.refusals import Invalid
from core.signing.origin import Origin
from core.templates.direct_link import DirectLink, Question, Start
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, running
from tenants.use_cases.documents import document_intake, draft_uploads, merge_values
from tenants.use_cases.envelopes import copying, drafting, reading, requested_sending
from tenants.use_cases.templates import (
    direct_link_settings,
    direct_links,
    publishing,
    templates,
    using,
)
from tests.actors.pdf import pdfs
from tests.tenants import bulk, ceremonies, downloads
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

OFFER = """# Offer for {{ client.name }}

Prepared by {{ our.name }}.

{{ terms }}

Signature of the client:
"""
PEOPLE = {"Client": RolePerson("Ada King", "ada@example.com")}
LONG = "A long paragraph that pushes all that comes after it further down the page. " * 12


@pytest.fixture(scope="module", autouse=True)
def _child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def worked(member: Member) -> None:
    """As workers do it: intake, then the pages' images."""
    bulk.work(member.organization, "intake_document")
    bulk.work(member.organization, "render_pages")


def offer(member: Member, text: str = OFFER, default: str = "Acme") -> UUID:
    """A published template of one page; who we are is filled in already."""
    template_id, document_id, filled = uuid4(), uuid4(), uuid4()
    run(member, templates.create, template_id, "Offer", NOW)
    document_upload.upload(member, template_id, document_id, "offer.md", text.encode(), NOW)
    worked(member)
    given = {"our.name": default}
    run(member, merge_values.fill_in, template_id, document_id, filled, given, NOW)
    worked(member)
    client = Recipient(uuid4(), "", "", role_name="Client")
    with member.transaction() as tx:
        named = draft_rules.name_recipients(tx.lock_changeable(template_id), [client])
        tx.record(named, tx.principal.actor, NOW)
    content = run(member, reading.envelope, template_id)
    line = next(w for w in words(member, content) if w[4] == "client:")
    signature = ceremonies.signature_field(filled, client.id, line[1])
    run(member, drafting.place_fields, template_id, [replace(signature, x=250.0)], NOW)
    run(member, publishing.publish, template_id, NOW)
    return template_id


def pages(member: Member, envelope: Envelope) -> list[str]:
    return [" ".join(text.split()) for text in pdfs.texts(canonical(member, envelope))]


def canonical(member: Member, envelope: Envelope) -> bytes:
    (document,) = envelope.documents
    return member.organization.get(document_intake.canonical_name(document.canonical_sha256))


def words(member: Member, envelope: Envelope) -> list[tuple[float, float, float, float, str]]:
    with pymupdf.open("pdf", canonical(member, envelope)) as pdf:
        return [word[:5] for word in pdf[0].get_text("words")]


def distance(member: Member, envelope: Envelope, field: Field) -> float:
    """From the words of its line, downwards."""
    line = next(w for w in words(member, envelope) if w[4] == "client:")
    return field.y - line[1]


def test_a_template_shows_its_merge_fields_by_name_and_keeps_the_values_it_has(
    member: Member,
) -> None:
    template_id = offer(member)

    found = run(member, using.usable, [template_id])

    (content,) = found.contents
    (text,) = pages(member, content)
    assert text.startswith("Offer for {{ client.name }} Prepared by Acme. {{ terms }} Signature of")
    assert found.merge_values == {"client.name": "", "our.name": "Acme", "terms": ""}
    assert content.documents[0].lacks_values and content.documents[0].reason == ""
    assert not any(note.startswith("tags_") for note in content.documents[0].notes)
    assert "documents" not in publishing.missing(content)
    assert "documents" in draft_sending.missing(replace(content, content_of=None), is_well_formed)


def test_an_envelope_waits_for_its_pages_and_fields_stay_at_their_words(member: Member) -> None:
    template_id, envelope_id = offer(member), uuid4()
    (content,) = run(member, using.usable, [template_id]).contents
    given = {"client.name": "<b>Ada</b> & Co", "terms": LONG}

    run(member, using.use, [template_id], envelope_id, Filling(PEOPLE, {}, given), NOW)
    waiting = run(member, requested_sending.request, envelope_id, NOW)
    worked(member)

    envelope = run(member, reading.envelope, envelope_id)
    assert (waiting.status, len(waiting.documents)) == (Status.DRAFT, 2)
    assert envelope.status is Status.SENT
    assert len(envelope.documents) == 1
    (text,) = pages(member, envelope)
    assert "Offer for <b>Ada</b> & Co Prepared by Acme. A long paragraph" in text
    (before,), (after,) = content.fields, envelope.fields
    assert after.y > before.y + 40
    moved = distance(member, envelope, after) - distance(member, content, before)
    assert abs(moved) < 1
    (document,) = envelope.documents
    own = draft_uploads.original_name(document.id, document.original_sha256)
    assert (document.files_of, member.organization.get(own)) == (None, OFFER.encode())


def test_it_is_signed_and_sealed_with_its_values(member: Member) -> None:
    template_id, envelope_id = offer(member), uuid4()
    given = {"client.name": "Zoë Ortega", "terms": "Thirty days."}
    run(member, using.use, [template_id], envelope_id, Filling(PEOPLE, {}, given), NOW)
    run(member, requested_sending.request, envelope_id, NOW)
    worked(member)
    envelope = run(member, reading.envelope, envelope_id)

    ceremonies.sign(member, envelope.recipients[0], NOW)
    job.ACTORS["seal_envelope"](ceremonies.lease_open(member, "seal_envelope"))

    (document,) = envelope.documents
    sealed = downloads.sealed_file(member, envelope_id, document.id, NOW).data
    assert "Offer for Zoë Ortega" in " ".join(pdfs.texts(sealed)[0].split())
    assert run(member, reading.envelope, envelope_id).status is Status.COMPLETED


def test_a_draft_may_lack_values_and_is_not_sent_before_they_are_there(member: Member) -> None:
    template_id, envelope_id = offer(member), uuid4()
    given = Filling(PEOPLE, {}, {"client.name": "Ada"})

    draft = run(member, using.use, [template_id], envelope_id, given, NOW)

    assert draft_sending.missing(draft)["documents"].startswith("Enter the values")
    (document,) = draft.documents
    stored = run(member, merge_values.of_envelope, draft)[document.id]
    assert stored == {"our.name": "Acme", "client.name": "Ada"}
    whole = stored | {"terms": "None."}
    run(member, merge_values.fill_in, envelope_id, document.id, uuid4(), whole, NOW)
    worked(member)
    filled = run(member, reading.envelope, envelope_id)
    assert draft_sending.missing(filled) == {}
    assert "None." in pages(member, filled)[0] and len(filled.fields) == 1


def test_what_no_document_asks_for_and_what_is_too_long_is_refused(member: Member) -> None:
    template_id = offer(member)

    for given, error in (({"x": "1"}, Invalid), ({"terms": "x" * (LONGEST + 1)}, ValueTooLong)):
        with pytest.raises(error):
            filling = Filling(PEOPLE, {}, given)
            run(member, using.use, [template_id], uuid4(), filling, NOW)


def test_a_template_whose_values_are_all_there_is_copied_as_it_is(member: Member) -> None:
    template_id = offer(member, "By {{ our.name }}. Signature of the client:")

    draft = run(member, using.use, [template_id], uuid4(), Filling(PEOPLE), NOW)
    copy = run(member, copying.copy_envelope, draft.id, uuid4(), NOW)

    assert draft_sending.missing(draft) == {}
    (document,) = copy.documents
    assert run(member, merge_values.of_envelope, copy) == {document.id: {"our.name": "Acme"}}


HEAD = ("Client name", "Client e-mail", "client.name", "Terms")


def test_each_row_of_a_bulk_send_gets_a_document_of_its_own(member: Member) -> None:
    table = [
        ("Ada King", "ada@example.com", "Ada Ltd", "Ten days."),
        ("Ben Lee", "ben@example.com", "", "Ten days."),
        ("Cy Moss", "cy@example.com", "Cy plc", LONG),
    ]
    bulk_id = bulk.uploaded(member, offer(member), bulk.csv(table, HEAD), NOW)
    seen = run(member, row_checking.choice, bulk_id, 0)
    bulk.checked(member, bulk_id)
    with member.transaction() as tx:
        (wrong,) = tx.bulk_send_rows.page(bulk_id, [RowState.WRONG], 0, 10)

    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")
    preparing = bulk.counts(member, bulk_id)
    state = run(member, bulk_sends.get, bulk_id).state
    worked(member)

    assert seen.filled is not None
    assert ("Client name", "Ada Ltd") in seen.known.values_of(seen.filled)
    assert (wrong.number, wrong.problems[0].about) == (3, "merge-client.name")
    assert preparing == {RowState.PREPARING: 2, RowState.WRONG: 1}
    assert state is BulkState.RUNNING
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 2, RowState.WRONG: 1}
    assert run(member, bulk_sends.get, bulk_id).state is BulkState.FINISHED
    with member.transaction() as tx:
        rows = tx.rows.all("select id from envelopes where bulk_send_id = %s", bulk_id)
        sent = [tx.envelopes.get(row["id"]) for row in rows]
    assert {e.status for e in sent} == {Status.SENT}
    assert sorted(pages(member, e)[0].partition(" Prepared")[0] for e in sent) == [
        "Offer for Ada Ltd",
        "Offer for Cy plc",
    ]


def test_a_row_whose_document_cannot_be_made_fails_and_can_be_tried_again(member: Member) -> None:
    table = [("Ada King", "ada@example.com", "Ada Ltd", "Ten days.")]
    bulk_id = bulk.uploaded(member, offer(member), bulk.csv(table, HEAD), NOW)
    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")

    intake_document.reject(ceremonies.lease_open(member, "intake_document"), "not_converted", NOW)

    with member.transaction() as tx:
        (failed,) = tx.bulk_send_rows.page(bulk_id, [RowState.FAILED], 0, 10)
        left = tx.rows.all("select deleted_at from envelopes where bulk_send_id = %s", bulk_id)
        mailed = tx.rows.all("select id from outbox where kind = 'mail_progress'")
    assert (failed.envelope_id, len(failed.problems)) == (None, 1)
    assert [row["deleted_at"] for row in left] == [NOW]
    assert mailed == []
    assert run(member, bulk_sends.get, bulk_id).state is BulkState.FINISHED
    run(member, running.retry, bulk_id, NOW)
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row")
    worked(member)
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 1}


def linked(member: Member, template_id: UUID, *questions: Question) -> UUID:
    wanted = DirectLink(uuid4(), template_id, "Client", questions, active=True)
    run(member, direct_link_settings.change, wanted, NOW)
    found = run(member, direct_link_settings.view, template_id).link
    assert found is not None
    return found.id


def test_the_questions_of_a_direct_link_fill_in_the_document(member: Member) -> None:
    template_id = offer(member)
    asked = [Question("Company", required=True, field="client.name")]
    with pytest.raises(Invalid) as unasked:
        linked(member, template_id, *asked)
    optional = [*asked, Question("Terms", field="terms")]
    with pytest.raises(Invalid) as unsure:
        linked(member, template_id, *optional)
    link_id = linked(member, template_id, replace(optional[1], required=True), *asked)
    answers = {"Company": "Visitor & Sons", "Terms": "At once."}
    begun = Start(RolePerson("Vera Visitor", "vera@example.com"), answers)
    by = SystemPrincipal(f"direct_link:{link_id}")
    with member.organization.transaction(by) as tx:
        origin = Origin("192.0.2.7", "a browser")
        envelope_id = direct_links.start(tx, link_id, begun, uuid4(), origin, NOW).envelope_id

    waiting = run(member, reading.envelope, envelope_id)
    worked(member)

    assert list(unasked.value.errors) == ["questions"]
    assert list(unsure.value.errors) == ["label-1"]
    assert waiting.status is Status.DRAFT
    envelope = run(member, reading.envelope, envelope_id)
    assert envelope.status is Status.SENT
    assert "Offer for Visitor & Sons" in pages(member, envelope)[0]
    with member.transaction() as tx:
        assert tx.rows.all("select from correspondents") == []


def test_storage_counts_the_files_that_documents_have_for_themselves(member: Member) -> None:
    template_id = offer(member)
    given = {"client.name": "Ada", "terms": "None."}
    run(member, using.use, [template_id], uuid4(), Filling(PEOPLE, {}, given), NOW)
    worked(member)

    with member.transaction() as tx:
        counted = tx.summaries.total("storage", "now")
        tx.summaries.recount()
        again = tx.summaries.total("storage", "now")

    assert counted == again > 0
