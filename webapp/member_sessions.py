"""Who is signed in to the portal, by the session cookie."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, g, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Forbidden
from tenants.use_cases import signing_in
from webapp import client, current, limits, security

COOKIE = "session"
LIFETIME = 12 * 3600
Arguments = ParamSpec("Arguments")


def required(
    permission: Permission,
) -> Callable[[Callable[Arguments, Response]], Callable[Arguments, Response]]:
    """
    The guard of portal routes: sets g.member, or shows the way to the sign-in page.

    The use case asks for the permission again, inside its transaction.
    """

    def guard(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
            if not identify():
                return _to_sign_in()
            if not current.member().may(permission):
                raise Forbidden
            limits.count_write(current.member().organization.id)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def identify() -> bool:
    token = request.cookies.get(security.cookie_name(COOKIE))
    g.member = signing_in.identify(current.installation(), token, current.now()) if token else None
    if g.member is not None:
        g.time_zone = g.member.time_zone
    return g.member is not None


def begin(response: Response, token: str) -> Response:
    security.set_cookie(response, COOKIE, token, max_age=LIFETIME)
    return response


def end(response: Response) -> Response:
    token = request.cookies.get(security.cookie_name(COOKIE))
    if token:
        signing_in.sign_out(current.installation(), token)
    security.delete_cookie(response, COOKIE)
    return response


def _to_sign_in() -> Response:
    page = request.full_path.rstrip("?") if request.method == "GET" else "/"
    if client.wants_fragment():
        response = make_response("", 401)
        response.headers["HX-Redirect"] = url_for("sessions.new")
        return response
    return make_response(redirect(url_for("sessions.new", next=page), 303))
