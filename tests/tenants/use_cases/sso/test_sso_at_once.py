"""Single sign-on while its connection, its people or its organization change."""

from dataclasses import replace

import pytest

from core.access import MemberRole
from core.organizations.domain_verification import DomainUse
from core.organizations.refusals import OrganizationFrozen
from core.principal import SYSTEM
from core.sign_in.sign_in_policy import SignInPolicy
from core.sso import refusals
from core.sso.provider_connection import Connection, GroupRole, Purpose
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.people import leaving, members
from tenants.use_cases.sign_in import sign_in_policies, signing_in
from tenants.use_cases.sso import (
    linking_identities,
    own_identity,
    sso_callback,
    sso_settings,
)
from tests.tenants import single_sign_on as sso
from tests.tenants.name_server import NameServer
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.providers import CLIENT, Provider
from tests.tenants.races import Begun, at_once, until_it_waits
from tests.tenants.single_sign_on import installation, names, provider

__all__ = ["installation", "names", "provider"]


@pytest.fixture
def clerk(member: Member, provider: Provider) -> Member:
    """Somebody who is known at the provider of their organization."""
    sso.connect_organization(member, provider)
    clerk = colleague(member, MemberRole.SENDER)
    provider.claims = {"sub": "clerk"}
    sso.connect(clerk, sso.judge(clerk, sso.go(clerk, provider, Purpose.CONNECT)))
    return clerk


def change(member: Member, provider: Provider, secret: str = "", **changes: object) -> None:
    connection = Connection(issuer=provider.issuer, client_id=CLIENT, enabled=True)
    sso.change_connection(member, replace(connection, **changes), secret)


def sessions_by_sso(installation: Installation, member: Member) -> int:
    with installation.platform.transaction(SYSTEM) as tx:
        found = tx.sessions.of(member.person_id)
    return sum(session.method == "sso" for session in found)


@pytest.mark.parametrize(
    "changes",
    [
        {"enabled": False},
        {"secret": "another secret"},
        {"default_role": "viewer"},
        {"groups_claim": "groups", "roles": (GroupRole("clerks", "viewer"),)},
    ],
)
def test_an_answer_judged_by_what_the_connection_was_lets_nobody_in(
    member: Member, clerk: Member, provider: Provider, changes: dict[str, object]
) -> None:
    signs_in = sso.judge(clerk, sso.go(clerk, provider))
    connects = sso.judge(member, sso.go(member, provider, Purpose.CONNECT))
    change(member, provider, **changes)

    with pytest.raises(refusals.ConnectionChanged):
        sso.let_in(signs_in)
    with pytest.raises(refusals.ConnectionChanged):
        sso.connect(member, connects)
    assert sso.refusals(member)[-2:] == ["connection_changed"] * 2
    assert sessions_by_sso(member.organization.installation, clerk) == 0


def test_whoever_turns_the_connection_off_ends_the_session_that_is_just_opened(
    installation: Installation, member: Member, clerk: Member, provider: Provider
) -> None:
    answer = sso.judge(clerk, sso.go(clerk, provider))

    with member.organization.transaction(SYSTEM) as tx:
        sso_callback.lock_connection(tx, answer)
        _open(tx, clerk)
        turned_off = Begun(lambda: change(member, provider, enabled=False))
        until_it_waits(installation)

    assert turned_off.came_to() == "done"
    assert sessions_by_sso(installation, clerk) == 0


def test_whoever_disconnects_ends_the_session_that_is_just_opened(
    installation: Installation, clerk: Member, provider: Provider
) -> None:
    with clerk.organization.transaction(SYSTEM) as tx:
        assert linking_identities.linked_person(tx, provider.issuer, "clerk") == clerk.person_id
        _open(tx, clerk)
        disconnected = Begun(lambda: run(clerk, own_identity.disconnect, sso.now()))
        until_it_waits(installation)

    assert disconnected.came_to() == "done"
    assert sessions_by_sso(installation, clerk) == 0


def test_signing_in_beside_a_change_of_ones_own_ends_without_a_knot(
    installation: Installation, member: Member, provider: Provider
) -> None:
    sso.connect_organization(member, provider)
    provider.claims = {"sub": "owner"}
    for _ in range(3):
        sso.connect(member, sso.judge(member, sso.go(member, provider, Purpose.CONNECT)))
        for own_change in (
            lambda: change(member, provider, default_role="viewer"),
            lambda: run(member, own_identity.disconnect, sso.now()),
        ):
            change(member, provider)
            answer = sso.judge(member, sso.go(member, provider))

            said = at_once(lambda a=answer: sso.let_in(a), own_change)

            assert said[1] == "done"
            assert said[0] in ("done", "ConnectionChanged", "EmailUnverified")
        assert sessions_by_sso(installation, member) == 0


def test_whoever_was_disconnected_or_removed_since_the_answer_is_not_let_in(
    installation: Installation, member: Member, clerk: Member, provider: Provider
) -> None:
    provider.claims |= {"email": clerk.email, "email_verified": True}
    answer = sso.judge(clerk, sso.go(clerk, provider))

    run(member, leaving.remove, clerk.person_id, None, sso.now())

    with pytest.raises(refusals.NoLongerMember):
        sso.let_in(answer)
    assert sessions_by_sso(installation, clerk) == 0


def test_nobody_new_joins_an_organization_that_is_about_to_close(
    member: Member, provider: Provider, names: NameServer
) -> None:
    sso.connect_organization(member, provider)
    domain = sso.own_domain(member, names)
    provider.claims = {"sub": "new", "email": f"new@{domain}", "email_verified": True}
    answer = sso.judge(member, sso.go(member, provider))
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set closes_at = now()")

    with pytest.raises(OrganizationFrozen):
        sso.let_in(answer)


def test_two_answers_about_one_newcomer_make_one_member(
    member: Member, provider: Provider, names: NameServer
) -> None:
    sso.connect_organization(member, provider)
    domain = sso.own_domain(member, names)
    provider.claims = {"sub": "new", "email": f"new@{domain}", "email_verified": True}
    answers = [sso.judge(member, sso.go(member, provider)) for _ in range(3)]

    said = at_once(*(lambda a=a: sso.let_in(a) for a in answers))

    assert said == ["done"] * 3
    assert len(run(member, members.members)) == 2


def test_one_subject_is_connected_to_one_of_two_who_come_at_once(
    member: Member, provider: Provider
) -> None:
    sso.connect_organization(member, provider)
    people = (member, colleague(member, MemberRole.SENDER))
    provider.claims = {"sub": "one of them"}
    answers = [(m, sso.judge(m, sso.go(m, provider, Purpose.CONNECT))) for m in people]

    said = at_once(*(lambda m=m, a=a: sso.connect(m, a) for m, a in answers))

    assert sorted(said) == ["ConnectedToSomebodyElse", "done"]


def test_nobody_is_locked_out_by_requiring_what_is_turned_off_at_that_moment(
    member: Member, provider: Provider
) -> None:
    sso.connect_organization(member, provider)
    provider.claims = {"sub": "owner"}
    sso.connect(member, sso.judge(member, sso.go(member, provider, Purpose.CONNECT)))
    sso.sign_in(member, provider)

    for _ in range(4):
        said = at_once(
            lambda: run(member, sign_in_policies.require_sso, True, sso.now()),
            lambda: change(member, provider, enabled=False),
        )
        policy, on = (
            run(member, sign_in_policies.policy),
            run(member, sso_settings.setup).connection.enabled,
        )
        run(member, sign_in_policies.change_policy, SignInPolicy(), sso.now())
        change(member, provider)

        assert said in (["done", "RequiredNow"], ["NotTriedYet", "done"])
        assert policy.sso_only is on


def test_what_two_administrators_change_of_the_policy_at_once_is_both_kept(member: Member) -> None:
    run(member, sign_in_policies.change_policy, SignInPolicy(sso=False), sso.now())

    for minutes in (60, 90, 120):
        new = SignInPolicy(sso=False, session_minutes=minutes)
        said = at_once(
            lambda new=new: run(member, sign_in_policies.change_policy, new, sso.now()),
            lambda: run(member, sign_in_policies.require_sso, False, sso.now()),
        )

        assert said == ["done", "done"]
        assert run(member, sign_in_policies.policy).session_minutes == minutes


def test_a_domain_that_two_organizations_prove_at_once_is_one_of_theirs(
    installation: Installation, member: Member, stranger: Member, names: NameServer
) -> None:
    for n in range(3):
        domain = f"{n}-{member.slug}.example"
        for claimant in (member, stranger):
            run(claimant, domain_claims.claim, DomainUse.SIGN_IN, domain, sso.now())
            sso.publish(claimant, names, domain)

        said = at_once(
            *(
                lambda m=m, domain=domain: sso.verify(m, domain, sso.now())
                for m in (member, stranger)
            )
        )

        assert sorted(said) == ["DomainTaken", "done"]
        verified = [
            d.verified_at is not None
            for m in (member, stranger)
            for d in run(m, domain_claims.domains, DomainUse.SIGN_IN)
            if d.domain == domain
        ]
        assert verified == [word == "done" for word in said]


def _open(tx: object, member: Member) -> None:
    """As the last step of signing in by the provider does."""
    session = NewSession(member.person_id, member.organization.id, signing_in.LIFETIME, "sso")
    signing_in.open_session(tx, session)  # type: ignore[arg-type]
