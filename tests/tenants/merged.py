"""A template whose document asks for values; intake is told what it would find."""

from datetime import datetime
from uuid import UUID, uuid4

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from core.envelopes.drafts import draft as draft_rules
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.opening import run

ASKED = ("client.name", "terms")


def template(member: Member, now: datetime) -> UUID:
    """Published; the role Client signs."""
    template_id, document_id = uuid4(), uuid4()
    run(member, templates.create, template_id, "Offer", now)
    document_upload.upload(member, template_id, document_id, "offer.md", b"Offer", now)
    made(member, now, lacks_values=True)
    client = Recipient(uuid4(), "", "", role_name="Client")
    with member.transaction() as tx:
        named = draft_rules.name_recipients(tx.lock_changeable(template_id), [client])
        tx.record(named, tx.principal.actor, now)
    signature = ceremonies.signature_field(document_id, client.id, 100)
    run(member, drafting.place_fields, template_id, [signature], now)
    run(member, publishing.publish, template_id, now)
    return template_id


def made(member: Member, now: datetime, lacks_values: bool = False) -> None:
    """The next document that waits for intake, with its page."""
    job = ceremonies.lease_open(member, "intake_document")
    with member.organization.transaction(SYSTEM) as tx:
        file = document_intake.original(tx, job)
    intake_document.own_file(job, file, b"Offer")
    page = Page(595, 842)
    taken = document_intake.IntakeResult(
        ceremonies.CANONICAL, (page,), asked=ASKED, lacks_values=lacks_values
    )
    intake_document.accept(job, taken, now)
    job = ceremonies.lease_open(member, "render_pages")
    render_pages.keep(job, [ceremonies.Rendered(1)], {1: ceremonies.lines_of(["Sign:"])}, now)
