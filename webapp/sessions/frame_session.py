"""
The session of a page inside a page of an application: to sign, or to prepare a draft.

A browser that keeps cookies of frames sends one, apart for each application (CHIPS). Where cookies
are blocked, the secret goes along in a header, in the hidden field of each form, and, for what a
browser fetches by itself, in the addresses that the page names.
"""

from typing import Any
from uuid import UUID

from flask import Flask, Response, g, request

from webapp.forms import csrf_field

COOKIE = "framed"
NAME = "session"
HEADER = "X-Signing-Session"
BELOW = ("/sign/", "/prepare/")
ROUTES = ("signings.", "sender_views.")


def register(app: Flask) -> None:
    app.url_defaults(_add)
    app.jinja_env.globals["frame_secret"] = in_page


def begin(
    response: Response, id: UUID, session: str, seconds: int, below: str = "/sign"
) -> Response:
    """
    `id`: of the recipient, or below /prepare of the draft.

    Browsers take it from a page in a frame because it is partitioned; it has to be Secure.
    """
    response.set_cookie(
        COOKIE,
        session,
        max_age=seconds,
        path=f"{below}/{id}",
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
    )
    return response


def end(response: Response, recipient_id: UUID) -> None:
    if COOKIE in request.cookies:
        path = f"/sign/{recipient_id}"
        response.delete_cookie(COOKIE, path=path, secure=True, samesite="None", partitioned=True)


def secret() -> str:
    """Of the session of this request; "" where it is not one in a frame."""
    if not request.path.startswith(BELOW):
        return ""
    return request.cookies.get(COOKIE, "") or in_page()


def in_page() -> str:
    """The secret that the page itself carries, because there is no cookie; else ""."""
    if not request:
        return ""
    if "frame_secret" not in g:
        g.frame_secret = _given()
    return str(g.frame_secret)


def _given() -> str:
    if not request.path.startswith(BELOW) or COOKIE in request.cookies:
        return ""
    given = request.headers.get(HEADER, "") or request.args.get(NAME, "")
    if not given and request.method == "POST":
        given = csrf_field.sent(NAME)
    return given


def _add(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint.startswith(ROUTES) and (found := in_page()):
        values.setdefault(NAME, found)
