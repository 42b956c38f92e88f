import re
from dataclasses import replace
from uuid import uuid4

import psycopg
import pyotp
from flask import Flask

from core.access import MemberRole
from core.principal import SYSTEM
from core.sign_in.sign_in_policy import SignInPolicy
from tenants.member import Member
from tenants.use_cases.sign_in import own_sessions, sign_in_policies, signing_in
from tests.tenants import factors, sign_ins
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender

NEW = "four blue herons wade"


def kinds_mailed(member: Member) -> list[str]:
    """The letters that wait in the member's organization."""
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select arguments from outbox where kind = 'mail_account' order by id")
    return [str(row) for row in rows]


def test_the_password_is_changed_with_the_old_one_and_ends_other_sessions(
    app: Flask, sender: Sender, member: Member
) -> None:
    other = Sender(app, member).signed_in()
    sender.get("/settings/security")

    wrong = sender.post("/settings/security/password", old_password="no", password="short")
    right = sender.post("/settings/security/password", old_password=PASSWORD, password=NEW)

    assert wrong.status_code == 422
    assert "This password is incorrect" in wrong.text
    assert "at least 12 characters" in wrong.text
    assert right.status_code == 303
    assert "Password changed" in sender.get("/settings/security").text
    assert other.get("/envelopes").status_code == 303
    assert len(kinds_mailed(member)) == 1


def test_an_authenticator_is_set_up_with_its_first_code(sender: Sender, member: Member) -> None:
    page = sender.get("/settings/security/authenticator").text
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed
    assert "<svg" in page and "style=" not in page
    before = sender.browser.get_cookie("countersign-session")

    wrong = sender.post("/settings/security/authenticator", sealed=sealed[1], code="000000")
    code = pyotp.TOTP(secret).now()
    right = sender.post("/settings/security/authenticator", sealed=sealed[1], code=code)

    assert wrong.status_code == 422
    assert "This code is wrong" in wrong.text
    assert sealed[1] in wrong.text
    codes = re.findall(r"<code>([a-z0-9-]{14})</code>", right.text)
    assert len(codes) == 10
    assert 'value="' + "\n".join(codes) + '"' in right.text  # what its button copies
    shown = sender.get("/settings/security").text
    assert codes[0] not in shown
    assert "10 unused codes left" in shown
    after = sender.browser.get_cookie("countersign-session")
    assert before is not None and after is not None and before.value != after.value
    assert sender.get("/settings/security/authenticator").status_code == 303
    refused = sender.post("/settings/security/authenticator/removal", proof="not it")
    assert refused.status_code == 422
    renewed = sender.post("/settings/security/recovery-codes", proof=PASSWORD)
    assert len(re.findall(r"<code>", renewed.text)) == 10
    sender.post("/settings/security/authenticator/removal", proof=PASSWORD)
    assert "Set up app" in sender.get("/settings/security").text
    assert len(kinds_mailed(member)) == 3


def test_a_passkey_is_made_named_and_removed(sender: Sender, member: Member) -> None:
    sender.get("/settings/security")
    options = sender.post("/settings/security/passkeys/challenge")
    made = factors.soft(member.organization.installation).create(options.text)

    nameless = sender.post("/settings/security/passkeys", credential=made, name="")
    options = sender.post("/settings/security/passkeys/challenge")
    made = factors.soft(member.organization.installation).create(options.text)
    right = sender.post("/settings/security/passkeys", credential=made, name="My key")

    assert nameless.status_code == 422
    assert "Save your recovery codes" in right.text
    page = sender.get("/settings/security").text
    assert "My key" in page
    (place,) = set(re.findall(r'href="(/settings/security/passkeys/[^"]+)"', page))
    assert "My key" in sender.get(place).text
    assert sender.post(place, name="x" * 61).status_code == 422
    sender.post(place, name="Old key")
    assert "Old key" in sender.get("/settings/security").text
    assert sender.post(f"{place}/removal", proof="not it").status_code == 422
    sender.post(f"{place}/removal", proof=PASSWORD)
    assert "Old key" not in sender.get("/settings/security").text


def test_sessions_are_listed_and_ended(app: Flask, sender: Sender, member: Member) -> None:
    phone = Sender(app, member)
    phone.browser.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 16) Firefox/140.0"
    phone.signed_in()

    page = sender.get("/settings/sessions").text

    assert "Firefox on Android" in page
    assert "This device" in page
    place = re.search(r'action="(/settings/sessions/[0-9a-f-]{36}/ending)"', page)
    assert place
    assert page.count("/ending") >= 2
    sender.post("/settings/sessions/ending")
    assert phone.get("/envelopes").status_code == 303
    assert sender.get("/envelopes").status_code == 200
    assert "You are not signed in anywhere else" in sender.get("/settings/sessions").text


def test_one_session_is_ended_by_its_owner(app: Flask, sender: Sender, member: Member) -> None:
    other = Sender(app, member).signed_in()
    sender.post("/settings/sessions/ending")
    other = Sender(app, member).signed_in()
    page = sender.get("/settings/sessions").text
    place = re.search(r'action="(/settings/sessions/[0-9a-f-]{36}/ending)"', page)
    assert place

    sender.post(place[1])

    assert other.get("/envelopes").status_code == 303
    assert sender.post(place[1]).status_code == 404


def test_where_a_second_factor_is_required_it_is_set_up_before_anything_else(
    app: Flask, sender: Sender, member: Member
) -> None:
    clerk = colleague(member, MemberRole.SENDER)
    browser = Sender(app, clerk).signed_in()
    assert browser.get("/envelopes").status_code == 200

    sender.get("/settings/sign-in-policy")
    answer = sender.post(
        "/settings/sign-in-policy",
        second_factor="yes",
        password="yes",
        passkey="yes",
        sso="yes",
        session_minutes="60",
        idle_minutes="15",
    )

    assert answer.status_code == 303
    led = browser.get("/envelopes")
    assert led.headers["Location"] == "/settings/security/set-up"
    assert "requires two-step sign-in" in browser.get("/settings/security/set-up").text
    assert browser.get("/envelopes", htmx=True).headers["HX-Redirect"].endswith("/set-up")
    assert browser.post(f"/envelopes/{uuid4()}", name="x").headers["Location"].endswith("/set-up")
    assert browser.get("/settings/security").status_code == 200
    assert browser.get("/settings/sessions").status_code == 200
    options = browser.post("/settings/security/passkeys/challenge")
    made = factors.soft(member.organization.installation).create(options.text)
    browser.post("/settings/security/passkeys", credential=made, name="My key")
    assert browser.get("/envelopes").status_code == 200
    assert browser.get("/settings/security/set-up").status_code == 303


def test_a_policy_that_locks_out_its_author_is_refused_and_what_was_ticked_kept(
    sender: Sender,
) -> None:
    sender.get("/settings/sign-in-policy")

    nothing = sender.post("/settings/sign-in-policy", session_minutes="60", idle_minutes="60")
    only_sso = sender.post(
        "/settings/sign-in-policy", sso="yes", session_minutes="5", idle_minutes="junk"
    )

    assert nothing.status_code == only_sso.status_code == 422
    assert "Choose at least one way" in nothing.text
    assert "you would no longer be able to sign in" in only_sso.text
    assert only_sso.text.count("Choose between 15 minutes and 30 days") == 2
    assert 'name="sso" value="yes" checked' in only_sso.text
    assert 'name="password" value="yes" checked' not in only_sso.text


def test_a_session_that_began_in_a_way_no_longer_allowed_leads_back_to_sign_in(
    app: Flask, sender: Sender, member: Member
) -> None:
    passkey = factors.with_passkey(member)
    run(member, sign_in_policies.change_policy, SignInPolicy(password=False), NOW)

    asked = sender.get("/envelopes")

    assert asked.headers["Location"].startswith("/sign-in?next=")
    assert "does not allow signing in this way" in sender.get("/sign-in").text
    options = sender.post("/sign-in/passkey/challenge")
    sender.post("/sign-in/passkey", credential=passkey.get(options.text))
    assert sender.get("/envelopes").status_code == 200


def test_whoever_came_through_their_organization_is_told_who_looks_after_it(
    app: Flask, member: Member
) -> None:
    token = sign_ins.begin(
        member.organization.installation,
        signing_in.NewSession(member.person_id, member.organization.id, signing_in.LIFETIME, "sso"),
    )
    browser = Sender(app, member)
    browser.browser.set_cookie("countersign-session", token)

    page = browser.get("/settings/security")

    assert page.status_code == 200
    assert "You signed in through your organization" in page.text
    assert browser.post("/settings/security/passkeys/challenge").status_code == 409
    listed = browser.get("/settings/sessions").text
    assert "with single sign-on" in listed
    assert "with a password" not in listed
    assert len(run(replace(member, method="sso"), own_sessions.sessions)) == 1


def test_a_session_left_open_asks_for_the_password_before_anything_is_added(
    sender: Sender, services: dict[str, str]
) -> None:
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update sessions set created_at = created_at - interval '15 minutes'"
            " where person_id = %s",
            (sender.member.person_id,),
        )

    form = sender.get("/settings/security/authenticator").text
    page = sender.get("/settings/security").text
    refused = sender.post("/settings/security/passkeys/challenge", proof="not it")
    asked = sender.post("/settings/security/passkeys/challenge", proof=PASSWORD)

    assert "confirm that it is you" in form
    assert "confirm that it is you" in page
    assert (refused.status_code, refused.mimetype) == (422, "text/plain")
    assert refused.text.startswith("This is not correct.")
    assert (asked.status_code, asked.mimetype) == (200, "application/json")
