"""A sentence for the next page: what was done, told after the redirect that follows a form."""

from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote, unquote

from flask import Flask, Response, g, request

from core.refusals import Refusal
from webapp.http import security
from webapp.text import problem_text

COOKIE = "notice"
SECONDS = 60


class NoticeKind(StrEnum):
    """How a notice looks: a green tick, or a red mark that stays until it is closed."""

    DONE = "done"
    PROBLEM = "problem"


class Notice(NamedTuple):
    text: str
    kind: NoticeKind = NoticeKind.DONE


def register(app: Flask) -> None:
    app.after_request(_forget)


def leave(response: Response, sentence: str, kind: NoticeKind = NoticeKind.DONE) -> Response:
    """Have the page that `response` leads to say `sentence`, once."""
    security.set_cookie(response, COOKIE, quote(f"{kind} {sentence}"), max_age=SECONDS)
    return response


def leave_refusal(response: Response, refusal: Refusal) -> Response:
    """The same for something that was not done: it must not look as if it was."""
    return leave(response, problem_text.message(refusal), NoticeKind.PROBLEM)


def take() -> Notice:
    """What was left for this page."""
    left = unquote(request.cookies.get(security.cookie_name(COOKIE), ""))
    g.notice_taken = bool(left)
    kind, _, sentence = left.partition(" ")
    return Notice(
        sentence[:300], NoticeKind.PROBLEM if kind == NoticeKind.PROBLEM else NoticeKind.DONE
    )


def _forget(response: Response) -> Response:
    if g.get("notice_taken"):
        security.delete_cookie(response, COOKIE)
    return response
