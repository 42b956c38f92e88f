import io
from datetime import datetime
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from core.principal import SYSTEM
from tenants.member import Member
from tenants.store.jobs import health
from tests.tenants import ceremonies
from tests.webapp.senders import Sender


def test_an_address_that_leads_nowhere_says_so_in_plain_words(sender: Sender) -> None:
    answer = sender.get("/there-is-nothing-here")

    assert answer.status_code == 404
    assert "<h1>Not found</h1>" in answer.text
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
    assert "Too many requests" in answers[-1].text
    assert "Too many requests" not in answers[-2].text


def test_going_back_leads_to_the_page_one_came_from_and_nowhere_else(sender: Sender) -> None:
    here = sender.get("/absent", Referer="http://localhost/envelopes?box=drafts")
    elsewhere = sender.get("/absent", Referer="https://elsewhere.example/trap")

    assert 'href="http://localhost/envelopes?box=drafts"' in here.text
    assert "elsewhere.example" not in elsewhere.text
    assert "Go to the start page" in here.text
    assert "Go to the start page" not in elsewhere.text  # there, going back leads to it


def test_a_bug_is_a_page_that_promises_nothing_was_lost(app: Flask, sender: Sender) -> None:
    app.view_functions["home.show"], kept = _broken, app.view_functions["home.show"]

    answer = sender.get("/")
    app.view_functions["home.show"] = kept

    assert answer.status_code == 500
    assert "Nothing you did was lost" in answer.text


def _broken() -> None:
    raise ZeroDivisionError


def test_the_process_says_that_it_lives_and_that_its_database_does(
    app: Flask, services: dict[str, str]
) -> None:
    browser = app.test_client()
    _nothing_waits(services)
    _heard(services, relay=0, worker=0)

    assert browser.get("/health").text == "ok\n"
    # Other tests of this database leave jobs that were given up, which is told and no failure.
    ready = browser.get("/ready")
    assert (ready.status_code, ready.text.splitlines()[0]) == (200, "ok")


def test_ready_says_that_a_worker_or_relay_hangs_and_that_jobs_fail(
    app: Flask, member: Member, services: dict[str, str]
) -> None:
    browser = app.test_client()
    _nothing_waits(services)
    answers = []
    for relay, worker in ((0, 40), (40, 0)):
        _heard(services, relay=relay, worker=worker)
        answers.append(browser.get("/ready"))
    _heard(services, relay=0, worker=0)
    with member.organization.transaction(SYSTEM) as tx:
        for kind, state, tries in (("mail_sender", "dead", 1), ("mail_sender", "open", 9)):
            tx.rows.run(
                "insert into outbox (organization_id, kind, queue, arguments, priority, lease,"
                " state, tries) values (%s, %s, 'messages', '{}', 1, '1 s', %s, %s)",
                *(tx.organization_id, kind, state, tries),
            )
    failing = browser.get("/ready")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into outbox (organization_id, kind, queue, arguments, priority, lease, due_at)"
            " values (%s, 'seal_envelope', 'seal', '{}', 1, '1 s', now() - interval '1 hour')",
            tx.organization_id,
        )
    waiting = browser.get("/ready")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into outbox (organization_id, kind, queue, arguments, priority, lease, state,"
            " finished_at) values (%s, 'seal_envelope', 'seal', '{}', 1, '1 s', 'done', now())",
            tx.organization_id,
        )
    in_turn = browser.get("/ready")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set state = 'done', finished_at = now()")

    assert [answer.status_code for answer in answers] == [503, 503]
    assert "The worker was last heard of 40 s ago." in answers[0].text
    assert "The relay was last heard of 40 s ago." in answers[1].text
    assert failing.status_code == 200
    assert "fail again and again" in failing.text and "were given up" in failing.text
    assert waiting.status_code == 503
    assert "has been waiting for 3600 s" in waiting.text
    assert in_turn.status_code == 200


def test_an_upload_that_broke_is_not_said_to_be_kept(
    sender: Sender, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "documents.create", _broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    sender.get("/envelopes")
    upload = (io.BytesIO(b"%PDF"), "a.pdf")
    answer = sender.post(f"/envelopes/{uuid4()}/documents", file=upload)

    assert answer.status_code == 500
    assert "Nothing you did was lost" not in answer.text
    assert "Your upload was not saved" in answer.text


def _nothing_waits(services: dict[str, str]) -> None:
    """Other tests of this database leave jobs that nobody does."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update outbox set state = 'done', finished_at = now() where state = 'open'"
        )


def _heard(services: dict[str, str], relay: int, worker: int) -> None:
    """How many seconds ago."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        for program, ago in (("relay", relay), ("worker", worker)):
            health.beat(superuser, program)
            superuser.execute(
                "update program_beats set beat_at = now() - %s * interval '1 s' where program = %s",
                (ago, program),
            )


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
    assert "What you typed, so that you can copy it:" in answer.text
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
