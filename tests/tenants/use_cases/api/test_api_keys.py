from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from core.access import MemberRole, Permission
from core.api.refusals import KeyNotRenewable
from core.principal import SYSTEM, ApiKeyPrincipal
from core.refusals import Forbidden, Invalid, NotFound
from tenants.installation import Installation, Organization
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.api.api_keys import MadeKey
from tenants.use_cases.people import leaving, members
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def make(member: Member, scope: str = "envelopes:write", days: str = "0") -> MadeKey:
    return run(member, api_keys.make, uuid4(), "Billing", [scope], days, NOW)


def identify(
    installation: Installation, secret: str, now: datetime
) -> tuple[Organization, ApiKeyPrincipal] | None:
    """What the guard of the API does with a secret."""
    presented = api_keys.find(installation, secret)
    if presented is None:
        return None
    principal = run(presented.organization, api_keys.identify, presented, now)
    return (presented.organization, principal) if principal else None


def test_a_key_acts_for_the_member_who_made_it_within_its_scopes(
    installation: Installation, member: Member
) -> None:
    made = make(member, "envelopes:read")

    caller = identify(installation, made.secret, NOW)

    assert caller is not None
    organization, principal = caller
    assert organization.id == member.organization.id
    assert principal.actor == f"api_key:{made.key.id}"
    assert principal.person_id == member.person_id
    assert principal.allows(Permission.READ_ENVELOPES)
    assert not principal.allows(Permission.SEND_ENVELOPES)
    with organization.transaction(principal) as tx:
        tx.require(Permission.READ_ENVELOPES)
        with pytest.raises(Forbidden):
            tx.require(Permission.SEND_ENVELOPES)
        with pytest.raises(Forbidden):
            tx.require(Permission.MANAGE_SETTINGS)


def test_of_a_secret_nothing_is_stored_but_its_hash(member: Member) -> None:
    made = make(member)

    with member.organization.transaction(SYSTEM) as tx:
        (row,) = tx.rows.all("select * from api_keys where id = %s", made.key.id)

    assert made.secret not in str(row)
    assert len(row["secret_hash"]) == 32
    assert row["hint"] == made.secret[-4:]


def test_a_key_that_expired_was_revoked_or_never_was_is_nobodys(
    installation: Installation, member: Member
) -> None:
    brief, revoked = make(member, days="30"), make(member)
    run(member, api_keys.revoke, revoked.key.id, NOW)
    run(member, api_keys.revoke, revoked.key.id, NOW)

    later = NOW + timedelta(days=30)

    assert identify(installation, brief.secret, NOW) is not None
    for secret, when in (
        (brief.secret, later),
        (revoked.secret, NOW),
        ("cs_" + "x" * 43, NOW),
        ("", NOW),
        ("x" * 100_000, NOW),
    ):
        assert identify(installation, secret, when) is None


def test_a_key_ends_for_good_with_the_membership_of_whoever_made_it(
    installation: Installation, member: Member
) -> None:
    admin = colleague(member, MemberRole.ADMIN)
    made, others = make(admin), make(member)

    run(member, leaving.remove, admin.person_id, None, NOW)
    assert identify(installation, made.secret, NOW) is None
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'admin')",
            *(tx.organization_id, admin.person_id),
        )

    assert identify(installation, made.secret, NOW) is None
    assert identify(installation, others.secret, NOW) is not None
    ended = next(k for k in run(member, api_keys.listed) if k.key.id == made.key.id)
    assert ended.key.revoked_at == NOW
    with member.organization.transaction(SYSTEM) as tx:
        types = [
            row["type"] for row in tx.rows.all("select type from admin_events order by sequence")
        ]
    assert types[-2:] == ["api_key.revoked", "member.role_changed"]


def test_the_role_counts_at_this_moment_whatever_the_scopes_say(
    installation: Installation, member: Member
) -> None:
    admin = colleague(member, MemberRole.ADMIN)
    made = make(admin)
    run(member, members.change_role, admin.person_id, MemberRole.VIEWER, NOW)

    caller = identify(installation, made.secret, NOW)

    assert caller is not None
    organization, principal = caller
    with organization.transaction(principal) as tx:
        tx.require(Permission.READ_ENVELOPES)
        with pytest.raises(Forbidden):
            tx.require(Permission.SEND_ENVELOPES)


def test_the_same_form_twice_makes_one_key_and_tells_the_secret_once(member: Member) -> None:
    key_id = uuid4()

    first = run(member, api_keys.make, key_id, "Billing", ["envelopes:read"], "30", NOW)
    again = run(member, api_keys.make, key_id, "Billing", ["envelopes:read"], "30", NOW)

    assert first.secret
    assert again == MadeKey(first.key, "")
    assert [listed.key.id for listed in run(member, api_keys.listed)] == [key_id]


def test_making_and_revoking_stand_in_the_log_of_the_organization(member: Member) -> None:
    made = make(member)
    run(member, api_keys.revoke, made.key.id, NOW)
    run(member, api_keys.revoke, made.key.id, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        types = [
            row["type"] for row in tx.rows.all("select type from admin_events order by sequence")
        ]

    assert types[-2:] == ["api_key.made", "api_key.revoked"]


def test_a_key_is_noted_as_used_once_in_a_while(installation: Installation, member: Member) -> None:
    made = make(member)

    for seconds in (0, 30, 90):
        identify(installation, made.secret, NOW + timedelta(seconds=seconds))

        (listed,) = run(member, api_keys.listed)
        assert listed.key.last_used_at == NOW + timedelta(seconds=90 if seconds == 90 else 0)


def test_only_who_manages_keys_sees_makes_and_revokes_them(
    member: Member, stranger: Member
) -> None:
    made = make(member)
    sender = colleague(member, MemberRole.SENDER)

    for act in (
        lambda: run(sender, api_keys.listed),
        lambda: make(sender),
        lambda: run(sender, api_keys.revoke, made.key.id, NOW),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound):
        run(stranger, api_keys.revoke, made.key.id, NOW)
    assert run(stranger, api_keys.listed) == ()
    assert [listed.key.id for listed in run(member, api_keys.listed)] == [made.key.id]


def test_a_renewed_key_has_two_secrets_for_a_while(
    installation: Installation, member: Member
) -> None:
    first, now = make(member), datetime.now(UTC)

    second = run(member, api_keys.renew, first.key.id, "24", now)
    both = [identify(installation, made.secret, now) for made in (first, second)]
    third = run(member, api_keys.renew, first.key.id, "24", now)
    three = [identify(installation, made.secret, now) for made in (first, second, third)]

    assert [found and found[1].key_id for found in both] == [first.key.id, first.key.id]
    assert [bool(found) for found in three] == [False, True, True]
    assert second.secret != first.secret
    run(member, api_keys.revoke, first.key.id, now)
    assert not any(identify(installation, made.secret, now) for made in (second, third))


def test_the_old_secret_ends_with_its_time(installation: Installation, member: Member) -> None:
    at_once, later, now = make(member), make(member), datetime.now(UTC)

    run(member, api_keys.renew, at_once.key.id, "0", now)
    run(member, api_keys.renew, later.key.id, "24", now - timedelta(hours=25))

    assert not identify(installation, at_once.secret, now)
    assert not identify(installation, later.secret, now)


def test_only_whoever_a_key_acts_for_gets_a_new_secret_of_it(member: Member) -> None:
    made, admin = make(member), colleague(member, MemberRole.ADMIN)

    with pytest.raises(Forbidden):
        run(admin, api_keys.renew, made.key.id, "24", NOW)
    with pytest.raises(Invalid):
        run(member, api_keys.renew, made.key.id, "12", NOW)
    run(member, api_keys.revoke, made.key.id, NOW)
    with pytest.raises(KeyNotRenewable):
        run(member, api_keys.renew, made.key.id, "24", NOW)
