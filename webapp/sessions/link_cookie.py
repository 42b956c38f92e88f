"""The secret of a link that was mailed, held in a cookie: no address and no cache keeps it."""

from flask import Response, make_response, redirect, request

from webapp.http import security

SECONDS = 3600


def keep(name: str, token: str, page: str) -> Response:
    """To `page`, which has the secret at hand for an hour. Opening a link uses up nothing."""
    response = make_response(redirect(page, 303))
    response.headers["Referrer-Policy"] = "no-referrer"
    security.set_cookie(response, name, token, max_age=SECONDS)
    return response


def secret(name: str) -> str:
    """The secret, or "" when its link was not opened in this browser."""
    return request.cookies.get(security.cookie_name(name), "")


def clear(response: Response, name: str) -> Response:
    security.delete_cookie(response, name)
    return response
