from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from core.access import MemberRole
from core.envelopes.refusals import ShareLinkOver
from core.organizations.refusals import OrganizationFrozen
from core.people.refusals import AnotherAddress, ForeignSignIn, InvitationOver
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound, TooManyMails
from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import ended_sharing, reading, share_link_access, sharing
from tenants.use_cases.people import inviting, leaving
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sign_in.account_creation import Newcomer
from tests.tenants import ceremonies, journeys, sign_ins
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run, run_job
from tests.tenants.people import colleague

ORIGIN = Origin("192.0.2.1", "Browser")
OWN_PASSWORD = "meadow lantern river cobalt"
NEWCOMER = Newcomer("New Person", OWN_PASSWORD)
SENDER = MemberRole.SENDER


def address() -> str:
    return f"new-{uuid4().hex[:12]}@example.com"


def mailed(member: Member, email: str) -> str:
    """The secret in the only invitation to this address."""
    letters = letters_to(member.organization, email)
    (letter,) = (letter for letter in letters if letter.words.kind == "membership")
    return letter.words.link.removeprefix("/invitations/")


def invited(member: Member, email: str, role: MemberRole = SENDER) -> str:
    run(member, inviting.invite, email, role, NOW)
    return mailed(member, email)


def find_and_view(installation: Installation, token: str) -> None:
    organization, reader = share_link_access.find(installation, token)
    with organization.transaction(reader) as tx:
        share_link_access.view(tx, NOW)


def joined(member: Member, email: str, role: MemberRole = SENDER) -> Member:
    installation = member.organization.installation
    session = journeys.join_with_new_account(
        installation, invited(member, email, role), NEWCOMER, ORIGIN, NOW
    )
    assert session is not None
    found = signing_in.identify(installation, session, NOW)
    assert found is not None
    return found


def test_somebody_new_becomes_a_member_and_is_signed_in(member: Member) -> None:
    email = address()

    new = joined(member, email)

    assert (new.name, new.email, new.role) == ("New Person", email, SENDER)
    assert new.organization.id == member.organization.id
    assert run(member, inviting.invitations) == ()


def test_an_invitation_is_used_once(member: Member, installation: Installation) -> None:
    token = invited(member, address())
    journeys.join_with_new_account(installation, token, NEWCOMER, ORIGIN, NOW)

    with pytest.raises(InvitationOver):
        journeys.join_with_new_account(installation, token, NEWCOMER, ORIGIN, NOW)
    with pytest.raises(InvitationOver):
        journeys.find_invitation(installation, "not a secret of ours", NOW)


def test_an_invitation_ends_after_a_week(member: Member, installation: Installation) -> None:
    token = invited(member, address())

    assert journeys.find_invitation(installation, token, NOW + timedelta(days=6, hours=23))
    with pytest.raises(InvitationOver):
        journeys.find_invitation(installation, token, NOW + timedelta(days=7, seconds=1))


def test_a_withdrawn_invitation_leads_nowhere(member: Member, installation: Installation) -> None:
    token = invited(member, address())
    (invitation,) = run(member, inviting.invitations)

    run(member, inviting.withdraw, invitation.id, NOW)

    with pytest.raises(InvitationOver):
        journeys.find_invitation(installation, token, NOW)
    with pytest.raises(NotFound):
        run(member, inviting.withdraw, invitation.id, NOW)


def test_a_mail_sent_again_replaces_the_link(member: Member, installation: Installation) -> None:
    email = address()
    first = invited(member, email)
    (invitation,) = run(member, inviting.invitations)

    run(member, inviting.resend, invitation.id, NOW + timedelta(days=8))

    second = mailed(member, email)
    with pytest.raises(InvitationOver):
        journeys.find_invitation(installation, first, NOW + timedelta(days=8))
    assert (
        journeys.find_invitation(installation, second, NOW + timedelta(days=8)).terms.role is SENDER
    )


def test_the_secret_is_kept_as_a_hash_only(member: Member) -> None:
    token = invited(member, address())

    with member.organization.transaction(SYSTEM) as tx:
        stored = str(tx.rows.all("select * from invitations")) + str(
            tx.rows.all("select * from outbox")
        )
    assert token not in stored


def test_a_member_is_not_invited_again(member: Member) -> None:
    sender = colleague(member, SENDER)

    with pytest.raises(Invalid) as refused:
        run(member, inviting.invite, sender.email.upper(), SENDER, NOW)

    assert "already in your organization" in refused.value.errors["email"]


def test_a_member_whom_an_identity_provider_brought_is_not_invited_again(member: Member) -> None:
    email = address()
    with member.organization.transaction(SYSTEM) as tx:
        person_id = uuid4()
        tx.rows.run(
            "select enrol_sso_person(%s, %s, %s, %s)", person_id, "Sso", email, uuid4().bytes
        )
        tx.rows.run(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'sender')",
            *(tx.organization_id, person_id),
        )

    with pytest.raises(Invalid):
        run(member, inviting.invite, email.upper(), SENDER, NOW)


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "a@example.com\nBcc: b@example.com"])
def test_what_is_no_address_is_said(member: Member, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        run(member, inviting.invite, typed, SENDER, NOW)

    assert list(refused.value.errors) == ["email"]


def test_an_admin_invites_no_owner(member: Member) -> None:
    admin = colleague(member, MemberRole.ADMIN)

    with pytest.raises(Forbidden):
        run(admin, inviting.invite, address(), MemberRole.OWNER, NOW)
    with pytest.raises(Forbidden):
        run(colleague(member, SENDER), inviting.invite, address(), SENDER, NOW)
    assert run(admin, inviting.invitations) == ()


def test_an_admin_does_not_mail_the_invitation_of_an_owner_again(member: Member) -> None:
    invited(member, address(), MemberRole.OWNER)
    (invitation,) = run(member, inviting.invitations)

    with pytest.raises(Forbidden):
        run(colleague(member, MemberRole.ADMIN), inviting.resend, invitation.id, NOW)


def test_nobody_is_flooded_with_invitations(member: Member) -> None:
    email = address()
    for _ in range(5):
        run(member, inviting.invite, email, SENDER, NOW)

    with pytest.raises(TooManyMails):
        run(member, inviting.invite, email, SENDER, NOW)


def test_what_one_organization_mails_stops_no_other_one(member: Member, stranger: Member) -> None:
    email = address()
    for _ in range(5):
        run(member, inviting.invite, email, SENDER, NOW)

    run(stranger, inviting.invite, email, SENDER, NOW)

    assert [i.email for i in run(stranger, inviting.invitations)] == [email]


def test_somebody_with_an_account_signs_in_and_joins(
    member: Member, stranger: Member, installation: Installation
) -> None:
    token = invited(member, stranger.email)
    session = sign_ins.sign_in(installation, stranger.email, PASSWORD, "joining", NOW)

    assert journeys.join_with_new_account(installation, token, NEWCOMER, ORIGIN, NOW) is None
    new = journeys.join(stranger, session, token, NOW)

    now_in = signing_in.identify(installation, new, NOW)
    assert now_in is not None
    assert (now_in.person_id, now_in.organization.id) == (
        stranger.person_id,
        member.organization.id,
    )
    assert now_in.name == "Owner"
    assert signing_in.identify(installation, session, NOW) is None


def test_nobody_joins_with_the_invitation_of_somebody_else(
    member: Member, stranger: Member
) -> None:
    token = invited(member, address())

    with pytest.raises(AnotherAddress):
        journeys.join(stranger, "", token, NOW)


def test_a_session_of_single_sign_on_joins_nothing(member: Member, stranger: Member) -> None:
    token = invited(member, stranger.email)
    through_sso = replace(stranger, method="sso")

    with pytest.raises(ForeignSignIn):
        journeys.join(through_sso, "", token, NOW)


def test_somebody_who_was_removed_comes_back_with_a_new_password(
    member: Member, installation: Installation
) -> None:
    email = address()
    first = joined(member, email)
    run(first, leaving.leave, None, NOW)
    token = invited(member, email)

    session = journeys.join_with_new_account(
        installation, token, Newcomer("Back Again", "another long enough phrase"), ORIGIN, NOW
    )

    assert session is None  # they sign in, for a second factor may be asked for there
    again = sign_ins.sign_in(installation, email, "another long enough phrase", "back", NOW)
    back = signing_in.identify(installation, again, NOW)
    assert back is not None
    assert (back.person_id, back.name) == (first.person_id, "Back Again")


def test_whoever_comes_back_is_shown_what_is_shared_with_them_anew_and_nothing_else(
    member: Member, installation: Installation
) -> None:
    first = joined(member, address(), MemberRole.ADMIN)
    before, anew = ceremonies.sent(member, NOW), ceremonies.sent(member, NOW)
    for envelope in (before, anew):
        run(member, sharing.share, envelope.id, first.person_id, NOW)
    token = run(first, sharing.make_link, before.id, 7, NOW)
    run(member, leaving.remove, first.person_id, None, NOW)

    # The job that ends what was shared has not run yet.
    phrase = Newcomer("Back Again", "another long enough phrase")
    journeys.join_with_new_account(installation, invited(member, first.email), phrase, ORIGIN, NOW)
    back = sign_ins.sign_in(installation, first.email, phrase.password, "back", NOW)
    again = signing_in.identify(installation, back, NOW)
    run(member, sharing.share, anew.id, first.person_id, NOW + timedelta(minutes=1))
    with pytest.raises(ShareLinkOver):
        find_and_view(installation, token)
    run_job(ceremonies.lease_open(member, "end_sharing"), ended_sharing.end)

    assert again is not None
    assert run(again, reading.envelope, anew.id)
    with pytest.raises(NotFound):
        run(again, reading.envelope, before.id)


def test_nobody_takes_over_an_account_by_being_invited(
    member: Member, stranger: Member, installation: Installation
) -> None:
    token = invited(member, stranger.email)

    journeys.join_with_new_account(
        installation, token, Newcomer("Thief", "a password of my own"), ORIGIN, NOW
    )

    assert sign_ins.sign_in(installation, stranger.email, PASSWORD, "still", NOW)
    with installation.platform.transaction(SYSTEM) as tx:
        assert not tx.accounts.enrol_again(stranger.person_id, "Thief", "x")


def test_what_is_wrong_with_a_name_and_a_password_is_said_at_once(
    member: Member, installation: Installation
) -> None:
    token = invited(member, address())

    with pytest.raises(Invalid) as refused:
        journeys.join_with_new_account(installation, token, Newcomer("", "short"), ORIGIN, NOW)

    assert set(refused.value.errors) == {"name", "password"}
    assert journeys.find_invitation(installation, token, NOW)


def test_nobody_joins_an_organization_that_is_about_to_close(
    member: Member, installation: Installation
) -> None:
    token = invited(member, address())
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set closes_at = %s", NOW)

    with pytest.raises(OrganizationFrozen):
        journeys.join_with_new_account(installation, token, NEWCOMER, ORIGIN, NOW)


def test_an_invitation_of_another_organization_is_nothing(member: Member, stranger: Member) -> None:
    invited(member, address())
    (invitation,) = run(member, inviting.invitations)

    with pytest.raises(NotFound):
        run(stranger, inviting.resend, invitation.id, NOW)
    with pytest.raises(NotFound):
        run(stranger, inviting.withdraw, invitation.id, NOW)
