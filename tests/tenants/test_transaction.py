from dataclasses import fields, replace
from uuid import uuid4

import psycopg
import pytest

from core.access import MemberRole, Permission
from core.api.scope import Scope
from core.envelopes.envelope import Outcome
from core.envelopes.sharing import Visibility
from core.principal import SYSTEM, ApiKeyPrincipal, OperatorPrincipal, RecipientPrincipal
from core.refusals import Forbidden, NotFound
from tenants.member import Member
from tenants.store.envelopes.shares import ShownTo
from tenants.store.rows import UnrecordedChange
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.listing import tags
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def api_key(member: Member, *scopes: Scope) -> ApiKeyPrincipal:
    """A program that acts for this member, within these scopes."""
    own = {field.name: getattr(member.principal, field.name) for field in fields(member.principal)}
    return ApiKeyPrincipal(**own, application="Billing", key_id=uuid4(), scopes=frozenset(scopes))


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

    with member.organization.transaction(api_key(member, Scope.ENVELOPES_WRITE)) as tx:
        tx.require(Permission.SEND_ENVELOPES)
        assert not tx.may(Permission.MANAGE_PEOPLE)
        with pytest.raises(Forbidden):
            tx.require(Permission.MANAGE_PEOPLE)
    with (
        viewer.organization.transaction(api_key(viewer, Scope.ENVELOPES_WRITE)) as tx,
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


def test_nothing_of_an_envelope_is_stored_that_is_not_recorded(member: Member) -> None:
    envelope, tag_id = ceremonies.sent(member, NOW), uuid4()
    run(member, tags.make, tag_id, "Urgent", 1, NOW)

    def put_on(tx: Transaction) -> None:
        """What a use case must not do."""
        tx.envelopes.lock(envelope.id)
        tx.tags.put_on([envelope.id], tag_id)

    with pytest.raises(UnrecordedChange):
        run(member, put_on)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select from envelope_tags") == []


def test_to_save_an_envelope_is_not_to_record_it(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    def rename(tx: Transaction) -> None:
        locked = tx.envelopes.lock(envelope.id)
        tx.envelopes.save(replace(locked, name="Another"), locked.head, NOW)

    with pytest.raises(UnrecordedChange):
        run(member, rename)

    assert run(member, reading.envelope, envelope.id).name == envelope.name


def test_a_record_of_one_envelope_does_not_cover_another(member: Member) -> None:
    one, other = ceremonies.sent(member, NOW), ceremonies.sent(member, NOW)

    def show(tx: Transaction) -> None:
        for envelope in (one, other):
            tx.envelopes.lock(envelope.id)
            tx.shares.show_to(envelope.id, ShownTo(Visibility.ALL))
        tx.record(Outcome(tx.envelopes.lock(one.id)), "system", NOW)

    with pytest.raises(UnrecordedChange, match=str(other.id)):
        run(member, show)


def test_inside_another_organization_an_envelope_is_recorded_too(
    member: Member, stranger: Member
) -> None:
    envelope = ceremonies.sent(stranger, NOW)

    def show(tx: Transaction) -> None:
        with tx.enter(stranger.organization.id) as inside:
            inside.envelopes.lock(envelope.id)
            inside.shares.show_to(envelope.id, ShownTo(Visibility.ALL))

    with pytest.raises(UnrecordedChange):
        run(member.organization, show)
