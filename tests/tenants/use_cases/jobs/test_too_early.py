"""Jobs whose time has come by one clock and not by another come again: nothing is lost."""

from datetime import UTC, datetime, timedelta

from actors.envelopes.expire_envelope import expire_envelope
from actors.retention import erase_documents
from core.principal import SYSTEM
from core.retention.retention import BIN
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.envelopes import expiring, reading, voiding
from tenants.use_cases.retention import recycle_bin
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job

SKEW = timedelta(milliseconds=300)


def test_an_expiry_that_came_too_early_by_a_clock_comes_again(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    expires_at = at_once(member)

    run_job(leased(member, "expire_envelope"), expiring.expire, expires_at - SKEW)
    early = run(member, reading.envelope, envelope.id).status
    again = state(member, "expire_envelope")
    run_job(leased(member, "expire_envelope"), expiring.expire, expires_at)

    assert early == "sent"
    assert again == {"state": "open", "lease_until": None}
    assert run(member, reading.envelope, envelope.id).status == "expired"


def test_a_job_goes_by_the_clock_of_the_database_whatever_its_machine_says(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    expires_at = at_once(member)

    job = leased(member, "expire_envelope")
    with member.organization.transaction(SYSTEM) as tx:
        there = tx.rows.one("select clock_timestamp() as now")["now"]
    expire_envelope(job)

    assert expires_at <= job.leased_at <= there
    assert job.leased_at <= job.now()
    assert run(member, reading.envelope, envelope.id).status == "expired"


def test_an_envelope_in_the_bin_is_erased_when_its_job_came_too_early(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    run(member, voiding.void, envelope.id, "Not needed", NOW)
    run(member, recycle_bin.delete, envelope.id, NOW)

    erase_documents.erase(leased(member, "erase_documents"), NOW + BIN - SKEW)
    early = run(member, recycle_bin.deleted).rows
    erase_documents.erase(leased(member, "erase_documents"), NOW + BIN)

    assert [row.id for row in early] == [envelope.id]
    assert run(member, recycle_bin.deleted).rows == ()


def at_once(member: Member) -> datetime:
    """The envelope's time is over at this moment of the database's clock."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set expires_at = now()")
        row = tx.rows.one("select expires_at from envelopes")
    return row["expires_at"].astimezone(UTC)  # type: ignore[no-any-return]


def leased(member: Member, kind: str) -> LeasedJob:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = %s and state = 'open'", kind)
    return ceremonies.lease_open(member, kind)


def state(member: Member, kind: str) -> dict[str, object]:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.rows.one("select state, lease_until from outbox where kind = %s", kind)
