from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from core.evidence.audit import Trail, verify
from core.jobs.kinds import KINDS
from core.operator.refusals import NotSuspended, SuspendedAlready
from core.organizations.refusals import OrganizationFrozen
from core.principal import SYSTEM
from core.refusals import Invalid
from tenants.installation import Installation
from tenants.member import Member
from tenants.operator import Operator
from tenants.store.operator.operator_functions import OperatorFunctions
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.operator import managed_organizations, operator_log
from tests.tenants import ceremonies, operators
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run

Connection = psycopg.Connection[Any]
# Everything the role operating may read, by table. Nothing that says what is in an envelope.
METADATA = {
    "organizations": {
        *("id", "slug", "name", "created_at", "suspended_at", "suspension_reason", "closes_at")
    },
    "memberships": {"organization_id"},
    "summaries": {"organization_id", "cube", "grain", "metric", "day", "value"},
    "summary_deltas": {"organization_id", "metric", "day", "value"},
    "quotas": {
        *("organization_id", "envelopes_per_month", "storage_bytes"),
        *("api_calls_per_month", "members"),
    },
    "outbox": {
        *("organization_id", "id", "kind", "queue", "state", "due_at", "attempts"),
        *("tries", "unheard", "lease_until", "last_error", "created_at", "finished_at"),
    },
}
OWN = {"program_beats", "operators", "operator_sessions", "abuse_reports"}


@pytest.fixture(scope="module")
def operator(installation: Installation, services: dict[str, str]) -> Operator:
    return operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))


@pytest.fixture(scope="module")
def superuser(services: dict[str, str]) -> Iterator[Connection]:
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        yield connection


def test_the_role_behind_the_portal_reads_metadata_and_not_one_column_more(
    superuser: Connection,
) -> None:
    readable = superuser.execute(
        "select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = any ('{directory,tenant}'::regnamespace[])"
        " and c.relkind in ('r', 'p', 'v', 'm')"
        " and a.attnum > 0 and not a.attisdropped"
        " and has_column_privilege('operating', c.oid, a.attnum, 'select')"
    ).fetchall()

    found: dict[str, set[str]] = {}
    for table, column in readable:
        found.setdefault(table, set()).add(column)
    assert set(found) == set(METADATA) | OWN
    assert {table: found[table] for table in METADATA} == METADATA


def test_the_role_behind_the_portal_is_no_member_of_any_other_role(superuser: Connection) -> None:
    above = superuser.execute(
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid"
        " where m.member = 'operating'::regrole"
    ).fetchall()
    attributes = superuser.execute(
        "select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole from pg_roles"
        " where rolname = 'operating'"
    ).fetchall()

    assert above == []
    assert attributes == [(False, False, False, False)]


def test_every_function_about_organizations_refuses_without_an_operators_session(
    superuser: Connection, services: dict[str, str]
) -> None:
    functions = superuser.execute(
        "select p.proname, pg_get_function_identity_arguments(p.oid),"
        " array(select format_type(t, null) from unnest(p.proargtypes) t)"
        " from pg_proc p where p.proowner = 'operating'::regrole"
        " and has_function_privilege('app', p.oid, 'execute')"
    ).fetchall()

    asked = 0
    with psycopg.connect(services["DATABASE_URL"], autocommit=True) as app:
        for name, arguments, types in functions:
            if not arguments.startswith("session bytea"):
                continue
            given = ", ".join(f"null::{type}" for type in types[1:])
            query = f"select {name}('\\x00'::bytea{', ' + given if given else ''})"
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(query)
            asked += 1

    assert asked >= 13
    others = {name for name, arguments, _ in functions if not arguments.startswith("session")}
    assert others == {
        *("operator_credentials", "open_operator_session", "operator_session"),
        *("close_operator_session", "enrol_operator_factor", "use_operator_step"),
        *("use_operator_code", "report_abuse", "has_reported_abuse"),
        # When programs were last heard of, and counts: no row, no organization, no name.
        *("beat", "jobs_health"),
    }


def test_a_session_of_one_factor_is_no_session_to_the_database(
    installation: Installation, services: dict[str, str]
) -> None:
    from core.signing import link
    from tenants.use_cases.operator import operator_sign_in
    from tests.tenants.conftest import PASSWORD

    person = operators.add(services["DATABASE_OWNER_URL"])
    token = operator_sign_in.sign_in(installation, person.email, PASSWORD, person.email, "")

    with installation.pool.connection() as connection:
        operator_functions = OperatorFunctions(connection, link.digest(token))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            operator_functions.all("overseen_organizations", "", "all", None, None, 10)


def test_organizations_are_found_by_the_beginning_of_a_word(
    operator: Operator, member: Member
) -> None:
    slug = member.slug

    for words in (slug, slug[:7], f"organization {slug[:5]}", slug.upper()):
        found = run(operator, managed_organizations.organizations, words, "all", None)
        assert member.organization.id in {row.id for row in found.rows}, words
    for words in ("' | !", "a & b:*", "\0", "%"):
        run(operator, managed_organizations.organizations, words, "all", None)
    assert run(operator, managed_organizations.organizations, f"{slug}zzz", "all", None).rows == ()


def test_the_list_goes_on_where_the_page_before_ended(
    operator: Operator, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(managed_organizations, "PAGE", 2)
    made = [found_member(installation).organization.id for _ in range(5)]
    after, seen = None, []

    for _ in range(3):
        page = run(operator, managed_organizations.organizations, "", "all", after)
        seen += [row.id for row in page.rows]
        after = managed_organizations.OrganizationCursor(page.rows[-1].created_at, page.rows[-1].id)

    assert seen[:5] == made[::-1]


def test_how_much_an_organization_uses_is_counted_as_it_happens(
    operator: Operator, member: Member
) -> None:
    ceremonies.sent(member, datetime.now(UTC))

    found = run(operator, managed_organizations.organization, member.organization.id)

    assert (found.members, found.sent_this_month, found.state) == (1, 1, "open")
    assert found.storage_bytes > 0


def test_a_suspended_organization_is_frozen_until_it_is_lifted(
    operator: Operator, member: Member
) -> None:
    organization_id = member.organization.id

    run(operator, managed_organizations.suspend, organization_id, "  Unpaid bills.  ", NOW)

    assert (
        run(operator, managed_organizations.organization, organization_id).suspension_reason
        == "Unpaid bills."
    )
    with pytest.raises(OrganizationFrozen):
        run(member, drafting.create, uuid4(), "Lease", NOW)
    with pytest.raises(SuspendedAlready):
        run(operator, managed_organizations.suspend, organization_id, "Again", NOW)
    run(operator, managed_organizations.lift, organization_id, NOW)
    run(member, drafting.create, uuid4(), "Lease", NOW)
    with pytest.raises(NotSuspended):
        run(operator, managed_organizations.lift, organization_id, NOW)


def test_a_suspension_needs_a_reason_that_can_be_read(operator: Operator, member: Member) -> None:
    for reason in ("", "  ", "x" * 501, "a\x00b"):
        with pytest.raises(Invalid):
            run(operator, managed_organizations.suspend, member.organization.id, reason, NOW)


def test_what_an_operator_does_stands_in_both_logs(operator: Operator, member: Member) -> None:
    run(operator, managed_organizations.suspend, member.organization.id, "Unpaid bills.", NOW)
    run(operator, managed_organizations.lift, member.organization.id, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select * from admin_events order by sequence")
        entries, head = tx.admin_log.entries(rows), tx.admin_log.head()
    verify(Trail(member.organization.id, member.organization.id), entries, head)
    told = [(e.type, e.actor) for e in entries[-2:]]
    assert told == [
        ("organization.suspended", "operator"),
        ("organization.suspension_lifted", "operator"),
    ]
    log = run(operator, operator_log.log, None)
    assert [e.type for e in log.entries[:2]] == [
        "organization.suspension_lifted",
        "organization.suspended",
    ]
    assert {e.actor for e in log.entries[:2]} == {operator.actor}
    assert log.names[operator.actor] == "Operator"
    assert log.intact
    assert log.checked >= 2


def test_an_entry_of_the_operators_log_that_was_changed_is_noticed(
    operator: Operator, member: Member, superuser: Connection
) -> None:
    run(operator, managed_organizations.suspend, member.organization.id, "Unpaid bills.", NOW)
    platform = operator.installation.platform.id
    change = "update admin_events set text = %s where organization_id = %s and sequence = %s"
    with operator.transaction() as tx:
        last = tx.rows.one("select sequence, text from admin_events order by sequence desc limit 1")
    place = platform, last["sequence"]

    superuser.execute("set session_replication_role = replica")
    superuser.execute(change, (last["text"].replace("suspended", "praised"), *place))
    log = run(operator, operator_log.log, None)
    superuser.execute(change, (last["text"], *place))
    superuser.execute("set session_replication_role = default")

    assert not log.intact
    assert run(operator, operator_log.log, None).intact


def test_the_search_uses_its_index(superuser: Connection) -> None:
    superuser.execute("set role operating")
    superuser.execute("set enable_seqscan = off")
    try:
        plan = superuser.execute(
            "explain select id, slug, name from organizations"
            " where to_tsvector('simple', name || ' ' || slug) @@ '''acme'':*'::tsquery"
        ).fetchall()
    finally:
        superuser.execute("reset role")
        superuser.execute("reset enable_seqscan")

    assert any("organizations_words" in line for (line,) in plan)


def test_mail_about_envelopes_waits_while_the_organization_is_suspended(
    operator: Operator, member: Member
) -> None:
    from tenants import leased_job
    from tenants.store.jobs import leases

    ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        job = tx.rows.one("select id from outbox where kind = 'mail_invitation' limit 1")
    run(operator, managed_organizations.suspend, member.organization.id, "Unpaid.", NOW)

    assert leased_job.lease(member.organization, job["id"]) is None

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select state, attempts, due_at > now() as later from outbox where id = %s", job["id"]
        )
        assert row == {"state": "open", "attempts": 0, "later": True}
        tx.rows.run("update outbox set due_at = now() where id = %s", job["id"])
    run(operator, managed_organizations.lift, member.organization.id, NOW)
    assert leased_job.lease(member.organization, job["id"]) is not None
    # All of it, and what sends envelopes; what is about people's accounts goes on.
    mails = {k for k in KINDS if k.startswith(("mail_", "text_"))} - {"mail_account"}
    asking = {"remind_recipient", "start_step", "send_bulk_row", "send_email_code", "send_sms_code"}
    asking |= {"warn_of_expiry", "deliver_webhooks"}
    assert mails | asking == set(leases.WAITING)
