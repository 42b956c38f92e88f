"""Who is signed in to the operator's portal: a cookie of its own, never a member's."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import Response, g, make_response, redirect, request, url_for

from tenants.operator import Operator
from tenants.use_cases.operator import abuse_reports, operator_sign_in
from tenants.use_cases.operator.operator_sign_in import OperatorAdmission
from webapp import current
from webapp.http import request_info, security

COOKIE = "operator"
Arguments = ParamSpec("Arguments")


def required(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """
    The guard of the operator's portal: both factors, or the way to what is missing.

    The database asks for the session again at everything that a use case does.
    """

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        token = _token()
        g.operator = operator_sign_in.identify(current.installation(), token) if token else None
        if g.operator is None:
            return _to_sign_in()
        current.act_as(current.installation().platform, g.operator.principal)
        return view(*args, **kwargs)

    guarded.operator = True  # type: ignore[attr-defined]
    return guarded


def operator() -> Operator:
    """Only in routes that `required` guards."""
    return cast(Operator, g.operator)


def admission() -> OperatorAdmission | None:
    """The operator who gave a password, and perhaps a second factor."""
    token = _token()
    return operator_sign_in.admission(current.installation(), token) if token else None


def next_step(found: OperatorAdmission) -> str:
    """The page of the next step of signing in."""
    if found.session.factors > 1:
        return url_for("operator.organizations.index")
    step = "factor" if found.session.enrolled else "enrolment"
    return url_for(f"operator.sessions.{step}")


def begin(response: Response, token: str) -> Response:
    """Ends with the browser, and on the server long before."""
    security.set_cookie(response, COOKIE, token)
    return response


def end(response: Response) -> Response:
    token = _token()
    if token:
        operator_sign_in.sign_out(current.installation(), token)
    security.delete_cookie(response, COOKIE)
    return response


def frame() -> dict[str, Any]:
    """What every page of the portal shows around its own matter."""
    found = g.get("operator")
    if not found:
        return {"operator": None, "open_reports": 0}
    with current.transaction() as tx:
        return {"operator": found, "open_reports": abuse_reports.open_reports(tx)}


def _token() -> str:
    return request.cookies.get(security.cookie_name(COOKIE), "")


def _to_sign_in() -> Response:
    found = admission()
    place = next_step(found) if found else url_for("operator.sessions.new")
    if request_info.wants_fragment():
        response = make_response("", 401)
        response.headers["HX-Redirect"] = place
        return response
    return make_response(redirect(place, 303))
