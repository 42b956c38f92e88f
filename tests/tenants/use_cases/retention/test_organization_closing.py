"""Closing an organization: called off in time it leaves no trace, at its end proofs alone stay."""

import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from actors.retention import close_organization, notify_members
from core.access import MemberRole
from core.evidence import audit
from core.evidence.audit import Trail
from core.organizations.refusals import OrganizationFrozen
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.retention.closing import GRACE
from core.retention.refusals import AlreadyClosed, AlreadyClosing, OnHold
from core.retention.retention import HELD_FOR
from core.signing.refusals import SigningSuspended as Paused
from tenants.encryption.keys import Undecryptable
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import sealed_file_search
from tenants.store.retention import emptied_tables
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.retention import legal_holds, organization_deletion, organization_export
from tenants.use_cases.retention import organization_closing as closings
from tenants.use_cases.sign_in import signing_in
from tests.tenants import ceremonies, retention_requests, sign_ins
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.people import colleague

END = NOW + GRACE


def close(member: Member) -> None:
    retention_requests.close(member, member.slug, PASSWORD, NOW)


def steps(member: Member, now: datetime = END) -> None:
    """Every step of taking it apart."""
    while True:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where kind = 'close_organization'")
            waiting = tx.rows.all(
                "select from outbox where kind = 'close_organization' and state = 'open'"
            )
        if not waiting:
            return
        close_organization.close(ceremonies.lease_open(member, "close_organization"), now)


def test_it_is_closed_by_its_short_name_and_the_password_of_an_owner(member: Member) -> None:
    with pytest.raises(Invalid) as wrong:
        retention_requests.close(member, "another", PASSWORD, NOW)
    assert list(wrong.value.errors) == ["slug"]
    with pytest.raises(Invalid) as wrong:
        retention_requests.close(member, member.slug, "not this one", NOW)
    assert list(wrong.value.errors) == ["proof"]
    with pytest.raises(Forbidden):
        close(colleague(member, MemberRole.ADMIN))
    assert run(member, closings.status)[0].closes_at is None

    close(member)

    assert run(member, closings.status)[0].closes_at == END
    with pytest.raises(AlreadyClosing):
        close(member)


def test_while_it_closes_everything_is_read_and_nothing_changed(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    close(member)

    assert run(member, reading.envelope, envelope.id).name == "Lease"
    run(member, organization_export.start, uuid4(), NOW)
    with pytest.raises(OrganizationFrozen):
        run(member, drafting.create, uuid4(), "Another", NOW)
    with pytest.raises(Paused):
        ceremonies.sign(member, envelope.recipients[0], NOW)


def test_called_off_in_time_everything_goes_on(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    close(member)

    for _ in range(2):
        run(member, closings.keep, NOW)
    steps(member)

    run(member, drafting.create, uuid4(), "Another", NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    assert member.organization.get(f"originals/{envelope.documents[0].id}/"
        f"{envelope.documents[0].original_sha256}") == ceremonies.PDF  # fmt: skip


def test_nothing_goes_before_its_time(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    close(member)

    job = _leased(member)
    close_organization.close(job, END - timedelta(seconds=1))

    assert run(member, reading.envelope, envelope.id).name == "Lease"
    with member.organization.transaction(SYSTEM) as tx:
        # It comes again when its time has come.
        again = tx.rows.one("select state, lease_until from outbox where id = %s", job.id)
        assert again == {"state": "open", "lease_until": None}
        # Not even the database's own function does it, asked out of turn.
        tx.rows.run("update organizations set closes_at = now() + interval '1 day'")
        assert tx.rows.one("select destroy_keys() as done") == {"done": False}


def test_a_legal_hold_keeps_it_and_can_be_placed_while_it_closes(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    close(member)
    hold_id = uuid4()
    run(member, legal_holds.place, hold_id, "envelope", "A claim", NOW, envelope_id=envelope.id)

    close_organization.close(_leased(member), END)

    assert run(member, reading.envelope, envelope.id).name == "Lease"
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select due_at from outbox where kind = 'close_organization'"
                     " and state = 'open'")  # fmt: skip
        assert row["due_at"] == END + HELD_FOR
    run(member, legal_holds.lift, hold_id, "Settled", NOW)
    steps(member)
    with pytest.raises(NotFound):
        ceremonies.enter(member, envelope.recipients[0])


def test_whoever_holds_something_cannot_begin_to_close(member: Member) -> None:
    run(member, legal_holds.place, uuid4(), "organization", "A claim", NOW)

    with pytest.raises(OnHold):
        close(member)


def test_in_the_end_proofs_stay_and_nothing_that_says_something(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    organization, document = member.organization, envelope.documents[0]
    sealed = f"%PDF sealed {uuid4()}".encode()
    job = ceremonies.lease_open(member, "seal_envelope")
    ceremonies.complete(job, {document.id: sealed}, b"%PDF certificate", NOW)
    with organization.transaction(SYSTEM) as tx:
        sha256 = hashlib.sha256(sealed).hexdigest()
        trail, head = tx.audit.of(envelope.id), tx.envelopes.get(envelope.id).head
    close(member)

    steps(member)

    with organization.transaction(SYSTEM) as tx:
        kept = tx.audit.of(envelope.id)
        assert [e.hash for e in kept] == [e.hash for e in trail]
        assert audit.verify(Trail(organization.id, envelope.id), kept, head) == head
        assert not any(e.personal for e in kept)
        log = tx.admin_log.entries(tx.rows.all("select * from admin_events order by sequence"))
        audit.verify(Trail(organization.id, organization.id), log, tx.admin_log.head())
    known = sealed_file_search.find(organization.installation, sha256)
    assert known is not None
    assert (known.envelope_name, known.signers, known.closed) == ("", (), True)
    with pytest.raises((NotFound, Undecryptable)):
        organization.get(f"originals/{document.id}/{document.original_sha256}")
    with pytest.raises(Undecryptable):
        organization.put("anything", b"")
    with pytest.raises(NotFound):
        ceremonies.enter(member, envelope.recipients[0])
    with organization.transaction(SYSTEM) as tx:
        assert {row["kind"] for row in tx.rows.all("select kind from outbox")} == {
            "close_organization"
        }
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        for table in (*emptied_tables.EMPTIED, *emptied_tables.EMPTIED_LAST):
            rows = superuser.execute(
                f"select from {table} where organization_id = %s", (organization.id,)
            )
            assert rows.fetchall() == [], table
        person = superuser.execute(
            "select name, email, password_hash from people where id = %s", (member.person_id,)
        )
        assert person.fetchone() == ("", "", "")


def test_whoever_belongs_somewhere_else_too_stays_who_they_are(
    member: Member, stranger: Member
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'viewer')",
            *(tx.organization_id, stranger.person_id),
        )
    close(member)

    steps(member)

    token = sign_ins.sign_in(
        stranger.organization.installation, stranger.email, PASSWORD, uuid4().hex, NOW
    )
    found = signing_in.identify(stranger.organization.installation, token, NOW)
    assert found is not None
    assert found.organization.id == stranger.organization.id


def test_when_it_has_begun_nobody_calls_it_off(member: Member) -> None:
    close(member)

    close_organization.close(_leased(member), END)

    with pytest.raises(AlreadyClosed):
        run(member, closings.keep, END)


def test_a_step_that_is_done_twice_changes_nothing_more(member: Member) -> None:
    ceremonies.sent(member, NOW)
    close(member)
    for stage in organization_deletion.STAGES[:-1]:
        for _ in range(2):
            with member.organization.transaction(SYSTEM) as tx:
                tx.rows.run("update outbox set due_at = now() where kind = 'close_organization'")
                if stage != "keys":
                    tx.rows.run(
                        "update outbox set arguments = jsonb_build_object('stage', %s::text)"
                        " where kind = 'close_organization' and state = 'open'",
                        stage,
                    )
            close_organization.close(ceremonies.lease_open(member, "close_organization"), END)
            if stage == "keys":
                break

    steps(member)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select from memberships") == []


def test_every_member_is_mailed(member: Member) -> None:
    for _ in range(2):
        colleague(member, MemberRole.VIEWER)
    close(member)

    notify_members.notify_members(ceremonies.lease_open(member, "notify_members"))

    with member.organization.transaction(SYSTEM) as tx:
        letters = tx.rows.all("select from outbox where kind = 'mail_account' and state = 'open'")
    assert len(letters) == 3


def test_every_table_of_an_organization_is_emptied_or_kept_for_a_reason(
    services: dict[str, str],
) -> None:
    with psycopg.connect(services["DATABASE_URL"]) as connection:
        rows = connection.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " and a.attname = 'organization_id'"
            " where c.relnamespace = any ('{directory,tenant}'::regnamespace[])"
            " and c.relkind in ('r', 'p')"
        )
        tables = {row[0] for row in rows}

    decided = {*emptied_tables.EMPTIED, *emptied_tables.EMPTIED_LAST, *emptied_tables.KEPT}
    assert tables - decided == set()


def _leased(member: Member) -> LeasedJob:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'close_organization'")
    return ceremonies.lease_open(member, "close_organization")
