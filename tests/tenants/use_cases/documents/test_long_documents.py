"""A long document is sent when its first pages are drawn, and signed when all of them are."""

from dataclasses import replace
from uuid import uuid4

import pytest

from actors.documents import intake_document, render_pages
from core.documents.document import Page
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from core.refusals import Refusal
from core.signing.origin import Origin
from core.signing.refusals import PagesComing
from tenants import leased_job
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

PAGES = 60
ORIGIN = Origin("192.0.2.7", "a browser")


@pytest.fixture
def draft(member: Member) -> Envelope:
    """Sixty pages, none of which is drawn: three jobs wait to do that."""
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "lease.pdf", ceremonies.PDF, NOW)
    taken = document_intake.IntakeResult(ceremonies.CANONICAL, (Page(595, 842),) * PAGES)
    intake_document.accept(ceremonies.lease_open(member, "intake_document"), taken, NOW)
    people = [Recipient(uuid4(), "Signer One", "one@example.com")]
    run(member, drafting.name_recipients, envelope_id, people, NOW)
    return run(member, reading.envelope, envelope_id)


def placed(member: Member, draft: Envelope, page: int) -> None:
    one, document = draft.recipients[0], draft.documents[0]
    field = ceremonies.signature_field(document.id, one.id, 100)
    run(member, drafting.place_fields, draft.id, [replace(field, page=page)], NOW)


def drawn(member: Member, first: int) -> int:
    """The job of the pages from this one on is done; how many there are now without a gap."""
    with member.organization.transaction(SYSTEM) as tx:
        waits = "select id from outbox where kind = 'render_pages' and arguments ->> 'first' = %s"
        job_id = tx.rows.one(waits, str(first))["id"]
    job = leased_job.lease(member.organization, job_id)
    assert job is not None
    numbers = range(first, job.argument("last", int) + 1)
    images = [ceremonies.Rendered(number) for number in numbers]
    render_pages.keep(job, images, {number: [] for number in numbers}, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        return (
            tx.envelopes.get(job.argument("envelope_id", type(uuid4()))).documents[0].pages_rendered
        )


def test_pages_count_from_the_first_on_without_a_gap(member: Member, draft: Envelope) -> None:
    assert drawn(member, 26) == 0
    assert not run(member, reading.envelope, draft.id).documents[0].readable
    assert drawn(member, 1) == 50
    assert run(member, reading.envelope, draft.id).documents[0].readable
    assert drawn(member, 51) == PAGES
    assert run(member, reading.envelope, draft.id).documents[0].drawn


def test_sending_waits_for_the_pages_that_are_filled_in_first(
    member: Member, draft: Envelope
) -> None:
    placed(member, draft, page=30)
    drawn(member, 1)
    with pytest.raises(Refusal):
        run(member, sending.send, draft.id, NOW)

    drawn(member, 26)

    assert run(member, sending.send, draft.id, NOW).status is Status.SENT


def test_nobody_signs_what_could_not_be_read(member: Member, draft: Envelope) -> None:
    placed(member, draft, page=2)
    drawn(member, 1)
    sent = run(member, sending.send, draft.id, NOW)
    ceremony = ceremonies.enter(member, sent.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, NOW)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, NOW)

    with pytest.raises(PagesComing):
        ceremonies.finish(ceremony, ceremonies.values(ceremony), ORIGIN, NOW)
    drawn(member, 26)
    drawn(member, 51)

    assert (
        ceremonies.finish(ceremony, ceremonies.values(ceremony), ORIGIN, NOW).status
        is Status.SIGNED
    )
