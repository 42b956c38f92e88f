from dataclasses import replace

import pytest
from flask import Flask

from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants.conftest import PASSWORD
from tests.webapp.senders import Sender
from webapp import create_app


def test_the_right_password_leads_to_the_envelopes(app: Flask, member: Member) -> None:
    sender = Sender(app, member)

    answer = sender.sign_in(PASSWORD)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/envelopes")
    assert member.organization_name in sender.get("/envelopes").text


def test_a_wrong_password_and_an_unknown_address_are_told_alike(app: Flask, member: Member) -> None:
    sender = Sender(app, member)
    wrong = sender.sign_in("not the password")

    unknown = sender.post("/sign-in", email="nobody@example.com", password=PASSWORD)

    assert wrong.status_code == unknown.status_code == 409
    sentence = "The e-mail address or password is wrong. Try again."
    assert sentence in wrong.text
    assert sentence in unknown.text
    assert f'value="{member.email}"' in wrong.text
    assert PASSWORD not in unknown.text


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(app: Flask, member: Member) -> None:
    sender = Sender(app, member)

    asked = sender.get("/envelopes?box=drafts")
    answer = sender.sign_in(PASSWORD, next="/envelopes?box=drafts")

    assert asked.headers["Location"] == "/sign-in?next=/envelopes?box%3Ddrafts"
    assert answer.headers["Location"] == "/envelopes?box=drafts"


def test_a_waiting_page_is_told_where_to_sign_in(app: Flask, member: Member) -> None:
    answer = Sender(app, member).get("/envelopes", htmx=True)

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


def test_signing_in_never_leads_to_another_site(app: Flask, member: Member) -> None:
    for elsewhere in ("https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"):
        answer = Sender(app, member).sign_in(PASSWORD, next=elsewhere)

        assert answer.headers["Location"] == "/envelopes"


def test_after_signing_out_the_old_cookie_opens_nothing(sender: Sender) -> None:
    cookie = sender.browser.get_cookie("countersign-session")
    assert cookie is not None

    sender.get("/envelopes")
    sender.post("/sign-out")
    sender.browser.set_cookie("countersign-session", cookie.value)

    assert sender.get("/envelopes").status_code == 303


def test_the_session_cookie_is_out_of_reach_for_scripts_and_other_sites(
    settings: Settings, installation: Installation, member: Member
) -> None:
    app = create_app(replace(settings, base_url="https://sign.example.com"), installation)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    sender = Sender(app, member)
    browser = sender.browser
    browser.environ_base["wsgi.url_scheme"] = "https"

    sender.get("/sign-in")
    seed = browser.get_cookie("__Host-csrf")
    answer = sender.sign_in(PASSWORD)

    assert seed is not None
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if "__Host-session" in c)
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))


def test_too_many_attempts_are_refused_in_plain_words(app: Flask, member: Member) -> None:
    sender = Sender(app, member)
    for _ in range(10):
        sender.sign_in("not the password")

    answer = sender.sign_in(PASSWORD)

    assert answer.status_code == 429
    assert "Too many attempts. Wait 15 minutes, then try again." in answer.text


@pytest.mark.parametrize("kept", ["é" * 44, "a" * 43 + "\u0660", ".", "x" * 3_000])
def test_what_a_browser_keeps_of_itself_may_be_anything(
    app: Flask, member: Member, kept: str
) -> None:
    sender = Sender(app, member)
    sender.browser.set_cookie("countersign-device", kept)

    assert sender.sign_in("not the password").status_code == 409
    assert sender.sign_in(PASSWORD).status_code == 303


def test_a_browser_that_was_signed_in_before_is_not_locked_out_by_strangers(
    app: Flask, member: Member
) -> None:
    before = Sender(app, member).signed_in()
    before.post("/sign-out")
    stranger = Sender(app, member)
    for _ in range(11):
        stranger.sign_in("not the password")

    # All of them come from one network, as behind the router of an office.
    assert stranger.sign_in(PASSWORD).status_code == 429
    assert before.sign_in(PASSWORD).status_code == 303
