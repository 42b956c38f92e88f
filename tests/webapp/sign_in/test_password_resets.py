import re

from flask import Flask

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import factors
from tests.tenants.conftest import PASSWORD
from tests.tenants.platform_letters import letters
from tests.webapp.senders import Sender

NEW = "four blue herons wade"


def link_for(installation: Installation, member: Member) -> str:
    mailed = [w for w in letters(installation) if w.words.address == member.email]
    (letter,) = [w for w in mailed if w.words.kind == "password_reset"]
    return letter.words.link


def test_a_forgotten_password_is_set_anew_and_ends_all_sessions(
    app: Flask, installation: Installation, sender: Sender, member: Member
) -> None:
    browser = Sender(app, member)
    browser.get("/password-reset")
    browser.post("/password-reset", email=member.email.upper())
    link = link_for(installation, member)

    opened = browser.get(link)
    assert opened.headers["Location"] == "/new-password"
    assert member.email in browser.get("/new-password").text
    short = browser.post("/new-password", password="short")
    assert short.status_code == 422
    assert "at least 12 characters" in short.text
    done = browser.post("/new-password", password=NEW)

    assert done.headers["Location"] == "/sign-in"
    assert "Password changed" in browser.get("/sign-in").text
    assert sender.get("/envelopes").status_code == 303
    assert browser.sign_in(PASSWORD).status_code == 409
    assert browser.sign_in(NEW).headers["Location"] == "/envelopes"
    assert "password_changed" in {w.words.kind for w in letters(installation)}


def test_a_link_works_once_and_a_new_password_ends_the_others(
    app: Flask, installation: Installation, member: Member
) -> None:
    browser = Sender(app, member)
    browser.get("/password-reset")
    links = []
    for _ in range(2):
        browser.post("/password-reset", email=member.email)
        links.append(link_for(installation, member))

    browser.get(links[0])
    assert browser.get("/new-password").status_code == 200
    browser.post("/new-password", password=NEW)

    for link in links:
        browser.get(link)
        assert browser.get("/new-password").status_code == 410
        assert "was already used" in browser.post("/new-password", password=NEW).text


def test_nobody_learns_whose_address_is_known(
    app: Flask, installation: Installation, member: Member
) -> None:
    browser = Sender(app, member)
    browser.get("/password-reset")
    letters(installation)

    known = browser.post("/password-reset", email=member.email)
    unknown = browser.post("/password-reset", email="nobody@example.com")

    texts = {
        re.sub(r"(csrf_token\" value|X-CSRF-Token\": )\S+", "", answer.text).replace(email, "")
        for answer, email in ((known, member.email), (unknown, "nobody@example.com"))
    }
    assert known.status_code == unknown.status_code == 200
    assert len(texts) == 1
    with installation.platform.transaction(SYSTEM) as tx:
        jobs = tx.rows.all(
            "select kind from outbox where state = 'open' and kind = 'answer_by_mail'"
        )
    assert len(jobs) == 2
    assert [w.words.address for w in letters(installation)] == [member.email]


def test_past_three_in_an_hour_nothing_more_is_mailed_and_nobody_is_told(
    app: Flask, installation: Installation, member: Member
) -> None:
    browser = Sender(app, member)
    browser.get("/password-reset")

    answers = [browser.post("/password-reset", email=member.email) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}
    assert len(letters(installation)) == 3


def test_a_second_factor_is_still_owed_after_a_new_password(
    app: Flask, installation: Installation, member: Member
) -> None:
    factors.with_authenticator(member)
    browser = Sender(app, member)
    browser.get("/password-reset")
    browser.post("/password-reset", email=member.email)
    browser.get(link_for(installation, member))
    browser.get("/new-password")
    browser.post("/new-password", password=NEW)

    assert browser.sign_in(NEW).headers["Location"].startswith("/sign-in/second-step")


def test_whoever_is_locked_out_is_mailed_once(
    app: Flask, installation: Installation, member: Member
) -> None:
    letters(installation)
    browser = Sender(app, member)
    for _ in range(14):
        browser.sign_in("not the password")

    told = letters(installation)

    assert [(w.words.kind, w.words.address) for w in told] == [("locked_out", member.email)]
