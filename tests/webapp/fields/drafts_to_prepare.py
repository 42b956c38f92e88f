"""Drafts being prepared: several documents, pages of many sizes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants.ceremonies import CANONICAL, PDF, Rendered, lease_open
from tests.tenants.opening import run

A4, SIDEWAYS, CROPPED = Page(595, 842), Page(842, 595), Page(400.5, 620.25)


def draft_of(member: Member, now: datetime, *documents: Sequence[Page]) -> Envelope:
    """A draft of documents with these pages, for two signers."""
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", now)
    for number, pages in enumerate(documents, 1):
        name = f"document {number}.pdf"
        document_upload.upload(member, envelope_id, uuid4(), name, PDF, now)
        taken = document_intake.IntakeResult(CANONICAL, tuple(pages), (), [])
        intake_document.accept(lease_open(member, "intake_document", envelope_id), taken, now)
        numbers = range(1, len(pages) + 1)
        job = lease_open(member, "render_pages", envelope_id)
        render_pages.keep(job, [Rendered(n) for n in numbers], {n: [] for n in numbers}, now)
    people = [
        Recipient(uuid4(), "Signer One", "one@example.com"),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
    ]
    run(member, drafting.name_recipients, envelope_id, people, now)
    return run(member, reading.envelope, envelope_id)
