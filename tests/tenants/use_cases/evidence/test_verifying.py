"""A verdict belongs to the bytes it was made of, whatever else is handed in."""

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from actors.evidence import check_sealed_file
from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants import leased_job
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import sealed_file_search
from tenants.use_cases.evidence import verifying
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from webapp.pages.evidence import verifications


def job_of(installation: Installation, id: UUID) -> LeasedJob:
    with installation.platform.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where arguments->>'verification_id' = %s", str(id))
    job = leased_job.lease(installation.platform, row["id"])
    assert job is not None
    return job


def test_another_file_with_the_same_id_is_not_judged_in_place_of_the_first(
    installation: Installation,
) -> None:
    id, changed, genuine = uuid4(), b"%PDF changed", b"%PDF genuine"
    verifications.submit(installation, id, "changed.pdf", changed, NOW)
    verifications.submit(installation, id, "genuine.pdf", genuine, NOW)

    data = check_sealed_file.load(job_of(installation, id))

    assert data == changed
    shown = verifications.verification(installation, id)
    assert (shown.file_name, shown.sha256) == ("changed.pdf", hashlib.sha256(changed).hexdigest())


def test_a_file_that_waited_for_too_long_is_deleted_and_its_job_ends(
    installation: Installation,
) -> None:
    id = uuid4()
    verifications.submit(installation, id, "old.pdf", b"%PDF old", NOW)
    name = f"verifications/{id}/{hashlib.sha256(b'%PDF old').hexdigest()}"
    assert installation.platform.get(name) == b"%PDF old"

    later = NOW + verifying.KEPT + timedelta(minutes=1)
    verifications.submit(installation, uuid4(), "new.pdf", b"%PDF new", later)

    job = job_of(installation, id)
    with pytest.raises(NotFound):
        check_sealed_file.load(job)
    with pytest.raises(NotFound):
        installation.platform.get(name)
    assert run(job, verifying.was_deleted, job)


def test_a_file_name_is_kept_as_far_as_it_can_be_read(installation: Installation) -> None:
    id = uuid4()

    verifications.submit(installation, id, "lea\0se\u202efdp.pdf", b"%PDF", NOW)

    assert verifications.verification(installation, id).file_name == "leasefdp.pdf"


def sealed_file(member: Member) -> tuple[Envelope, str]:
    """A completed envelope, and the hash of its sealed document."""
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    sealed = f"%PDF sealed {uuid4()}".encode()
    job = ceremonies.lease_open(member, "seal_envelope")
    ceremonies.complete(job, {envelope.documents[0].id: sealed}, b"%PDF certificate", NOW)
    return envelope, hashlib.sha256(sealed).hexdigest()


def test_a_known_file_says_which_organization_of_that_name_it_is(member: Member) -> None:
    _, sha256 = sealed_file(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run_many(
            "insert into domain_claims (use, organization_id, domain, token, verified_at)"
            " values ('sign_in', %s, %s, 'x', %s)",
            [
                (tx.organization_id, "proven.example", NOW),
                (tx.organization_id, "claimed.example", None),
            ],
        )

    known = sealed_file_search.find(member.organization.installation, sha256)

    assert known is not None
    assert (known.slug, known.domains, known.proved) == (member.slug, ("proven.example",), True)
    assert known.envelope_name == "Lease"
    assert [(s.name, s.address) for s in known.signers] == [
        ("Signer One", "o…@example.com"),
        ("Signer Two", "t…@example.com"),
    ]


def test_a_row_that_the_trail_does_not_tell_makes_no_file_known(
    member: Member, services: dict[str, str]
) -> None:
    _, sha256 = sealed_file(member)
    forged = "0f" * 32
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("update sealed_files set sha256 = %s where sha256 = %s", (forged, sha256))

    assert sealed_file_search.find(member.organization.installation, forged) is None


def test_a_file_whose_trail_is_broken_is_not_known(
    member: Member, services: dict[str, str]
) -> None:
    envelope, sha256 = sealed_file(member)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "update audit_events set at = at + interval '1 day'"
            " where envelope_id = %s and sequence = 2",
            (envelope.id,),
        )

    assert sealed_file_search.find(member.organization.installation, sha256) is None


def test_names_that_were_changed_since_are_not_given(
    member: Member, services: dict[str, str]
) -> None:
    envelope, sha256 = sealed_file(member)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update recipients set name = 'The Mayor' where envelope_id = %s", (envelope.id,)
        )

    known = sealed_file_search.find(member.organization.installation, sha256)

    assert known is not None
    assert (known.proved, known.closed, known.signers, known.envelope_name) == (
        False,
        False,
        (),
        "",
    )
