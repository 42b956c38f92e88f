import pytest

from core import access
from core.access import MemberRole, Permission, Standing
from core.organizations.refusals import OrganizationFrozen
from core.refusals import Forbidden


def test_every_permission_says_whom_it_is_for_and_owners_have_them_all() -> None:
    assert set(access.ALLOWED) == set(Permission)
    assert all(MemberRole.OWNER in roles for roles in access.ALLOWED.values())


def test_what_a_role_may_not_do_is_forbidden() -> None:
    with pytest.raises(Forbidden):
        access.require(MemberRole.VIEWER, Permission.SEND_ENVELOPES)
    with pytest.raises(Forbidden):
        access.require(MemberRole.ADMIN, Permission.CLOSE_ORGANIZATION)

    access.require(MemberRole.SENDER, Permission.SEND_ENVELOPES)


def test_a_frozen_organization_is_read_and_left_but_not_changed() -> None:
    with pytest.raises(OrganizationFrozen):
        access.require(MemberRole.OWNER, Permission.SEND_ENVELOPES, frozen=True)

    access.require(MemberRole.OWNER, Permission.READ_ENVELOPES, frozen=True)
    access.require(MemberRole.OWNER, Permission.EXPORT_ORGANIZATION, frozen=True)


def test_a_sender_sees_what_is_theirs_or_shown_to_them_and_no_more() -> None:
    assert not access.may_see(MemberRole.SENDER, Standing())
    for standing in (
        Standing(owns=True),
        Standing(visible=True),
        Standing(shared=True),
        Standing(receives=True),
    ):
        assert access.may_see(MemberRole.SENDER, standing)
    assert access.may_see(MemberRole.AUDITOR, Standing())
    assert not access.may_see(MemberRole.VIEWER, Standing())


def test_to_be_shown_an_envelope_is_not_to_change_it() -> None:
    seen = Standing(visible=True, shared=True, receives=True)

    assert not access.may_change(MemberRole.SENDER, seen)
    assert not access.may_change(MemberRole.AUDITOR, seen)
    assert access.may_change(MemberRole.SENDER, Standing(owns=True))
    assert not access.may_change(MemberRole.VIEWER, Standing(owns=True))
    assert access.may_change(MemberRole.ADMIN, Standing())


def test_only_owners_make_and_unmake_owners() -> None:
    assert not access.may_give(MemberRole.ADMIN, MemberRole.SENDER, MemberRole.OWNER)
    assert not access.may_give(MemberRole.ADMIN, MemberRole.OWNER, None)
    assert access.may_give(MemberRole.OWNER, MemberRole.OWNER, MemberRole.ADMIN)
    assert access.may_give(MemberRole.ADMIN, None, MemberRole.ADMIN)
    assert not access.may_give(MemberRole.SENDER, None, MemberRole.VIEWER)
