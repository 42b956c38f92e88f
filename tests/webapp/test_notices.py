import json
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask, make_response

from tests.webapp.senders import Sender
from webapp import notices
from webapp.notices import NoticeAction, NoticeKind

COOKIE = "countersign-notice"
UNDO = NoticeAction("Undo", "/envelopes/folders/1/moves", {"to": "a"}, in_place=True)


def left(app: Flask, text: str, **more: Any) -> str:
    """The cookie that keeps it for the next page."""
    with app.test_request_context("/"):
        cookie = notices.leave(make_response(""), text, **more).headers["Set-Cookie"]
    return cookie.partition("=")[2].partition(";")[0]


def page(sender: Sender, cookie: str) -> str:
    """The next page, and it says so once."""
    sender.browser.set_cookie(COOKIE, cookie)
    answer = sender.get("/settings/preferences")
    assert answer.status_code == 200
    said = answer.text
    assert (
        'data-start="notice"' not in sender.get("/settings/preferences").text.split("<template")[0]
    )
    return said.split("<template")[0]


def test_what_was_done_and_what_was_refused_differ_in_look_and_role(
    app: Flask, sender: Sender
) -> None:
    done = page(sender, left(app, "Moved to “Größe”; 2 files."))
    refused = page(sender, left(app, "It was sent meanwhile.", kind=NoticeKind.PROBLEM))

    status, alert = done.split('id="notice"')[1].split('id="alert"')
    assert "notice--done" in status and "Moved to “Größe”; 2 files." in status
    assert 'role="status"' in status and "notice" not in alert.split("</div>")[0]
    status, alert = refused.split('id="notice"')[1].split('id="alert"')
    assert "notice--problem" in alert and "It was sent meanwhile." in alert
    assert 'role="alert"' in alert and "It was sent" not in status


def test_a_notice_carries_one_button_that_works_without_a_script(
    app: Flask, sender: Sender
) -> None:
    said = page(sender, left(app, "Moved.", action=UNDO))

    form = said.split('<form class="notice__action"')[1].split("</form>")[0]
    assert 'action="/envelopes/folders/1/moves" method="post"' in form
    assert 'hx-post="/envelopes/folders/1/moves" hx-swap="none"' in form
    assert 'name="to" value="a"' in form and 'name="csrf_token"' in form
    assert ">Undo</button>" in form


def test_a_button_too_large_for_a_cookie_is_left_out_and_the_sentence_said(
    app: Flask, sender: Sender
) -> None:
    large = NoticeAction("Undo", "/undo", {"ids": "x" * 4000})

    said = page(sender, left(app, "Moved.", action=large))

    assert "Moved." in said
    assert "notice__action" not in said


@pytest.mark.parametrize(
    "cookie",
    [
        "done Saved.",
        quote("[]"),
        quote('"text"'),
        quote(json.dumps({"kind": "other", "text": "x"})),
        quote(json.dumps({"kind": "done", "text": "x", "url": "/a"})),
        quote('{"kind": "done", "text": "\\ud800"}'),
        quote("[" * 1200),
    ],
)
def test_a_cookie_that_is_none_of_ours_says_nothing(sender: Sender, cookie: str) -> None:
    assert 'data-start="notice"' not in page(sender, cookie)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "/\t/example.org",
        "/\n/example.org",
        "/\0/example.org",
    ],
)
def test_a_button_leads_to_no_other_site(sender: Sender, url: str) -> None:
    cookie = {"kind": "done", "text": "Moved.", "word": "Undo", "url": url}

    said = page(sender, quote(json.dumps(cookie | {"values": {}, "in_place": False})))

    assert "Moved." in said
    assert "example.org" not in said
