"""A sentence for the next page: what was done, told after the redirect that follows a form."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from flask import Flask, Response, g, request

from core.refusals import Refusal
from webapp.http import security
from webapp.text import problem_text

COOKIE = "notice"
SECONDS = 60
# Browsers keep no larger cookie; what does not fit is said without its button.
LARGEST = 3500
# An address of this site. Browsers read past tabs and line ends, and take "\\" for "/".
OURS = re.compile(r"/(?:(?!/)[!-\[\]-~]+)?")


class NoticeKind(StrEnum):
    """How a notice looks: a green tick, or a red mark that stays until it is closed."""

    DONE = "done"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """
    The button of a notice, such as "Undo": a form that posts `values` to `url`.

    `in_place`: htmx posts it, and the answer says itself which parts of the page change.
    """

    word: str
    url: str
    values: Mapping[str, str] = field(default_factory=dict)
    in_place: bool = False


class Notice(NamedTuple):
    text: str
    kind: NoticeKind = NoticeKind.DONE
    action: NoticeAction | None = None


NONE = Notice("")


def register(app: Flask) -> None:
    app.after_request(_forget)


def leave(
    response: Response,
    sentence: str,
    kind: NoticeKind = NoticeKind.DONE,
    action: NoticeAction | None = None,
) -> Response:
    """Have the page that `response` leads to say `sentence`, once."""
    said = {"kind": kind.value, "text": sentence}
    left = _packed(said | (asdict(action) if action else {}))
    security.set_cookie(
        response, COOKIE, left if len(left) <= LARGEST else _packed(said), max_age=SECONDS
    )
    return response


def leave_refusal(response: Response, refusal: Refusal) -> Response:
    """The same for something that was not done: it must not look as if it was."""
    return leave(response, problem_text.message(refusal), NoticeKind.PROBLEM)


def take() -> Notice:
    """What was left for this page."""
    left = request.cookies.get(security.cookie_name(COOKIE), "")
    g.notice_taken = bool(left)
    try:
        said = json.loads(unquote(left))
        json.dumps(said, ensure_ascii=False).encode()  # refuses half characters
        return Notice(str(said["text"])[:300], NoticeKind(said["kind"]), _action(said))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Notice("")


def _packed(said: dict[str, Any]) -> str:
    return quote(json.dumps(said, separators=(",", ":")))


def _action(said: dict[str, Any]) -> NoticeAction | None:
    """None also for an address that is not of this site."""
    url = str(said.get("url", ""))
    if not OURS.fullmatch(url):
        return None
    values = {str(name): str(value) for name, value in said["values"].items()}
    return NoticeAction(str(said["word"])[:40], url, values, bool(said["in_place"]))


def _forget(response: Response) -> Response:
    if g.get("notice_taken"):
        security.delete_cookie(response, COOKIE)
    return response
