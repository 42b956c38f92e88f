"""Cookies and tokens of one browser or one step, tried in another."""

from datetime import UTC, datetime, timedelta

from flask import Flask

from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import factors, operators
from tests.webapp.senders import Sender

SESSION, OPERATOR, PENDING, CHALLENGE = (
    f"countersign-{name}" for name in ("session", "operator", "second-step", "challenge")
)


def cookie(browser: Sender, name: str) -> str:
    found = browser.browser.get_cookie(name)
    return found.value if found else ""


def with_cookie(app: Flask, member: Member, name: str, value: str) -> Sender:
    browser = Sender(app, member)
    browser.browser.set_cookie(name, value)
    return browser


def test_whoever_owes_a_second_step_is_nobody_until_it_is_done(app: Flask, member: Member) -> None:
    factors.with_authenticator(member)
    browser = Sender(app, member).signed_in()
    pending = cookie(browser, PENDING)

    for name in (SESSION, OPERATOR):
        tried = with_cookie(app, member, name, pending)
        for page in ("/envelopes", "/settings/security", "/operator/organizations"):
            answer = tried.get(page)
            assert answer.status_code == 303, (name, page)
            assert "sign-in" in answer.location
    assert pending
    assert cookie(browser, SESSION) == ""


def test_a_session_is_no_operators_and_an_operators_is_no_members(
    app: Flask, installation: Installation, sender: Sender, services: dict[str, str]
) -> None:
    person = operators.add(services["DATABASE_OWNER_URL"])
    operators.enrolled(installation, person)
    operator = Sender(app, sender.member)
    operator.get("/operator/sign-in")
    operator.post("/operator/sign-in", email=person.email, password="correct horse battery staple")
    half = cookie(operator, OPERATOR)

    crossed = with_cookie(app, sender.member, OPERATOR, cookie(sender, SESSION))
    as_member = with_cookie(app, sender.member, SESSION, half)

    assert half
    assert crossed.get("/operator/organizations").status_code == 303
    assert as_member.get("/envelopes").status_code == 303
    # Nor does the first of two factors open anything of the operator's.
    assert operator.get("/operator/organizations").status_code == 303


def test_the_second_step_of_one_browser_answers_no_question_of_another(
    app: Flask, member: Member
) -> None:
    """A question for whoever owes a second step is no question for anybody else."""
    passkey = factors.with_passkey(member)
    browser = Sender(app, member).signed_in()
    browser.get("/sign-in/second-step")
    asked = browser.post("/sign-in/second-step/challenge")
    answer = passkey.get(asked.text)

    elsewhere = with_cookie(app, member, CHALLENGE, cookie(browser, CHALLENGE))
    elsewhere.get("/sign-in")
    refused = elsewhere.post("/sign-in/passkey", credential=answer)

    assert refused.status_code == 409
    assert cookie(elsewhere, SESSION) == ""


def test_each_step_up_gives_a_new_session_and_ends_the_old_one(app: Flask, member: Member) -> None:
    secret, codes = factors.with_authenticator(member)
    browser = Sender(app, member).signed_in()
    at = datetime.now(UTC) + timedelta(seconds=30)
    browser.get("/sign-in/second-step")
    browser.post("/sign-in/second-step", code=factors.code(secret, at))
    first = cookie(browser, SESSION)
    again = with_cookie(app, member, SESSION, first)
    again.get("/settings/security")  # whoever is signed in is led on from the sign-in page
    again.sign_in("correct horse battery staple")
    again.get("/sign-in/second-step")
    again.post("/sign-in/second-step", code=codes[0])
    second = cookie(again, SESSION)

    assert "" not in (first, second)
    assert first != second
    assert with_cookie(app, member, SESSION, first).get("/envelopes").status_code == 303
    assert with_cookie(app, member, SESSION, second).get("/envelopes").status_code == 200


def test_the_forms_of_one_browser_are_worth_nothing_in_another(
    sender: Sender, stranger: Sender
) -> None:
    sender.get("/settings/security")
    stranger.get("/settings/security")

    answer = sender.browser.post(
        "/settings/security/password",
        data={"csrf_token": stranger.token, "old_password": "a", "password": "b"},
    )

    assert answer.status_code == 403
    assert sender.token != stranger.token
