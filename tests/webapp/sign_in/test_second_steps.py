from flask import Flask

from tenants.member import Member
from tests.tenants import factors
from tests.tenants.conftest import PASSWORD
from tests.webapp.senders import Sender


def test_after_the_password_a_code_leads_to_where_one_wanted_to_go(
    app: Flask, member: Member
) -> None:
    _, codes = factors.with_authenticator(member)
    sender = Sender(app, member)

    asked = sender.sign_in(PASSWORD, next="/envelopes?box=drafts")

    assert asked.headers["Location"].startswith("/sign-in/second-step")
    assert sender.get("/envelopes").status_code == 303
    assert "authenticator app" in sender.get(asked.headers["Location"]).text
    wrong = sender.post("/sign-in/second-step", code="000000", next="/envelopes?box=drafts")
    assert wrong.status_code == 409
    assert "This code is wrong" in wrong.text
    right = sender.post("/sign-in/second-step", code=codes[0], next="/envelopes?box=drafts")
    assert right.headers["Location"] == "/envelopes?box=drafts"
    assert sender.get("/envelopes").status_code == 200


def test_without_a_password_given_there_is_no_second_step(app: Flask, member: Member) -> None:
    sender = Sender(app, member)
    sender.get("/sign-in")

    for answer in (
        sender.get("/sign-in/second-step"),
        sender.post("/sign-in/second-step", code="000000"),
        sender.post("/sign-in/second-step/challenge"),
        sender.post("/sign-in/second-step/passkey", credential="{}"),
    ):
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in?")


def test_a_passkey_signs_in_without_a_password(app: Flask, member: Member) -> None:
    passkey = factors.with_passkey(member)
    sender = Sender(app, member)
    sender.get("/sign-in")

    options = sender.post("/sign-in/passkey/challenge")
    answer = sender.post("/sign-in/passkey", credential=passkey.get(options.text))
    again = sender.post("/sign-in/passkey", credential=passkey.get(options.text))

    assert options.mimetype == "application/json"
    assert (answer.status_code, answer.headers["Location"]) == (303, "/envelopes")
    assert sender.get("/envelopes").status_code == 200
    assert again.status_code == 409
    assert "This passkey was not accepted" in again.text


def test_a_passkey_is_a_second_step_too(app: Flask, member: Member) -> None:
    passkey = factors.with_passkey(member)
    sender = Sender(app, member)
    asked = sender.sign_in(PASSWORD)

    assert "Use your passkey" in sender.get(asked.headers["Location"]).text
    options = sender.post("/sign-in/second-step/challenge")
    answer = sender.post("/sign-in/second-step/passkey", credential=passkey.get(options.text))

    assert answer.headers["Location"] == "/envelopes"


def test_a_session_of_before_never_survives_a_sign_in(app: Flask, member: Member) -> None:
    sender = Sender(app, member).signed_in()
    before = sender.browser.get_cookie("countersign-session")
    assert before is not None

    sender.sign_in(PASSWORD)
    sender.get("/sign-in")
    sender.post("/sign-in", email=member.email, password=PASSWORD)
    after = sender.browser.get_cookie("countersign-session")

    assert after is not None
    assert before.value != after.value
    sender.browser.set_cookie("countersign-session", before.value)
    assert sender.get("/envelopes").status_code == 303
