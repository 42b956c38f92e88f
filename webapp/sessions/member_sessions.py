"""Who is signed in to the portal, by the session cookie."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, g, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Forbidden
from core.sign_in.refusals import AnotherWayNeeded
from core.sign_in.sign_in_policy import Admission
from tenants.use_cases.sign_in import signing_in
from webapp import current, notices
from webapp.http import hosts, rate_limits, request_info, security
from webapp.render import render
from webapp.sessions import device_cookie

COOKIE = "session"
# A form with this is not lost when the session has ended; what begins like these is not kept.
KEEPS = "kept_signed_out"
UNKEPT = ("password", "csrf_token")
# How long a browser keeps it at most; when it ends is decided where it is looked up.
LIFETIME = 30 * 24 * 3600
Arguments = ParamSpec("Arguments")


def required(
    permission: Permission, before_set_up: bool = False
) -> Callable[[Callable[Arguments, Response]], Callable[Arguments, Response]]:
    """
    The guard of portal routes: sets g.member, or shows the way to the sign-in page.

    Who still has to set up what their organization asks for reaches only what is marked with
    `before_set_up`. The use case asks for the permission again, inside its transaction.
    """

    def guard(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
        @wraps(view)
        def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
            if not identify():
                return _to_sign_in()
            if current.member().admission is not Admission.ADMITTED and not before_set_up:
                return _to(_what_is_needed())
            if not current.member().may(permission):
                raise Forbidden
            rate_limits.count_write(current.member().organization.id)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def identify() -> bool:
    """Whether a member is signed in, in a way that their organization admits."""
    token = request.cookies.get(security.cookie_name(COOKIE))
    if hosts.signing_alone():  # what members are offered is not served here
        token = None
    g.member = signing_in.identify(current.installation(), token, current.now()) if token else None
    if g.member is not None and g.member.admission is Admission.ANOTHER_WAY:
        g.member, g.another_way = None, True
    if g.member is not None:
        g.time_zone = g.member.time_zone
        current.act_as(g.member.organization, g.member.principal)
    return g.member is not None


def token() -> str:
    """The secret of the session of this browser; "" without one."""
    return request.cookies.get(security.cookie_name(COOKIE), "")


def begin(response: Response, token: str) -> Response:
    """The session that this browser had before ends: none outlives a sign-in."""
    before = request.cookies.get(security.cookie_name(COOKIE))
    if before and before != token:
        signing_in.sign_out(current.installation(), before)
    security.set_cookie(response, COOKIE, token, max_age=LIFETIME)
    member = signing_in.identify(current.installation(), token, current.now())
    return device_cookie.remember(response, member.email) if member else response


def end(response: Response) -> Response:
    token = request.cookies.get(security.cookie_name(COOKIE))
    if token:
        signing_in.sign_out(current.installation(), token)
    security.delete_cookie(response, COOKIE)
    return response


def _what_is_needed() -> str:
    """The page where it is set up."""
    connects = current.member().admission is Admission.CONNECTION_NEEDED
    return url_for("sso_identities.show" if connects else "credentials.set_up")


def _to_sign_in() -> Response:
    if request.form.get(KEEPS) and not request_info.wants_fragment():
        return _ended()
    page = request.full_path.rstrip("?") if request.method == "GET" else "/"
    fragment = request_info.wants_fragment()
    answer = _to(url_for("sessions.new") if fragment else url_for("sessions.new", next=page))
    if g.get("another_way"):
        notices.leave_refusal(answer, AnotherWayNeeded())
    return answer


def _ended() -> Response:
    """What was typed, in a page that sends it once more after signing in, elsewhere."""
    typed = [(n, v) for n, v in request.form.items(multi=True) if not n.startswith(UNKEPT)]
    return render("sign_in/sessions/ended.html", status=401, typed=typed, address=request.path)


def _to(page: str) -> Response:
    if request_info.wants_fragment():
        response = make_response("", 401)
        response.headers["HX-Redirect"] = page
        return response
    return make_response(redirect(page, 303))
