"""A sentence for the next page: what was done, told after the redirect that follows a form."""

from urllib.parse import quote, unquote

from flask import Flask, Response, g, request

from webapp import security

COOKIE = "notice"
SECONDS = 60


def register(app: Flask) -> None:
    app.after_request(_forget)


def leave(response: Response, sentence: str) -> Response:
    """Have the page that `response` leads to say `sentence`, once."""
    security.set_cookie(response, COOKIE, quote(sentence), max_age=SECONDS)
    return response


def take() -> str:
    """What was left for this page."""
    left = request.cookies.get(security.cookie_name(COOKIE), "")
    g.notice_taken = bool(left)
    return unquote(left)[:300]


def _forget(response: Response) -> Response:
    if g.get("notice_taken"):
        security.delete_cookie(response, COOKIE)
    return response
