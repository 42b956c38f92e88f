from dataclasses import replace
from uuid import uuid4

import psycopg
import pytest

from core.access import MemberRole
from core.people.refusals import ForeignSignIn
from core.principal import SYSTEM
from core.refusals import NotFound
from core.signing import link
from tenants.member import Member
from tenants.store.sign_in.sessions import NewSession
from tenants.use_cases.sign_in import organization_switch, signing_in
from tests.tenants import sign_ins
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run


@pytest.fixture
def guest(member: Member, stranger: Member) -> Member:
    """Somebody who belongs to the organization of `stranger`, and to that of `member` as well."""
    with stranger.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, %s)",
            *(tx.organization_id, member.person_id, MemberRole.VIEWER),
        )
    return member


def signed_in(member: Member, method: str = "password", factors: int = 1) -> str:
    return sign_ins.begin(
        member.organization.installation,
        NewSession(
            *(member.person_id, member.organization.id, signing_in.LIFETIME, method, factors)
        ),
    )


def test_a_session_goes_on_elsewhere_under_a_new_secret(guest: Member, stranger: Member) -> None:
    installation = guest.organization.installation
    old = signed_in(guest, factors=2)

    new = run(guest, organization_switch.switch, old, stranger.organization.id)

    found = signing_in.identify(installation, new, NOW)
    assert found is not None
    assert found.organization.id == stranger.organization.id
    assert (found.role, found.factors) == (MemberRole.VIEWER, 2)
    assert signing_in.identify(installation, old, NOW) is None


def test_going_to_and_fro_keeps_nobody_signed_in_for_longer(
    guest: Member, stranger: Member, services: dict[str, str]
) -> None:
    token = signed_in(guest)
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        ends = "select created_at, expires_at from sessions where token_hash = %s"
        before = superuser.execute(ends, (link.digest(token),)).fetchone()
        for organization in (stranger.organization, guest.organization):
            token = run(guest, organization_switch.switch, token, organization.id)
        after = superuser.execute(ends, (link.digest(token),)).fetchone()

    assert before == after


def test_a_session_that_has_ended_goes_nowhere(guest: Member, stranger: Member) -> None:
    token = signed_in(guest)
    signing_in.sign_out(guest.organization.installation, token)

    with pytest.raises(NotFound):
        run(guest, organization_switch.switch, token, stranger.organization.id)


def test_nobody_goes_where_they_are_no_member(member: Member, stranger: Member) -> None:
    token = signed_in(member)

    for organization_id in (stranger.organization.id, uuid4()):
        with pytest.raises(NotFound):
            run(member, organization_switch.switch, token, organization_id)
    assert signing_in.identify(member.organization.installation, token, NOW)


def test_single_sign_on_of_one_organization_says_nothing_to_another(
    guest: Member, stranger: Member
) -> None:
    through_sso = replace(guest, method="sso")

    with pytest.raises(ForeignSignIn):
        run(
            through_sso,
            organization_switch.switch,
            signed_in(guest, "sso"),
            stranger.organization.id,
        )


def test_the_next_sign_in_leads_to_the_organization_used_last(
    guest: Member, stranger: Member
) -> None:
    installation = guest.organization.installation
    run(guest, organization_switch.switch, signed_in(guest), stranger.organization.id)

    token = sign_ins.sign_in(installation, guest.email, PASSWORD, uuid4().hex, NOW)

    found = signing_in.identify(installation, token, NOW)
    assert found is not None
    assert found.organization.id == stranger.organization.id
