"""Files and the rows that name them, when something dies or is lost between the two."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID, uuid4

import psycopg
import pytest

from actors.documents import delete_file, intake_document
from actors.evidence import check_sealed_file, sealing_attempt
from actors.retention import erase_documents
from core.documents.refusals import FileMissing
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import NotADraft
from core.principal import SYSTEM
from core.retention.retention import BIN
from core.settings.settings import Settings
from tenants import leased_job
from tenants.installation import Installation, Organization
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import document_upload
from tenants.store.evidence.sealed_files import FiledFile
from tenants.use_cases.documents import draft_uploads, unused_files
from tenants.use_cases.documents.document_intake import IntakeResult, canonical_name
from tenants.use_cases.envelopes import drafting, reading, voiding
from tenants.use_cases.evidence import sealing
from tenants.use_cases.retention import recycle_bin
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import NOW
from tests.tenants.cuttable_connection import cut_line
from tests.tenants.opening import run
from webapp.pages.evidence import verifications


def test_a_seal_whose_answer_to_commit_is_lost_keeps_its_files(
    member: Member, settings: Settings
) -> None:
    envelope = signed(member)
    document = envelope.documents[0]

    with cut_line(settings) as (line, installation):
        job = ceremonies.lease_open(member, "seal_envelope")
        job = replace(job, organization=installation.organization(job.organization.id))
        filed = sealed(job, document.id)
        line.swallow(1)
        with pytest.raises(psycopg.OperationalError):
            sealing_attempt.complete(job, filed, NOW)
    throw_away(member.organization)

    assert line.swallowed == 1
    assert run(member, reading.envelope, envelope.id).status == "completed"
    assert downloads.sealed_file(member, envelope.id, document.id, NOW).data == b"sealed"
    assert downloads.sealed_file(member, envelope.id, None, NOW).data == b"certificate"


def test_a_seal_whose_database_backend_is_killed_at_its_commit_is_made_again(
    member: Member, services: dict[str, str]
) -> None:
    envelope = signed(member)
    document = envelope.documents[0]
    killed = ceremonies.lease_open(member, "seal_envelope")
    orphans = sealed(killed, document.id)

    with (
        backends_killed_at_commit(services, envelope.id),
        pytest.raises(psycopg.OperationalError),
    ):
        sealing_attempt.complete(killed, orphans, NOW)
    between = run(member, reading.envelope, envelope.id).status
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set lease_until = null where id = %s", killed.id)
    job = ceremonies.lease_open(member, "seal_envelope")
    assert sealing_attempt.complete(job, sealed(job, document.id), NOW)
    throw_away(member.organization)

    assert between == "signed"
    assert run(member, reading.envelope, envelope.id).status == "completed"
    assert downloads.sealed_file(member, envelope.id, document.id, NOW).data == b"sealed"
    for orphan in orphans:
        with pytest.raises(FileMissing):
            member.organization.get(orphan.object)


@contextmanager
def backends_killed_at_commit(services: dict[str, str], envelope_id: UUID) -> Iterator[None]:
    """PostgreSQL ends the connection that says COMMIT to a change of this envelope."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute(
            "create function public.kill_me() returns trigger language plpgsql security definer as"
            " $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$"
        )
        superuser.execute(
            "create constraint trigger kill_me after update on envelopes initially deferred"
            f" for each row when (new.id = '{envelope_id}') execute function public.kill_me()"
        )
        try:
            yield
        finally:
            superuser.execute("drop function public.kill_me cascade")


def test_files_of_a_seal_that_was_killed_before_its_commit_are_swept(member: Member) -> None:
    envelope = signed(member)
    document = envelope.documents[0]
    killed = ceremonies.lease_open(member, "seal_envelope")
    orphans = sealed(killed, document.id)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set lease_until = null where id = %s", killed.id)

    job = ceremonies.lease_open(member, "seal_envelope")
    assert sealing_attempt.complete(job, sealed(job, document.id), NOW)
    throw_away(member.organization)

    for orphan in orphans:
        with pytest.raises(FileMissing):
            member.organization.get(orphan.object)
    assert downloads.sealed_file(member, envelope.id, document.id, NOW).data == b"sealed"


def test_an_upload_whose_answer_to_commit_is_lost_keeps_its_file(
    member: Member, settings: Settings
) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)

    with cut_line(settings) as (line, installation):
        organization = installation.organization(member.organization.id)
        assert organization.key  # read beforehand
        over_the_line = replace(member, organization=organization)
        line.swallow(2)  # that of the announcement goes well
        with pytest.raises(psycopg.OperationalError):
            document_upload.upload(over_the_line, envelope_id, document_id, "a.pdf", b"%PDF", NOW)
    throw_away(member.organization)

    assert line.swallowed == 1
    (document,) = run(member, reading.envelope, envelope_id).documents
    name = draft_uploads.original_name(document_id, document.original_sha256)
    assert member.organization.get(name) == b"%PDF"


def test_an_upload_that_was_killed_before_its_commit_is_swept(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    put = Organization.put_stream

    def put_and_die(organization: Organization, name: str, parts: Iterable[bytes]) -> None:
        put(organization, name, parts)
        raise KeyboardInterrupt

    monkeypatch.setattr(Organization, "put_stream", put_and_die)
    with pytest.raises(KeyboardInterrupt):
        document_upload.upload(member, envelope_id, document_id, "a.pdf", b"%PDF", NOW)
    monkeypatch.undo()
    before = member.organization.names_below(f"originals/{document_id}/")
    throw_away(member.organization)

    assert len(before) == 1
    assert member.organization.names_below(f"originals/{document_id}/") == []


def test_an_upload_that_is_refused_after_it_was_stored_is_swept_at_once(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    put = Organization.put_stream

    def put_and_void(organization: Organization, name: str, parts: Iterable[bytes]) -> None:
        put(organization, name, parts)
        run(member, voiding.void, envelope_id, "Not needed", NOW)

    monkeypatch.setattr(Organization, "put_stream", put_and_void)
    with pytest.raises(NotADraft):
        document_upload.upload(member, envelope_id, document_id, "a.pdf", b"%PDF", NOW)
    delete_file.delete_file(ceremonies.lease_open(member, "delete_file"))

    assert member.organization.names_below(f"originals/{document_id}/") == []


def test_a_file_of_one_hash_stays_while_another_document_is_about_to_use_it(
    member: Member,
) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    first, second = draft.documents[0], drafted(member)
    name = canonical_name(first.canonical_sha256)
    taken = IntakeResult(ceremonies.CANONICAL, first.pages)
    run(member, draft_uploads.remove, draft.id, first.id, NOW)

    intake_document.announce(second, name)
    throw_away(member.organization, announced=False)
    between = member.organization.get(name)
    intake_document.accept(second, taken, NOW)
    throw_away(member.organization)

    assert between == ceremonies.CANONICAL
    assert member.organization.get(name) == ceremonies.CANONICAL


def test_a_file_that_is_just_being_thrown_away_is_waited_for(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    first, second = draft.documents[0], drafted(member)
    name = canonical_name(first.canonical_sha256)
    run(member, draft_uploads.remove, draft.id, first.id, NOW)
    make_due(member)
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where kind = 'delete_file' and state = 'open'"
            " and arguments ->> 'name' = %s",
            name,
        )
    going = leased_job.lease(member.organization, row["id"])
    assert going is not None

    with pytest.raises(unused_files.FileGoing):
        intake_document.accept(second, IntakeResult(ceremonies.CANONICAL, first.pages), NOW)
    delete_file.delete_file(going)
    intake_document.accept(second, IntakeResult(ceremonies.CANONICAL, first.pages), NOW)
    throw_away(member.organization)

    assert member.organization.get(name) == ceremonies.CANONICAL


def test_a_verification_that_was_killed_leaves_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification_id, platform = uuid4(), installation.platform
    verifications.submit(installation, verification_id, "a.pdf", b"%PDF", NOW)
    sha256 = verifications.verification(installation, verification_id).sha256
    with platform.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select id from outbox where kind = 'check_sealed_file'"
            " and arguments ->> 'verification_id' = %s",
            str(verification_id),
        )
    job = leased_job.lease(platform, row["id"])
    assert job is not None

    def die(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Organization, "delete", die)
    with pytest.raises(KeyboardInterrupt):
        check_sealed_file.report(job, {"verdict": "unknown"})
    monkeypatch.undo()
    left = platform.names_below(f"verifications/{verification_id}/")
    throw_away(platform, name=f"verifications/{verification_id}/{sha256}")

    assert len(left) == 1
    assert platform.names_below(f"verifications/{verification_id}/") == []


def test_erasing_sweeps_what_a_killed_attempt_has_left(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    run(member, voiding.void, envelope.id, "Not needed", NOW)
    document = envelope.documents[0]
    orphans = [f"pages/{document.id}/310/9", f"sealed/{envelope.id}/dead-1/{document.id}"]
    late = f"pages/{document.id}/2480/1"
    for orphan in orphans:
        member.organization.put(orphan, b"orphan")
    run(member, recycle_bin.delete, envelope.id, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'erase_documents'")

    erase_documents.erase(ceremonies.lease_open(member, "erase_documents"), NOW + BIN)
    for orphan in orphans:
        with pytest.raises(FileMissing):
            member.organization.get(orphan)
    member.organization.put(late, b"of a job that had not ended")
    throw_away(member.organization)

    with pytest.raises(FileMissing):
        member.organization.get(late)


def signed(member: Member) -> Envelope:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    return envelope


def sealed(job: LeasedJob, document_id: UUID) -> list[FiledFile]:
    """What an attempt files before it says that all is sealed."""
    with job.organization.transaction(SYSTEM) as tx:
        sealing.announce(tx, job)
    files = {document_id: b"sealed", job.argument("envelope_id", UUID): b"certificate"}
    return [sealing_attempt.file(job, id, data) for id, data in files.items()]


def drafted(member: Member) -> LeasedJob:
    """The job that takes in the document of a draft."""
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)
    document_upload.upload(member, envelope_id, uuid4(), "lease.pdf", ceremonies.PDF, NOW)
    return ceremonies.lease_open(member, "intake_document")


def make_due(member: Member) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update outbox set due_at = now() where kind = 'delete_file' and state = 'open'"
        )


def throw_away(organization: Organization, name: str = "", announced: bool = True) -> None:
    """What a day would do, of one file or of all."""
    with organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "update outbox set due_at = now() where kind = 'delete_file' and state = 'open'"
            " and (%s = '' or arguments ->> 'name' = %s)"
            " and (%s or not arguments ? 'by') returning id",
            *(name, name, announced),
        )
    for row in rows:
        job = leased_job.lease(organization, row["id"])
        assert job is not None
        delete_file.delete_file(job)
