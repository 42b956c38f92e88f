"""What the database itself refuses to the role app, which serves pages and does jobs."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from core.access import MemberRole
from core.people.preference import Preferences
from core.principal import SYSTEM
from core.refusals import Invalid
from core.sign_in.sign_in_policy import Method
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.operator.operator_functions import NewOperatorSession, OperatorDirectory
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.store.organizations.sign_ups import SealedSignUp
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.organizations import admin_log
from tenants.use_cases.people import preferences
from tenants.use_cases.sign_in import signing_in
from tests.tenants import operators, sign_ins
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

Denied = psycopg.errors.InsufficientPrivilege
SEALED = b"CS but nothing of ours"


@pytest.fixture
def app(services: dict[str, str]) -> Any:
    with psycopg.connect(services["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def test_no_function_of_a_stronger_role_finds_temporary_things_before_our_own(
    services: dict[str, str],
) -> None:
    query = """
        select p.oid::regprocedure::text, coalesce(array_to_string(p.proconfig, ';'), '')
        from pg_proc p where p.pronamespace = any ('{directory,tenant}'::regnamespace[])
            and (p.prosecdef or exists (select from unnest(p.proconfig) s
                where s like 'search_path=%'))
    """
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        found = superuser.execute(query).fetchall()

    assert len(found) > 100
    for name, settings in found:
        assert "search_path=pg_catalog, directory, tenant, pg_temp" in settings.split(";"), name


@pytest.mark.parametrize("database", ["postgres", "template1"])
@pytest.mark.parametrize("role", ["DATABASE_URL", "DATABASE_RELAY_URL"])
def test_no_role_of_ours_may_enter_another_database(
    services: dict[str, str], role: str, database: str
) -> None:
    url = services[role].replace("/countersign", f"/{database}", 1)
    assert url != services[role]

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url)


@pytest.mark.parametrize(
    "call",
    [
        "lo_create(0)",
        "lo_creat(-1)",
        "lo_from_bytea(0, 'x')",
        "lo_put(1, 0, 'x')",
        "lo_get(1)",
        "lo_unlink(1)",
        "lo_open(1, 131072)",
        "lowrite(0, 'x')",
    ],
)
def test_app_makes_and_reads_no_large_objects(app: Any, call: str) -> None:
    with pytest.raises(Denied):
        app.execute(f"select {call}")


@pytest.mark.parametrize(
    "call",
    [
        "set_platform_setting('', 'sign_up', 'open')",
        "set_platform_setting('made up', 'sign_up', 'open')",
        "set_quota('', uuidv7(), null, null, null, null, 'operator')",
        "begin_sign_up('', 'hash', 'words', true, interval '1 day')",
        "suspend_organization('', uuidv7(), 'reason')",
        "lift_suspension('', uuidv7())",
        "revive_jobs('', null, null)",
        "dismiss_jobs('', null, null)",
        "note_abuse_report('', uuidv7(), uuidv7(), 'closed', '')",
    ],
)
def test_what_belongs_to_operators_is_not_set_without_one(app: Any, call: str) -> None:
    with pytest.raises(Denied):
        app.execute(f"select {call}")


def test_every_function_that_an_operator_is_named_in_asks_who_it_is(
    services: dict[str, str],
) -> None:
    query = """
        select p.oid::regprocedure::text, p.prosrc from pg_proc p
        where p.pronamespace = any ('{directory,tenant}'::regnamespace[]) and p.prosecdef
            and 'session' = any (p.proargnames)
            and has_function_privilege('app', p.oid, 'execute')
    """
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        found = superuser.execute(query).fetchall()

    assert len(found) >= 16
    for name, source in found:
        assert "check_operator(session)" in source, name


def test_one_factor_alone_makes_no_operator(
    installation: Installation, services: dict[str, str], app: Any
) -> None:
    person = operators.add(services["DATABASE_OWNER_URL"])
    directory = OperatorDirectory(installation.pool)
    directory.open_session(b"one factor", NewOperatorSession(person.id))

    session = directory.session(b"one factor")

    assert session is not None
    assert session.factors == 1
    assert not directory.use_step(b"one factor", 2**40, b"two factors", "")
    assert not directory.use_code(b"one factor", b"no code", b"two factors", "")
    assert not directory.enrol(b"one factor", 1, [], b"two factors", "")
    assert directory.session(b"two factors") is None
    for statement in (
        "insert into operator_sessions values ('x')",
        "update operator_sessions set factors = 2",
        "select complete_operator_session('one factor', 'two factors', '')",
    ):
        with pytest.raises(Denied):
            app.execute(statement)


def test_links_for_founders_are_an_operators_to_give(installation: Installation) -> None:
    with pytest.raises(Denied), installation.platform.transaction(SYSTEM) as tx:
        tx.sign_ups.begin(b"hash", SealedSignUp(SEALED, True), timedelta(days=1))

    with installation.platform.transaction(SYSTEM) as tx:
        tx.sign_ups.begin(b"a hash", SealedSignUp(SEALED, False), timedelta(days=1))

    assert installation.directory.sign_up(b"a hash") == SealedSignUp(SEALED, False)


def through_provider(member: Member, person_id: Any) -> Member:
    """As the provider of this organization lets somebody in."""
    installation = member.organization.installation
    session = NewSession(*(person_id, member.organization.id, signing_in.LIFETIME, Method.SSO))
    found = signing_in.identify(installation, sign_ins.begin(installation, session), NOW)
    assert found is not None
    return found


def test_a_provider_renames_nobody_who_is_known_elsewhere_too(
    member: Member, stranger: Member
) -> None:
    belongs(member, stranger, MemberRole.SENDER)
    seen = through_provider(member, stranger.person_id)

    with pytest.raises(Invalid) as refused:
        run(seen, preferences.change, "Somebody Else", Preferences(), ("en",), NOW)

    assert set(refused.value.errors) == {"name"}
    assert auditing_names(stranger) == []


def test_who_is_renamed_stands_in_the_log_of_each_of_their_organizations(
    member: Member, stranger: Member
) -> None:
    belongs(member, stranger, MemberRole.SENDER)
    old = stranger.name

    run(stranger, preferences.change, "Another Name", Preferences(), ("en",), NOW)

    assert auditing_names(member) == auditing_names(stranger) == [(old, "Another Name")]


def belongs(member: Member, person: Member, role: MemberRole) -> None:
    """From now on this person is in the organization of `member` as well."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, %s)",
            *(tx.organization_id, person.person_id, role),
        )


def auditing_names(member: Member) -> list[tuple[str, str]]:
    """Old and new names in the log of the organization, the latest first."""
    page = run(member, admin_log.log, LogFilter(types=("person.renamed",)))
    values = [{p.name: p.value for p in entry.personal} for entry in page.entries]
    return [(v["old"], v["new"]) for v in values]
