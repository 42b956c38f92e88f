import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.wrappers import Request

from core.envelopes.listing.filters import Filters
from tenants.use_cases.envelopes.listing import envelope_list
from tests.tenants.opening import run
from tests.webapp.senders import Sender

ROOT = Path(__file__).parents[3]
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

    answer = sender.post(f"/envelopes/{uuid4()}", new="yes", name="Lease")

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
    assert run(sender.member, envelope_list.envelopes, Filters(box="drafts")).rows == ()


def test_the_page_of_another_site_cannot_send_our_forms(sender: Sender) -> None:
    sender.get("/envelopes")
    elsewhere = {"Origin": "https://elsewhere.example"}

    answer = sender.post(f"/envelopes/{uuid4()}", headers=elsewhere, new="yes", name="Lease")

    assert answer.status_code == 403
    assert run(sender.member, envelope_list.envelopes, Filters(box="drafts")).rows == ()


def test_our_own_origin_may(sender: Sender) -> None:
    sender.get("/envelopes")

    answer = sender.post(
        f"/envelopes/{uuid4()}", headers={"Origin": "http://localhost"}, new="yes", name="Lease"
    )

    assert answer.status_code == 303


def test_the_token_of_one_browser_is_useless_in_another(sender: Sender, stranger: Sender) -> None:
    stranger.get("/envelopes")
    sender.get("/envelopes")
    sender.token = stranger.token

    assert sender.post(f"/envelopes/{uuid4()}", new="yes", name="Lease").status_code == 403


def test_htmx_gets_a_notice_that_leaves_the_page_as_it_is(sender: Sender) -> None:
    sender.token = "made up"

    answer = sender.post(f"/envelopes/{uuid4()}", htmx=True, new="yes", name="Lease")

    assert answer.status_code == 403
    assert answer.headers["HX-Reswap"] == "none"
    assert answer.text.strip().startswith('<div id="notice" hx-swap-oob="innerHTML"')


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


def test_a_token_is_looked_for_at_the_beginning_of_a_form_only(sender: Sender) -> None:
    sender.get("/envelopes")
    late = {"subject": "x" * 70_000, "csrf_token": sender.token}

    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        answer = sender.browser.post("/folders", data=late, content_type=kind)
        assert answer.status_code == 403


def test_before_its_token_is_known_no_part_of_a_form_is_parsed(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender.get("/envelopes")
    parsed = []
    load = Request._load_form_data
    monkeypatch.setattr(Request, "_load_form_data", lambda r: (parsed.append(r.path), load(r))[1])
    form = {"csrf_token": "made up", "file": (BytesIO(b"x" * 300_000), "contract.pdf")}

    refused = sender.browser.post("/verify", data=form)

    assert refused.status_code == 403
    assert parsed == []
    form = {"csrf_token": sender.token, "file": (BytesIO(b"x" * 300_000), "contract.pdf")}
    assert sender.browser.post("/verify", data=form).status_code != 403
    assert parsed


def test_every_form_begins_with_its_token() -> None:
    forms = 0
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        for found in re.finditer(r'<form\b[^>]*method="post"[^>]*>(.*?)csrf\(\)', text, re.S):
            before = re.search(
                r"<(input|select|textarea|button)|ui\.(input|text|sel|tick)", found[1]
            )
            assert not before, f"{template.name}: {found[0]}"
            forms += 1
    assert forms > 100
