"""An intake that is given up: its document waits no longer, and its password is forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from actors.documents import intake_document, render_pages
from actors.jobs import job
from core.documents.document import Document, DocumentStatus
from core.jobs.kinds import KINDS
from core.principal import SYSTEM
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake, draft_uploads
from tenants.use_cases.envelopes import drafting, reading
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.opening import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Broken(Exception):
    """Something in the worker, and nothing that the file could do about it."""


@pytest.fixture
def given_up(member: Member, monkeypatch: pytest.MonkeyPatch) -> tuple[UUID, UUID, UUID]:
    """A locked document whose intake failed as often as it may: envelope, document, job."""
    envelope_id, document_id, job_id = with_password(member)

    def fails(_: LeasedJob) -> None:
        raise Broken

    with monkeypatch.context() as patch:
        patch.setitem(job.ACTORS, "intake_document", fails)
        for _ in range(KINDS["intake_document"].retry.tries):
            assert document(member, envelope_id).status is DocumentStatus.PROCESSING
            outbox(member, job_id, "due_at = now()")
            job.run(member.organization.installation, member.organization.id, job_id)
    return envelope_id, document_id, job_id


def with_password(member: Member) -> tuple[UUID, UUID, UUID]:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "lease.pdf", pdfs.contract(), NOW)
    locked = ceremonies.lease_open(member, "intake_document", envelope_id)
    intake_document.reject(locked, "password_needed", NOW)
    run(member, draft_uploads.give_password, envelope_id, document_id, "swordfish", NOW)
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where envelope_id = %s and state = 'open'"
            " and kind = 'intake_document'",
            envelope_id,
        )
    return envelope_id, document_id, row["id"]


def outbox(member: Member, job_id: UUID, change: str) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(f"update outbox set {change} where id = %s", job_id)


def document(member: Member, envelope_id: UUID) -> Document:
    (found,) = run(member, reading.envelope, envelope_id).documents
    return found


def kept_of(member: Member, document_id: UUID, job_id: UUID) -> tuple[Any, str]:
    """The password that is kept, and the state of the job."""
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select password from documents where id = %s", document_id)
        state = tx.rows.one("select state from outbox where id = %s", job_id)["state"]
    return row["password"], state


def test_the_document_is_rejected_and_no_password_of_it_stays(
    member: Member, given_up: tuple[UUID, UUID, UUID]
) -> None:
    envelope_id, document_id, job_id = given_up

    found = document(member, envelope_id)

    assert (found.status.value, found.reason) == ("rejected", "not_taken_in")
    assert kept_of(member, document_id, job_id) == (None, "dead")


def test_its_sender_has_it_tried_again(member: Member, given_up: tuple[UUID, UUID, UUID]) -> None:
    envelope_id, document_id, _ = given_up

    run(member, draft_uploads.try_again, envelope_id, document_id, NOW)
    again = run(member, draft_uploads.try_again, envelope_id, document_id, NOW)

    assert again.documents[0].status is DocumentStatus.PROCESSING
    with member.organization.transaction(SYSTEM) as tx:
        waiting = tx.rows.all(
            "select from outbox where envelope_id = %s and state = 'open'"
            " and kind = 'intake_document'",
            envelope_id,
        )
    assert len(waiting) == 1


def test_an_operator_may_revive_its_job(member: Member, given_up: tuple[UUID, UUID, UUID]) -> None:
    envelope_id, _, job_id = given_up
    outbox(member, job_id, "state = 'open', tries = 0, due_at = now()")

    job.run(member.organization.installation, member.organization.id, job_id)

    assert document(member, envelope_id).status is DocumentStatus.READY


def test_so_it_ends_when_no_worker_is_heard_of_any_more(member: Member) -> None:
    envelope_id, document_id, job_id = with_password(member)
    outbox(member, job_id, "unheard = 6")

    job.run(member.organization.installation, member.organization.id, job_id)

    assert document(member, envelope_id).reason == "not_taken_in"
    assert kept_of(member, document_id, job_id) == (None, "dead")


def test_so_it_ends_when_the_scanner_was_away_for_two_weeks(member: Member) -> None:
    envelope_id, document_id, job_id = with_password(member)
    outbox(member, job_id, "created_at = now() - interval '15 days'")
    leased = job._lease(member.organization, job_id)
    assert leased is not None

    leased.wait("away", timedelta(minutes=1), intake_document.give_up)

    assert document(member, envelope_id).reason == "not_taken_in"
    assert kept_of(member, document_id, job_id) == (None, "dead")


def test_a_job_is_dead_also_if_its_ending_fails(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, document_id, job_id = with_password(member)
    outbox(member, job_id, "unheard = 6")

    def fails(*_: Any) -> None:
        raise Broken

    monkeypatch.setattr(document_intake, "give_up", fails)
    job.run(member.organization.installation, member.organization.id, job_id)

    assert kept_of(member, document_id, job_id)[1] == "dead"


def test_pages_that_no_one_draws_any_more_are_said_and_drawn_when_tried_again(
    member: Member,
) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, document_id, "lease.pdf", pdfs.contract(), NOW)
    intake_document.intake_document(ceremonies.lease_open(member, "intake_document", envelope_id))
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where envelope_id = %s and state = 'open'"
            " and kind = 'render_pages'",
            envelope_id,
        )
    outbox(member, row["id"], "unheard = 6")
    job.run(member.organization.installation, member.organization.id, row["id"])
    said = document(member, envelope_id)

    run(member, draft_uploads.try_again, envelope_id, document_id, NOW)
    waiting = document(member, envelope_id)
    render_pages.render_pages(ceremonies.lease_open(member, "render_pages", envelope_id))

    assert (said.status, said.reason, said.drawn) == (DocumentStatus.READY, "not_drawn", False)
    assert (waiting.reason, waiting.drawn) == ("", False)
    assert document(member, envelope_id).drawn
