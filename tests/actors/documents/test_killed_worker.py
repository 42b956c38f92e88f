"""A worker is killed while it takes in, edits, redacts and replaces documents of one draft."""

from dataclasses import replace
from uuid import UUID, uuid4

import psutil
import pytest

from core.documents.document import Document
from core.documents.edited_page import EditedPage
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from tenants.member import Member
from tenants.openers import document_pages, document_upload
from tenants.use_cases.documents.document_intake import canonical_name
from tenants.use_cases.envelopes import drafting, reading
from tests.actors import journeys
from tests.actors.conftest import Programs, until
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.opening import run

PAGES = 12
HEADING = (60.0, 50.0, 400.0, 30.0)
# How many pages each document has in the end, and how its text begins.
ENDS = {
    "edited": (PAGES - 1, "Contract, page 1"),
    "redacted": (PAGES, "The supplier"),
    "replaced": (PAGES, "Contract, page 1"),
    "new": (PAGES, "Contract, page 1"),
}
KINDS = ("intake_document", "render_pages")


@pytest.fixture
def worked(alone: None, programs: Programs) -> Programs:
    programs.start("worker")
    programs.start("relay")
    return programs


def envelope(member: Member, id: UUID) -> Envelope:
    return run(member, reading.envelope, id)


def prepared(member: Member) -> Envelope:
    """Three documents that are ready, each with a field on its first page."""
    id = uuid4()
    run(member, drafting.create, id, "Lease", journeys.now())
    for name in ("edited", "redacted", "replaced"):
        upload(member, id, name)
    until(lambda: all(d.drawn for d in envelope(member, id).documents))
    ana = Recipient(uuid4(), "Ana", "ana@example.com")
    run(member, drafting.name_recipients, id, [ana], journeys.now())
    fields = [ceremonies.signature_field(d.id, ana.id, 400) for d in envelope(member, id).documents]
    run(member, drafting.place_fields, id, fields, journeys.now())
    return envelope(member, id)


def upload(member: Member, id: UUID, name: str) -> None:
    file = pdfs.contract(PAGES)
    document_upload.upload(member, id, uuid4(), f"{name}.pdf", file, journeys.now())


def begin(member: Member, draft: Envelope) -> None:
    """All four at once."""
    now, pages = journeys.now(), [EditedPage(n) for n in range(1, PAGES + 1)]
    edited, redacted, replaced = (d.id for d in draft.documents)
    without_heading = [replace(pages[0], redacted=(HEADING,)), *pages[1:]]
    document_pages.edit(member, draft.id, edited, uuid4(), pages[:-1], False, now)
    document_pages.edit(member, draft.id, redacted, uuid4(), without_heading, False, now)
    again = (replaced, uuid4(), "replaced.pdf", pdfs.contract(PAGES))
    document_upload.replace(member, draft.id, *again, now)
    upload(member, draft.id, "new")


def jobs(member: Member, condition: str) -> list[str]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            f"select kind from outbox where kind = any(%s) and {condition}",
            list(KINDS),
        )
    return [row["kind"] for row in rows]


def kill(member: Member, programs: Programs) -> None:
    """What it has begun is another one's turn, and nothing that it started lives on."""
    worker = programs.process("worker")
    children = psutil.Process(worker.pid).children(recursive=True)
    worker.kill()
    worker.wait()
    until(lambda: not any(child.is_running() for child in children), seconds=20)
    programs.start("worker")
    journeys.let_time_pass(member)


def is_ended(member: Member, id: UUID) -> bool:
    documents = envelope(member, id).documents
    return len(documents) == len(ENDS) and all(d.drawn and not d.replaces for d in documents)


def test_all_of_it_is_done_once_and_nothing_is_lost(member: Member, worked: Programs) -> None:
    draft = prepared(member)

    begin(member, draft)
    for kind in KINDS:
        leased = f"kind = '{kind}' and state = 'open' and lease_until is not null"
        until(lambda leased=leased: bool(jobs(member, leased)))
        kill(member, worked)
    until(lambda: is_ended(member, draft.id))

    after = envelope(member, draft.id)
    for document in after.documents:
        assert_whole(member, document, *ENDS[document.name.removesuffix(".pdf")])
    assert {(f.id, f.page, f.y) for f in after.fields} == {
        (f.id, f.page, f.y) for f in draft.fields
    }
    assert {f.document_id for f in after.fields} == {d.id for d in after.documents[:3]}
    assert {d.id for d in after.documents}.isdisjoint(d.id for d in draft.documents)
    until(lambda: jobs(member, "state <> 'done'") == [], seconds=20)


def assert_whole(member: Member, document: Document, pages: int, first: str) -> None:
    """All of its pages, each with its text and drawn once."""
    texts = pdfs.texts(member.organization.get(canonical_name(document.canonical_sha256)))
    assert (len(document.pages), len(texts)) == (pages, pages)
    assert texts[0].strip().startswith(first)
    with member.organization.transaction(SYSTEM) as tx:
        drawn = tx.page_images.drawn([document.id], sealed=False)
        lines = list(tx.page_images.all_lines([document.id], sealed=False))
    assert sorted(number for _, number in drawn) == list(range(1, pages + 1))
    assert sorted(number for _, number, _ in lines) == list(range(1, pages + 1))
