from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.use_cases.people import members
from tests.tenants import ceremonies, sign_ins
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender

SENDER = MemberRole.SENDER


def address() -> str:
    return f"invited-{uuid4().hex[:12]}@example.com"


def invited(sender: Sender, email: str) -> str:
    """The path in the mail."""
    sender.get("/settings/people")
    answer = sender.post("/settings/invitations", email=email, role="sender")
    assert answer.status_code == 303
    (letter,) = letters_to(sender.member.organization, email)
    return letter.words.link


def visitor(app: Flask, sender: Sender) -> Sender:
    """Somebody who is not signed in."""
    return Sender(app, sender.member)


def test_somebody_new_opens_the_mail_and_becomes_a_member(app: Flask, sender: Sender) -> None:
    email = address()
    link = invited(sender, email)
    browser = visitor(app, sender)

    entered = browser.get(link)
    page = browser.get(entered.headers["Location"])
    answer = browser.post("/join", name="Newly Joined", password="meadow lantern river cobalt")

    assert entered.headers["Referrer-Policy"] == "no-referrer"
    assert "Choose a password" in page.text
    assert link.rsplit("/", 1)[1] not in page.text
    assert answer.status_code == 303
    assert "Newly Joined" in browser.get("/envelopes").text
    assert "Newly Joined" in sender.get("/settings/people").text


def test_what_is_missing_is_said_beside_its_field_and_the_name_is_kept(
    app: Flask, sender: Sender
) -> None:
    browser = visitor(app, sender)
    browser.get(invited(sender, address()))
    browser.get("/join")

    answer = browser.post("/join", name="Kept Name", password="short")

    assert answer.status_code == 422
    assert 'value="Kept Name"' in answer.text
    assert 'id="password-error"' in answer.text


def test_whoever_has_an_account_signs_in_and_comes_back_to_join(
    app: Flask, sender: Sender, stranger: Sender
) -> None:
    link = invited(sender, stranger.member.email)
    browser = visitor(app, stranger)

    browser.get(link)
    page = browser.get("/join")
    browser.get("/sign-in?next=/join")
    signed_in = browser.post(
        "/sign-in", email=stranger.member.email, password=PASSWORD, next="/join"
    )
    asked = browser.get("/join")
    answer = browser.post("/join")

    assert "You already have an account" in page.text
    assert 'name="password"' not in page.text
    assert signed_in.headers["Location"] == "/join"
    assert "Join as Owner" in asked.text
    assert answer.status_code == 303
    menu = browser.get("/envelopes").text
    assert sender.member.organization_name in menu
    assert f"/memberships/{stranger.member.organization.id}/session" in menu


def test_whoever_is_signed_in_as_somebody_else_is_told_so(
    app: Flask, sender: Sender, stranger: Sender
) -> None:
    stranger.get(invited(sender, address()))

    page = stranger.get("/join")
    answer = stranger.post("/join")

    assert "sent to a different address" in page.text
    assert answer.status_code == 409


def test_a_link_that_has_ended_says_so_kindly(app: Flask, sender: Sender) -> None:
    browser = visitor(app, sender)
    browser.get("/invitations/not-one-of-ours")

    answer = browser.get("/join")

    assert answer.status_code == 404
    assert "Ask the person who invited you" in answer.text


def test_an_invitation_is_mailed_again_and_withdrawn(sender: Sender) -> None:
    email = address()
    invited(sender, email)
    page = sender.get("/settings/people").text
    place = page.split('action="/settings/invitations/')[1].split("/mail")[0]

    again = sender.post(f"/settings/invitations/{place}/mail")
    withdrawn = sender.post(f"/settings/invitations/{place}/withdrawal")

    assert again.status_code == withdrawn.status_code == 303
    assert email not in sender.get("/settings/people").text.split("Pending invitations")[-1]


def test_a_wrong_address_is_marked_and_kept(sender: Sender) -> None:
    sender.get("/settings/people")

    answer = sender.post("/settings/invitations", email="no address", role="viewer")

    assert answer.status_code == 422
    assert 'value="no address"' in answer.text
    assert 'id="email-error"' in answer.text
    assert 'value="viewer" checked' in answer.text


@pytest.mark.parametrize("role", ["", "king", "owner\x00"])
def test_a_role_that_there_is_not_is_said(sender: Sender, role: str) -> None:
    sender.get("/settings/people")

    answer = sender.post("/settings/invitations", email=address(), role=role)

    assert answer.status_code == 422
    assert 'id="role-error"' in answer.text


def test_senders_see_people_and_are_offered_no_change(app: Flask, sender: Sender) -> None:
    other = Sender(app, colleague(sender.member, SENDER)).signed_in()

    page = other.get("/settings/people")
    one = other.get(f"/settings/people/{sender.member.person_id}")

    assert sender.member.email in page.text
    assert "Send invitation" not in page.text
    assert "<select" not in one.text
    assert other.post("/settings/invitations", email=address(), role="viewer").status_code == 403


def test_a_role_is_changed_on_the_page_of_the_person(sender: Sender) -> None:
    other = colleague(sender.member, SENDER)
    sender.get(f"/settings/people/{other.person_id}")

    answer = sender.post(f"/settings/people/{other.person_id}/role", role="auditor")

    assert answer.status_code == 303
    assert run(sender.member, members.colleague, other.person_id).role is MemberRole.AUDITOR


def test_removing_asks_who_takes_over_the_envelopes(sender: Sender) -> None:
    other = colleague(sender.member, SENDER)
    ceremonies.sent(other, NOW)
    place = f"/settings/people/{other.person_id}"
    page = sender.get(place)

    missing = sender.post(f"{place}/removal", heir_id="")
    done = sender.post(f"{place}/removal", heir_id=str(sender.member.person_id))

    assert "1 envelope will be transferred." in page.text
    assert missing.status_code == 422
    assert 'id="heir_id-error"' in missing.text
    assert done.status_code == 303
    assert sender.get(place).status_code == 404


def test_the_last_owner_is_told_why_they_stay(sender: Sender) -> None:
    sender.get("/settings/memberships")

    answer = sender.post("/settings/memberships/leaving")

    assert answer.status_code == 409
    assert "Make someone else an owner first" in answer.text


def test_whoever_leaves_is_signed_out(app: Flask, sender: Sender) -> None:
    other = Sender(app, colleague(sender.member, SENDER)).signed_in()
    other.get("/settings/memberships")

    answer = other.post("/settings/memberships/leaving")

    assert answer.status_code == 303
    assert "You have left" in other.get("/sign-in").text
    assert "/sign-in" in other.get("/envelopes").headers["Location"]


def test_switching_rotates_the_session_and_the_sign_in_remembers_where(
    app: Flask, sender: Sender, stranger: Sender
) -> None:
    stranger.get(invited(sender, stranger.member.email))
    stranger.get("/join")
    stranger.post("/join")
    old = stranger.browser.get_cookie("countersign-session")
    home = stranger.member.organization
    assert (
        _organization(Sender(app, stranger.member).signed_in()) == sender.member.organization_name
    )

    answer = stranger.post(f"/memberships/{home.id}/session")

    new = stranger.browser.get_cookie("countersign-session")
    assert answer.status_code == 303
    assert old is not None
    assert new is not None
    assert new.value != old.value
    assert _organization(stranger) == stranger.member.organization_name
    stranger.browser.set_cookie("countersign-session", old.value)
    assert "/sign-in" in stranger.get("/envelopes").headers["Location"]
    again = Sender(app, stranger.member).signed_in()
    assert _organization(again) == stranger.member.organization_name


def test_nobody_switches_to_where_they_are_no_member(sender: Sender, stranger: Sender) -> None:
    sender.get("/envelopes")

    theirs = sender.post(f"/memberships/{stranger.member.organization.id}/session")

    assert theirs.status_code == 404
    assert _organization(sender) == sender.member.organization_name


def test_a_session_of_single_sign_on_leads_to_the_sign_in_page(
    app: Flask, sender: Sender, stranger: Sender
) -> None:
    stranger.get(invited(sender, stranger.member.email))
    stranger.get("/join")
    stranger.post("/join")
    through_sso(stranger)

    answer = stranger.post(f"/memberships/{stranger.member.organization.id}/session")

    assert "/sign-in" in answer.headers["Location"]
    assert "works only for that organization" in stranger.get("/sign-in").text
    assert stranger.get("/envelopes").status_code == 303


def through_sso(sender: Sender) -> None:
    """The same person, as if an identity provider had vouched for them."""
    from tenants.use_cases.sign_in import signing_in

    member = sender.member
    token = sign_ins.begin(
        member.organization.installation,
        signing_in.NewSession(member.person_id, member.organization.id, signing_in.LIFETIME, "sso"),
    )
    sender.browser.set_cookie("countersign-session", token)


def _organization(sender: Sender) -> str:
    """Where the page says one is."""
    bar = sender.get("/envelopes").text.split('id="main_menu"')[0]
    return bar.split('bar__name"')[1].split(">")[1].split("<")[0]
