import pytest

from core.access import MemberRole
from core.principal import SYSTEM
from core.refusals import Forbidden
from core.sign_in.refusals import AnotherWayNeeded, SignedInThroughOrganization
from core.sign_in.sign_in_policy import Admission
from core.sso.provider_connection import Purpose
from core.sso.refusals import NotTriedYet, OnlyWayIn, RequiredNow
from tenants.member import Member
from tenants.use_cases.organizations import organization_profile
from tenants.use_cases.sign_in import (
    account_security,
    organization_switch,
    own_sessions,
    sign_in_policies,
    signing_in,
)
from tenants.use_cases.sso import own_identity, sso_settings
from tests.tenants import own_account, sign_ins
from tests.tenants import single_sign_on as sso
from tests.tenants.conftest import PASSWORD
from tests.tenants.name_server import NameServer
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.providers import Provider
from tests.tenants.single_sign_on import installation, names, provider

__all__ = ["installation", "names", "provider"]


def connect(member: Member, provider: Provider, subject: str) -> None:
    provider.claims = {"sub": subject}
    answer = sso.judge(member, sso.go(member, provider, Purpose.CONNECT))
    sso.connect(member, answer)


def by_password(member: Member) -> Member:
    installation = member.organization.installation
    token = sign_ins.sign_in(installation, member.email, PASSWORD, member.slug, sso.now())
    found = signing_in.identify(installation, token, sso.now())
    assert found is not None
    return found


@pytest.fixture
def required(member: Member, provider: Provider) -> Member:
    """The owner of an organization that lets in by its provider only."""
    sso.connect_organization(member, provider)
    connect(member, provider, "owner")
    sso.sign_in(member, provider)
    run(member, sign_in_policies.require_sso, True, sso.now())
    return member


def test_it_is_required_only_after_whoever_asks_has_come_this_way_once(
    member: Member, provider: Provider
) -> None:
    for step in (
        lambda: None,
        lambda: sso.connect_organization(member, provider),
        lambda: connect(member, provider, "owner"),
    ):
        step()
        with pytest.raises(NotTriedYet):
            run(member, sign_in_policies.require_sso, True, sso.now())
    sso.sign_in(member, provider)

    run(member, sign_in_policies.require_sso, True, sso.now())

    assert run(member, sso_settings.setup).required
    changed = [d for kind, d in sso.log(member) if d.get("setting") == "sign_in.password"]
    assert [(d["old"], d["new"]) for d in changed] == [("True", "False")]
    run(member, sign_in_policies.require_sso, False, sso.now())
    assert not run(member, sso_settings.setup).required


def test_who_was_here_before_connects_after_their_password_and_reaches_nothing_else(
    required: Member, provider: Provider
) -> None:
    run(required, sign_in_policies.require_sso, False, sso.now())
    sender = colleague(required, MemberRole.SENDER)
    run(required, sign_in_policies.require_sso, True, sso.now())
    half_in = by_password(sender)

    assert half_in.admission is Admission.CONNECTION_NEEDED
    with pytest.raises(Forbidden):
        run(half_in, organization_profile.profile)
    connect(half_in, provider, "sender")
    with pytest.raises(AnotherWayNeeded):
        by_password(sender)
    assert sso.sign_in(required, provider).person_id == sender.person_id


def test_while_it_is_required_the_way_in_cannot_be_closed(
    required: Member, provider: Provider
) -> None:
    with pytest.raises(RequiredNow):
        sso.connect_organization(required, provider, enabled=False)
    with Provider() as another, pytest.raises(RequiredNow):
        sso.connect_organization(required, another)

    sso.connect_organization(required, provider, default_role="viewer")  # with another secret
    assert run(required, sso_settings.setup).connection.default_role == "viewer"


def test_whom_only_the_provider_knows_cannot_cut_themselves_off(
    member: Member, provider: Provider, names: NameServer
) -> None:
    sso.connect_organization(member, provider)
    domain = sso.own_domain(member, names)
    provider.claims = {"sub": "n", "email": f"new@{domain}", "email_verified": True}
    newcomer = sso.sign_in(member, provider)

    assert run(newcomer, own_identity.own).only_way
    with pytest.raises(OnlyWayIn):
        run(newcomer, own_identity.disconnect, sso.now())


def test_whom_a_provider_lets_in_reaches_nothing_of_their_account_elsewhere(
    member: Member, stranger: Member, provider: Provider
) -> None:
    """The victim belongs to two organizations; the second one's provider turns against them."""
    second = stranger.organization
    with second.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'viewer')",
            *(second.id, member.person_id),
        )
    sso.connect_organization(stranger, provider)
    with second.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into sso_identities (organization_id, issuer, subject, person_id, created_at)"
            " values (%s, %s, 'subject-1', %s, now())",
            *(second.id, provider.issuer, member.person_id),
        )
    impostor = sso.sign_in(stranger, provider)

    assert impostor.person_id == member.person_id
    assert [m.organization_id for m in organization_switch.memberships(impostor)] == [second.id]
    with pytest.raises(SignedInThroughOrganization):
        run(impostor, account_security.security)
    with pytest.raises(SignedInThroughOrganization):
        own_account.change_password(impostor, PASSWORD, "another long password")
    assert {s.organization_id for s in run(impostor, own_sessions.sessions)} == {second.id}


def test_a_session_of_the_provider_ends_with_the_membership(
    member: Member, provider: Provider, names: NameServer
) -> None:
    installation = member.organization.installation
    sso.connect_organization(member, provider)
    domain = sso.own_domain(member, names)
    provider.claims = {"sub": "n", "email": f"new@{domain}", "email_verified": True}
    answer = sso.judge(member, sso.go(member, provider))
    token = sso.let_in(answer)
    found = signing_in.identify(installation, token, sso.now())
    assert found is not None

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from memberships where person_id = %s", found.person_id)

    assert signing_in.identify(installation, token, sso.now()) is None
