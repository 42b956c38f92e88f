from uuid import uuid4

import pytest
from flask import Flask

from core.filters import Filters
from tenants.use_cases import listing
from tests.webapp.portal.senders import Sender

PAGES = ("/sign-in", "/envelopes", "/mailbox", "/there-is-nothing-here", "/health")


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_is_strict_about_what_a_page_may_do(sender: Sender, page: str) -> None:
    answer = sender.get(page)

    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Server-Timing"].startswith("total;dur=")


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_script_or_a_style_of_its_own(sender: Sender, page: str) -> None:
    html = sender.get(page).text

    assert "style=" not in html
    assert "<style" not in html
    assert "onclick" not in html
    assert "<script>" not in html


def test_a_form_without_its_token_changes_nothing(sender: Sender) -> None:
    sender.token = "made up"

    answer = sender.post("/envelopes", envelope_id=str(uuid4()))

    assert answer.status_code == 403
    assert "nothing was changed" in answer.text
    assert listing.envelopes(sender.member, Filters(box="drafts")).rows == ()


def test_the_page_of_another_site_cannot_send_our_forms(sender: Sender) -> None:
    sender.get("/envelopes")
    elsewhere = {"Origin": "https://elsewhere.example"}

    answer = sender.post("/envelopes", headers=elsewhere, envelope_id=str(uuid4()))

    assert answer.status_code == 403
    assert listing.envelopes(sender.member, Filters(box="drafts")).rows == ()


def test_our_own_origin_may(sender: Sender) -> None:
    sender.get("/envelopes")

    answer = sender.post(
        "/envelopes", headers={"Origin": "http://localhost"}, envelope_id=str(uuid4())
    )

    assert answer.status_code == 303


def test_the_token_of_one_browser_is_useless_in_another(sender: Sender, stranger: Sender) -> None:
    stranger.get("/envelopes")
    sender.get("/envelopes")
    sender.token = stranger.token

    assert sender.post("/envelopes", envelope_id=str(uuid4())).status_code == 403


def test_htmx_gets_a_notice_that_leaves_the_page_as_it_is(sender: Sender) -> None:
    sender.token = "made up"

    answer = sender.post("/envelopes", htmx=True, envelope_id=str(uuid4()))

    assert answer.status_code == 403
    assert answer.headers["HX-Reswap"] == "none"
    assert answer.text.strip().startswith('<div id="notice" hx-swap-oob="innerHTML">')


def test_static_files_are_kept_for_good_under_their_digest_only(app: Flask) -> None:
    browser = app.test_client()
    digest = app.extensions["assets"]

    current = browser.get(f"/static/{digest}/style.css")
    older = browser.get("/static/000000000000/js/start.js")

    assert current.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert older.headers["Cache-Control"] == "no-cache"
    assert "--seal:" in current.text


def test_nothing_outside_of_the_static_folder_is_served(app: Flask) -> None:
    for path in ("../wsgi.py", "%2e%2e/wsgi.py", "css/../../wsgi.py"):
        assert app.test_client().get(f"/static/x/{path}").status_code == 404
