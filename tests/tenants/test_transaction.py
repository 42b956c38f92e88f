from dataclasses import fields, replace
from uuid import uuid4

import psycopg
import pytest

from core.access import MemberRole, Permission
from core.principal import SYSTEM, ApiKeyPrincipal, OperatorPrincipal, RecipientPrincipal
from core.refusals import Forbidden, NotFound
from tenants.member import Member
from tests.tenants.people import colleague


def api_key(member: Member, *scopes: Permission) -> ApiKeyPrincipal:
    """A program that acts for this member, within these scopes."""
    own = {field.name: getattr(member.principal, field.name) for field in fields(member.principal)}
    return ApiKeyPrincipal(**own, key_id=uuid4(), scopes=frozenset(scopes))


def test_a_members_role_is_read_again_in_the_transaction(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update memberships set role = 'viewer' where person_id = %s", sender.person_id)

    with sender.transaction() as tx:
        tx.require(Permission.READ_ENVELOPES)
        with pytest.raises(Forbidden):
            tx.require(Permission.SEND_ENVELOPES)
        assert (sender.role, tx.role) == (MemberRole.SENDER, MemberRole.VIEWER)


def test_an_api_key_does_what_both_its_scopes_and_its_member_may(member: Member) -> None:
    viewer = colleague(member, MemberRole.VIEWER)

    with member.organization.transaction(api_key(member, Permission.SEND_ENVELOPES)) as tx:
        tx.require(Permission.SEND_ENVELOPES)
        assert not tx.may(Permission.MANAGE_PEOPLE)
        with pytest.raises(Forbidden):
            tx.require(Permission.MANAGE_PEOPLE)
    with (
        viewer.organization.transaction(api_key(viewer, Permission.SEND_ENVELOPES)) as tx,
        pytest.raises(Forbidden),
    ):
        tx.require(Permission.SEND_ENVELOPES)


@pytest.mark.parametrize(
    "principal",
    [RecipientPrincipal(uuid4(), uuid4(), 1), OperatorPrincipal(uuid4(), "Operator", b"")],
)
def test_who_is_no_member_has_no_permission_of_a_members(
    member: Member, principal: RecipientPrincipal | OperatorPrincipal
) -> None:
    with member.organization.transaction(principal) as tx:
        with pytest.raises(Forbidden):
            tx.require(Permission.READ_ENVELOPES)
        with pytest.raises(Forbidden):
            _ = tx.member
        assert not tx.may(Permission.READ_ENVELOPES)


def test_another_organization_is_entered_for_a_while_only(member: Member, stranger: Member) -> None:
    def slug(tx: object) -> str:
        return tx.rows.one("select slug from organizations")["slug"]  # type: ignore[attr-defined]

    with member.organization.transaction(SYSTEM) as tx:
        with tx.enter(stranger.organization.id) as theirs:
            inside = slug(theirs)
        with pytest.raises(NotFound), tx.enter(stranger.organization.id):
            raise NotFound
        assert (inside, slug(tx)) == (stranger.slug, member.slug)


class Interrupted(Exception):
    """What a use case does not expect."""


def test_a_transaction_that_is_left_by_an_error_changes_nothing(member: Member) -> None:
    with pytest.raises(Interrupted), member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set name = 'Half done'")
        raise Interrupted

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select name from organizations")["name"] != "Half done"


def test_what_a_refused_statement_leaves_behind_is_undone(member: Member) -> None:
    with pytest.raises(psycopg.Error), member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set name = 'Half done'")
        tx.rows.run("select nothing")

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select name from organizations")["name"] != "Half done"


def test_an_organization_is_entered_by_an_id_and_by_nothing_else(member: Member) -> None:
    organization = replace(member.organization, id="'; select 1; --")  # type: ignore[arg-type]

    with pytest.raises(AttributeError), organization.transaction(SYSTEM):
        pass
