from dataclasses import replace

import psycopg
import pytest

from core.access import MemberRole
from core.organizations.quota import Limits
from core.organizations.refusals import QuotaReached
from core.principal import SYSTEM
from core.refusals import NotFound
from core.sso import refusals
from core.sso.provider_connection import GroupRole, Purpose
from tenants.installation import email_hash
from tenants.member import Member
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.envelopes import reading
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sso import own_identity, sso_callback, sso_settings, sso_sign_in
from tests.tenants import ceremonies, operators, sign_ins
from tests.tenants import single_sign_on as sso
from tests.tenants.conftest import NOW, PASSWORD, found_member
from tests.tenants.name_server import NameServer
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.providers import SECRET, Provider
from tests.tenants.single_sign_on import domain, installation, names, provider

__all__ = ["domain", "installation", "names", "provider"]


def test_somebody_new_joins_with_the_default_role_and_is_known_by_their_subject_afterwards(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"new@{domain}", name="New Colleague")

    first = sso.sign_in(member, provider)
    sso.asserts(provider, f"renamed@{domain}")
    second = sso.sign_in(member, provider)

    assert (first.role, first.method, first.name) == (MemberRole.SENDER, "sso", "New Colleague")
    assert first.organization.id == member.organization.id
    assert (second.person_id, second.email) == (first.person_id, f"new@{domain}")
    told = [(kind, data.get("joined")) for kind, data in sso.log(member)]
    assert ("sso.identity_connected", 1) in told
    assert ("member.role_changed", None) in told


def test_nobody_joins_an_organization_that_is_full(
    member: Member, provider: Provider, domain: str
) -> None:
    installation = member.organization.installation
    operators.set_limits(installation, member.organization.id, Limits(members=1), "operator", NOW)

    sso.asserts(provider, f"new@{domain}")

    with pytest.raises(QuotaReached):
        sso.sign_in(member, provider)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select count(*) as n from memberships")["n"] == 1


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_unverified_address_lets_nobody_join(
    member: Member, provider: Provider, domain: str, verified: object
) -> None:
    sso.asserts(provider, f"one@{domain}")
    provider.claims["email_verified"] = verified

    assert sso.refused(member, provider) == sso.as_logged(refusals.EmailUnverified)


UNWRITABLE = ("a\0b@{domain}", "a" * 1000 + "@{domain}")


@pytest.mark.parametrize("email", UNWRITABLE)
def test_an_address_that_no_log_could_hold_is_refused_and_recorded_without_it(
    member: Member, provider: Provider, domain: str, email: str
) -> None:
    sso.asserts(provider, email.format(domain=domain))
    assert sso.refused(member, provider) == sso.as_logged(refusals.EmailUnverified)

    provider.claims["email_verified"] = False
    assert sso.refused(member, provider) == sso.as_logged(refusals.EmailUnverified)

    assert sso.refusals(member) == ["email_unverified"] * 2


@pytest.mark.parametrize("email", ["", "nobody", "a\nb@{domain}", "@{domain}"])
def test_what_is_no_address_lets_nobody_join(
    member: Member, provider: Provider, domain: str, email: str
) -> None:
    sso.asserts(provider, email.format(domain=domain))

    assert sso.refused(member, provider) == sso.as_logged(refusals.EmailUnverified)


def test_an_address_of_another_domain_lets_nobody_join(
    member: Member, provider: Provider, domain: str
) -> None:
    for email in ("one@elsewhere.example", f"one@sub.{domain}", f"one@{domain}.example"):
        sso.asserts(provider, email)
        assert sso.refused(member, provider) == sso.as_logged(refusals.EmailElsewhere)


def test_an_existing_person_is_never_linked_by_their_address(
    member: Member, provider: Provider, names: NameServer
) -> None:
    sso.connect_organization(member, provider)
    with member.organization.transaction(SYSTEM) as tx:  # as if it were a domain of their own
        tx.rows.run(
            "insert into domain_claims (use, organization_id, domain, token, verified_at)"
            " values ('sign_in', %s, 'example.com', 't', now())",
            tx.organization_id,
        )
    sso.asserts(provider, member.email.upper())

    assert sso.refused(member, provider) == sso.as_logged(refusals.AddressHasAccount)
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select count(*) as n from sso_identities")["n"] == 0


def test_whoever_is_signed_in_connects_their_account_and_signs_in_by_it_from_then_on(
    member: Member, provider: Provider
) -> None:
    sso.connect_organization(member, provider)
    provider.claims = {"sub": "subject-1"}
    sso.connect(member, sso.judge(member, sso.go(member, provider, Purpose.CONNECT)))

    signed_in = sso.sign_in(member, provider)

    assert (signed_in.person_id, signed_in.role) == (member.person_id, MemberRole.OWNER)
    assert run(member, own_identity.own).since is not None
    run(member, own_identity.disconnect, sso.now())
    assert sso.refused(member, provider) == sso.as_logged(refusals.EmailUnverified)


def test_an_answer_connects_nobody_but_who_began(member: Member, provider: Provider) -> None:
    sso.connect_organization(member, provider)
    other = colleague(member, MemberRole.SENDER)
    for who in (None, other, found_member(member.organization.installation)):
        answer = sso.judge(member, sso.go(member, provider, Purpose.CONNECT))
        with pytest.raises(refusals.NotWhoBegan):
            sso.connect(who, answer)
    assert sso.refusals(member) == ["not_who_began"] * 3


def test_a_subject_leads_to_one_person_only(member: Member, provider: Provider) -> None:
    sso.connect_organization(member, provider)
    other = colleague(member, MemberRole.SENDER)
    sso.connect(member, sso.judge(member, sso.go(member, provider, Purpose.CONNECT)))

    answer = sso.judge(other, sso.go(other, provider, Purpose.CONNECT))
    with pytest.raises(refusals.ConnectedToSomebodyElse):
        sso.connect(other, answer)
    provider.claims = {"sub": "subject-2"}
    answer = sso.judge(member, sso.go(member, provider, Purpose.CONNECT))
    with pytest.raises(refusals.ConnectedAlready):
        sso.connect(member, answer)


def test_groups_decide_about_the_role_at_each_sign_in_and_never_about_owners(
    member: Member, provider: Provider, names: NameServer
) -> None:
    rows = (GroupRole("heads", "admin"), GroupRole("staff", "sender"))
    sso.connect_organization(
        member, provider, groups_claim="groups", roles=rows, default_role="viewer"
    )
    domain = sso.own_domain(member, names)
    roles = []
    for groups in (["staff"], ["heads", "staff"], [], "heads"):
        sso.asserts(provider, f"one@{domain}", groups=groups)
        roles.append(sso.sign_in(member, provider).role)
    sso.asserts(provider, "owner@example.com", "subject-owner", groups=["staff"])
    sso.connect(member, sso.judge(member, sso.go(member, provider, Purpose.CONNECT)))

    assert [role.value for role in roles] == ["sender", "admin", "viewer", "admin"]
    assert sso.sign_in(member, provider).role is MemberRole.OWNER
    changes = [d for kind, d in sso.log(member) if kind == "member.role_changed" and d["old"]]
    assert [(d["old"], d["new"]) for d in changes] == [
        ("sender", "admin"), ("admin", "viewer"), ("viewer", "admin"),
    ]  # fmt: skip


def test_whoever_was_removed_does_not_come_back_until_they_are_let_in_again(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")
    newcomer = sso.sign_in(member, provider)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from memberships where person_id = %s", newcomer.person_id)

    assert sso.refused(member, provider) == sso.as_logged(refusals.NoLongerMember)
    (former,) = run(member, sso_settings.setup).former
    run(member, sso_settings.readmit, former.issuer, former.subject, sso.now())
    assert sso.sign_in(member, provider).person_id != newcomer.person_id
    with pytest.raises(NotFound):
        run(member, sso_settings.readmit, former.issuer, former.subject, sso.now())


def test_turning_it_off_ends_the_sessions_that_began_this_way_and_no_others(
    member: Member, provider: Provider, domain: str
) -> None:
    installation = member.organization.installation
    sso.asserts(provider, f"one@{domain}")
    callback = sso.judge(member, sso.go(member, provider))
    token = sso.let_in(callback)
    own = sign_ins.sign_in(installation, member.email, PASSWORD, member.slug, NOW)
    sso.connect_organization(member, provider, enabled=False)

    assert signing_in.identify(installation, token, sso.now()) is None
    assert signing_in.identify(installation, own, NOW) is not None
    with pytest.raises(refusals.NotSetUp):
        sso.go(member, provider)
    with pytest.raises(NotFound):
        run(member.organization, sso_sign_in.name)


def test_a_test_of_the_connection_changes_nothing(member: Member, provider: Provider) -> None:
    sso.connect_organization(member, provider, enabled=False)
    before = sso.log(member)
    sso.asserts(provider, "somebody@elsewhere.example", groups=["x"])

    answer = sso.judge(member, sso.go(member, provider, Purpose.TEST))

    assert answer.asserted.email == "somebody@elsewhere.example"
    assert sso.log(member) == before
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select count(*) as n from sso_identities")["n"] == 0


def test_another_organizations_provider_that_asserts_the_victims_address_reaches_nothing_of_the_victims(  # noqa: E501
    member: Member, stranger: Member, provider: Provider, names: NameServer
) -> None:
    """`member` is the victim; `stranger` the administrator of another organization."""
    installation = member.organization.installation
    envelope = ceremonies.sent(member, NOW)
    waiting = ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update recipients set email = %s where id = %s",
            *(member.email, waiting.recipients[0].id),
        )
    attacker = sso.connect_organization(stranger, provider)
    sso.asserts(provider, member.email)

    # The domain is not theirs to vouch for.
    assert sso.refused(stranger, provider) == sso.as_logged(refusals.EmailElsewhere)
    # Even if it were, who has the address already is not linked to by it.
    with stranger.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into domain_claims (use, organization_id, domain, token, verified_at)"
            " values ('sign_in', %s, 'example.com', 't', now())",
            tx.organization_id,
        )
    assert sso.refused(stranger, provider) == sso.as_logged(refusals.AddressHasAccount)
    # And a person who carries the address there is another person, known there only.
    with stranger.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "select enrol_sso_person(%s, %s, %s, %s)",
            *(envelope.id, "Victim", member.email, b"nobody types this"),
        )
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'admin')",
            *(tx.organization_id, envelope.id),
        )
        tx.rows.run(
            "insert into sso_identities (organization_id, issuer, subject, person_id, created_at)"
            " values (%s, %s, %s, %s, now())",
            *(tx.organization_id, attacker.issuer, "subject-1", envelope.id),
        )
    impostor = sso.sign_in(stranger, provider)

    assert impostor.email == member.email
    assert impostor.person_id != member.person_id
    assert impostor.organization.id == stranger.organization.id
    for hidden in (envelope, waiting):
        with pytest.raises(NotFound):
            run(impostor, reading.envelope, hidden.id)
    places = installation.directory.memberships_of(impostor.person_id)
    assert [place.organization_id for place in places] == [stranger.organization.id]
    with (
        pytest.raises(psycopg.errors.RaiseException, match="known in one organization only"),
        member.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'viewer')",
            *(tx.organization_id, impostor.person_id),
        )
    # The victim's own way in is what it was.
    found = installation.directory.account(email_hash(member.email))
    assert found is not None
    assert found.person_id == member.person_id


def test_a_person_of_a_provider_has_no_other_way_in(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")
    newcomer = sso.sign_in(member, provider)
    installation = member.organization.installation

    assert installation.directory.credentials(email_hash(f"one@{domain}")) is None
    assert installation.directory.account(email_hash(f"one@{domain}")) is None
    for method in ("password", "passkey"):
        with pytest.raises(psycopg.errors.RaiseException, match="through their organization only"):
            sign_ins.begin(
                installation,
                NewSession(newcomer.person_id, member.organization.id, signing_in.LIFETIME, method),
            )


def test_strangers_with_wrong_answers_do_not_fill_the_log(
    member: Member, provider: Provider, domain: str
) -> None:
    callback = sso.go(member, provider)
    for _ in range(sso_callback.RECORDED + 5):
        with pytest.raises(refusals.AttemptGone):
            sso.judge(member, replace(callback, state="wrong"))

    assert len(sso.refusals(member)) == sso_callback.RECORDED


def test_the_secret_is_kept_encrypted_and_stands_in_no_log(
    member: Member, provider: Provider, domain: str
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        stored = bytes(tx.rows.one("select client_secret from sso_connections")["client_secret"])

    assert SECRET.encode() not in stored
    assert not any(SECRET in str(data) for _, data in sso.log(member))
    assert ("setting.changed", "sso.client_secret") in [
        (kind, data.get("setting")) for kind, data in sso.log(member)
    ]
