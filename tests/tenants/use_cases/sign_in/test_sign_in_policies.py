from dataclasses import replace

import psycopg
import pytest

from core.access import MemberRole
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.sign_in.refusals import AnotherWayNeeded
from core.sign_in.sign_in_policy import Admission, Method, SignInPolicy
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.envelopes import reading
from tenants.use_cases.sign_in import (
    own_sessions,
    sign_in_policies,
    signing_in,
)
from tests.tenants import factors, sign_ins
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.factors import LATER
from tests.tenants.opening import run
from tests.tenants.people import colleague

STRICT = SignInPolicy(second_factor=True)


def sign_in(member: Member) -> Member | None:
    installation, network = member.organization.installation, member.person_id.hex
    token = sign_ins.sign_in(installation, member.email, PASSWORD, network, NOW)
    return signing_in.identify(installation, token, NOW)


def through_sso(member: Member) -> Member | None:
    installation = member.organization.installation
    session = NewSession(member.person_id, member.organization.id, signing_in.LIFETIME, "sso")
    return signing_in.identify(installation, sign_ins.begin(installation, session), NOW)


def connect(member: Member) -> None:
    """As somebody whom the organization's provider knows."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into sso_connections (organization_id, id, issuer, client_id, client_secret,"
            " default_role) values (%s, gen_random_uuid(), 'x', 'x', '', 'viewer')",
            tx.organization_id,
        )
        tx.rows.run(
            "insert into sso_identities (organization_id, issuer, subject, person_id, created_at)"
            " values (%s, 'x', 'x', %s, now())",
            *(tx.organization_id, member.person_id),
        )


def age(superuser: psycopg.Connection, member: Member, column: str, minutes: int) -> None:
    superuser.execute(
        f"update sessions set {column} = now() - make_interval(mins => %s) where id = %s",
        (minutes, member.session_id),
    )


@pytest.fixture
def superuser(services: dict[str, str]) -> psycopg.Connection:
    return psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True)


def test_a_policy_counts_for_sessions_that_are_open_already(member: Member) -> None:
    clerk = colleague(member, MemberRole.SENDER)

    run(member, sign_in_policies.change_policy, STRICT, NOW)

    again = sign_in(clerk)
    assert again is not None
    assert again.admission is Admission.FACTOR_NEEDED
    with pytest.raises(Forbidden):
        run(again, reading.names, ())
    factors.with_authenticator(again)
    stronger = run(again, own_sessions.strengthen, again.method, "network", "")
    admitted = signing_in.identify(member.organization.installation, stronger, NOW)
    assert admitted is not None
    assert (admitted.admission, admitted.factors) == (Admission.ADMITTED, 2)
    assert run(replace(member, admission=Admission.ADMITTED), sign_in_policies.policy) == STRICT


def test_only_who_runs_the_organization_makes_its_policy_and_it_stands_in_the_log(
    member: Member,
) -> None:
    with pytest.raises(Forbidden):
        run(colleague(member, MemberRole.SENDER), sign_in_policies.change_policy, STRICT, NOW)

    run(member, sign_in_policies.change_policy, STRICT, NOW)
    run(member, sign_in_policies.change_policy, STRICT, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        entries = tx.admin_log.entries(tx.rows.all("select * from admin_events order by sequence"))
    changed = [e.data["setting"] for e in entries if e.type == "setting.changed"]
    assert changed == ["sign_in.second_factor"]


def test_nobody_locks_themselves_out(member: Member) -> None:
    only_passkeys = SignInPolicy(password=False, sso=False)

    with pytest.raises(Invalid):
        run(member, sign_in_policies.change_policy, only_passkeys, NOW)

    factors.with_passkey(member)
    run(member, sign_in_policies.change_policy, only_passkeys, NOW)
    assert run(member, sign_in_policies.policy) == only_passkeys


def test_where_passkeys_are_asked_for_a_password_leads_to_making_one_and_no_further(
    installation: Installation, member: Member
) -> None:
    clerk = colleague(member, MemberRole.SENDER)
    factors.with_passkey(member)
    run(member, sign_in_policies.change_policy, SignInPolicy(password=False, sso=False), NOW)

    first = sign_in(clerk)
    assert first is not None
    assert first.admission is Admission.PASSKEY_NEEDED
    passkey = factors.with_passkey(first)

    asked = sign_ins.ask_passkey(installation, "n9")
    token = sign_ins.sign_in_by_passkey(installation, asked.token, passkey.get(asked.options), "n9")
    admitted = signing_in.identify(installation, token, NOW)
    assert admitted is not None
    assert admitted.admission is Admission.ADMITTED


def test_where_only_the_organizations_own_sign_in_counts_an_owner_still_breaks_the_glass(
    installation: Installation, member: Member
) -> None:
    owner = through_sso(member)
    assert owner is not None
    clerk = colleague(member, MemberRole.ADMIN)
    secret, _ = factors.with_authenticator(member)
    run(owner, sign_in_policies.change_policy, SignInPolicy(password=False, passkey=False), NOW)

    first = sign_in(clerk)
    assert first is not None
    assert first.admission is Admission.CONNECTION_NEEDED
    connect(clerk)
    with pytest.raises(AnotherWayNeeded):
        sign_in(clerk)
    pending = factors.pending(member, "n10")
    token = sign_ins.finish_by_code(installation, pending, factors.code(secret), "n10", LATER)
    inside = signing_in.identify(installation, token, NOW)
    assert inside is not None
    assert inside.admission is Admission.ADMITTED
    assert through_sso(clerk) is not None
    with member.organization.transaction(SYSTEM) as tx:
        assert signing_in.policy(tx).sso_only


def test_somebody_in_two_organizations_gets_into_the_one_that_lets_them(
    member: Member, stranger: Member
) -> None:
    with stranger.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'sender')",
            *(tx.organization_id, member.person_id),
        )
    factors.with_passkey(member)
    run(member, sign_in_policies.change_policy, SignInPolicy(password=False), NOW)

    with stranger.organization.installation.platform.transaction(SYSTEM) as tx:
        token = signing_in.admit(tx, member.person_id, Method.PASSWORD, 2, "n11", "")

    inside = signing_in.identify(
        stranger.organization.installation, signing_in.admitted(token), NOW
    )
    assert inside is not None
    assert inside.organization.id == stranger.organization.id


@pytest.mark.parametrize("column", ["created_at", "seen_at"])
def test_a_session_ends_when_it_is_too_old_or_was_left_alone(
    member: Member, superuser: psycopg.Connection, column: str
) -> None:
    clerk = sign_in(colleague(member, MemberRole.SENDER))
    assert clerk is not None
    limits = SignInPolicy(session_minutes=60, idle_minutes=60)

    age(superuser, clerk, column, 59)
    run(member, sign_in_policies.change_policy, limits, NOW)
    assert clerk.session_id in {s.id for s in run(clerk, own_sessions.sessions)}
    age(superuser, clerk, column, 61)

    assert clerk.session_id not in {s.id for s in run(clerk, own_sessions.sessions)}


def test_the_policy_says_how_long_a_new_session_lasts(
    member: Member, superuser: psycopg.Connection
) -> None:
    run(member, sign_in_policies.change_policy, SignInPolicy(session_minutes=43_200), NOW)

    again = sign_in(member)

    assert again is not None
    row = superuser.execute(
        "select round(extract(epoch from expires_at - created_at) / 60) from sessions"
        " where id = %s",
        (again.session_id,),
    ).fetchone()
    assert row == (43_200,)


def test_neither_an_expired_nor_a_removed_nor_a_foreign_session_is_anybody(
    installation: Installation, member: Member, stranger: Member, superuser: psycopg.Connection
) -> None:
    tokens = {}
    for name in ("expired", "removed", "left", "kept"):
        clerk = colleague(member, MemberRole.SENDER)
        token = sign_ins.sign_in(installation, clerk.email, PASSWORD, clerk.email, NOW)
        known = signing_in.identify(installation, token, NOW)
        assert known is not None
        tokens[name] = (token, known)

    superuser.execute(
        "update sessions set expires_at = now() where id = %s", (tokens["expired"][1].session_id,)
    )
    run(tokens["removed"][1], own_sessions.end, tokens["removed"][1].session_id)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from memberships where person_id = %s", tokens["left"][1].person_id)
    with pytest.raises(NotFound):
        run(stranger, own_sessions.end, tokens["kept"][1].session_id)

    identified = {
        name
        for name, (token, _) in tokens.items()
        if signing_in.identify(installation, token, NOW) is not None
    }
    assert identified == {"kept"}
    for made_up in ("", "kept", tokens["kept"][0][:-1], tokens["kept"][0] + "A"):
        assert signing_in.identify(installation, made_up, NOW) is None


def test_sessions_that_ended_are_swept_when_the_next_one_begins(
    member: Member, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "update sessions set expires_at = now() - interval '2 days' where id = %s",
        (member.session_id,),
    )

    sign_in(member)

    row = superuser.execute(
        "select count(*) from sessions where id = %s", (member.session_id,)
    ).fetchone()
    assert row == (0,)


def test_ending_the_others_keeps_this_one_and_those_of_other_people(
    installation: Installation, member: Member, stranger: Member
) -> None:
    other = sign_in(member)
    assert other is not None

    assert run(member, own_sessions.end_others) == 1
    assert [s.id for s in run(member, own_sessions.sessions)] == [member.session_id]
    assert [s.id for s in run(stranger, own_sessions.sessions)] == [stranger.session_id]
