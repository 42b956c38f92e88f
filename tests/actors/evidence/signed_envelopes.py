"""An envelope of real documents that everybody has signed, without any program running."""

from uuid import uuid4

from actors.documents import intake_document, render_pages
from actors.pdf.intake import intake
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from tenants import leased_job
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.actors import journeys
from tests.tenants import ceremonies
from tests.tenants.opening import run


def signed(member: Member, *pdfs: bytes, signers: int = 1) -> Envelope:
    """Each document has a signature and a text of each signer on its first page."""
    draft, now = prepared(member, *pdfs, signers=signers), journeys.now()
    people = draft.recipients
    fields = [field for each in draft.documents for field in journeys.fields(each.id, [*people])]
    run(member, drafting.place_fields, draft.id, fields, now)
    envelope = run(member, sending.send, draft.id, now)
    journeys.signed(member, envelope)
    return run(member, reading.envelope, draft.id)


def prepared(member: Member, *pdfs: bytes, signers: int = 1) -> Envelope:
    """A draft with everything but its fields."""
    envelope_id, now = uuid4(), journeys.now()
    run(member, drafting.create, envelope_id, "Lease", now)
    for number, pdf in enumerate(pdfs, 1):
        document_upload.upload(member, envelope_id, uuid4(), f"lease-{number}.pdf", pdf, now)
    for pdf in pdfs:
        _taken_in(member, pdf)
    people = [
        Recipient(uuid4(), f"Signer {n}", f"signer-{n}@example.com", routing_order=n)
        for n in range(1, signers + 1)
    ]
    return run(member, drafting.name_recipients, envelope_id, people, now)


def _taken_in(member: Member, pdf: bytes) -> None:
    """What intake makes of it; the pages' images are pictures of nothing."""
    accepted = intake.accept(pdf)
    job = ceremonies.lease_open(member, "intake_document")
    taken = document_intake.IntakeResult(
        accepted.canonical, accepted.pages, accepted.notes, earlier=accepted.earlier
    )
    intake_document.accept(job, taken, journeys.now())
    while (rendering := _next(member)) is not None:
        numbers = range(rendering.argument("first", int), rendering.argument("last", int) + 1)
        images = [ceremonies.Rendered(number) for number in numbers]
        render_pages.keep(rendering, images, {n: [] for n in numbers}, journeys.now())


def _next(member: Member) -> LeasedJob | None:
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one_or_none(
            "select id from outbox where kind = 'render_pages' and state = 'open'"
            " and lease_until is null order by id limit 1"
        )
    return leased_job.lease(member.organization, row["id"]) if row else None
