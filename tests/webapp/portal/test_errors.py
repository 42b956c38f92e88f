from datetime import datetime

import psycopg
from flask import Flask

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp.portal.senders import Sender


def test_an_address_that_leads_nowhere_says_so_in_plain_words(sender: Sender) -> None:
    answer = sender.get("/there-is-nothing-here")

    assert answer.status_code == 404
    assert "<h1>There is nothing here</h1>" in answer.text
    assert "Go back" in answer.text


def test_a_page_that_is_used_in_another_way_says_so(sender: Sender) -> None:
    answer = sender.get("/sign-out")

    assert answer.status_code == 405
    assert "That does not work here" in answer.text


def test_too_many_requests_are_asked_to_wait(app: Flask, member: Member) -> None:
    sender = Sender(app, member)
    sender.get("/sign-in")

    answers = [sender.post("/sign-in", email=member.email, password="no") for _ in range(61)]

    assert answers[-1].status_code == 429
    assert "A little slower, please" in answers[-1].text
    assert "A little slower, please" not in answers[-2].text


def test_going_back_leads_to_the_page_one_came_from_and_nowhere_else(sender: Sender) -> None:
    here = sender.get("/absent", Referer="http://localhost/envelopes?box=drafts")
    elsewhere = sender.get("/absent", Referer="https://elsewhere.example/trap")

    assert 'href="http://localhost/envelopes?box=drafts"' in here.text
    assert "elsewhere.example" not in elsewhere.text


def test_a_bug_is_a_page_that_promises_nothing_was_lost(app: Flask, sender: Sender) -> None:
    app.view_functions["home.show"], kept = _broken, app.view_functions["home.show"]

    answer = sender.get("/")
    app.view_functions["home.show"] = kept

    assert answer.status_code == 500
    assert "Nothing you did was lost" in answer.text


def _broken() -> None:
    raise ZeroDivisionError


def test_the_process_says_that_it_lives_and_that_its_database_does(app: Flask) -> None:
    browser = app.test_client()

    assert browser.get("/health").text == "ok\n"
    assert browser.get("/ready").text == "ok\n"


def test_a_form_that_is_refused_shows_what_was_typed(
    sender: Sender, member: Member, now: datetime, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(member, now)
    sender.get(f"/envelopes/{envelope.id}")
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        frozen = "update organizations set suspended_at = now() where id = %s"
        superuser.execute(frozen, (member.organization.id,))

    answer = sender.post(f"/envelopes/{envelope.id}/details", external_id="Offer 4711 of <May>")

    assert answer.status_code == 409
    assert "What you typed:" in answer.text
    assert "Offer 4711 of &lt;May&gt;" in answer.text
    assert "csrf" not in answer.text[answer.text.index("What you typed") :]


def test_a_page_that_waits_for_what_is_gone_is_loaded_anew(
    sender: Sender, stranger: Sender, member: Member, now: datetime
) -> None:
    envelope = ceremonies.sent(member, now)

    asked_again = stranger.get(f"/envelopes/{envelope.id}", htmx=True, **{"If-None-Match": '"1"'})
    clicked = stranger.get(f"/envelopes/{envelope.id}", htmx=True)

    assert asked_again.status_code == clicked.status_code == 404
    assert asked_again.headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in clicked.headers
