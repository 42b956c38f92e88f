"""The way to an organization's provider and back: the browser's own secret, and a page between."""

from flask import Response, request
from werkzeug.exceptions import HTTPException

from core.refusals import Refusal
from core.sso.refusals import SsoFailure
from tenants.identifiers import new_token
from webapp.http import request_info, security
from webapp.render import render

COOKIE = "sso"
SECONDS = 15 * 60


def browser() -> str:
    """What this browser is known by until it comes back; one for all of its tabs."""
    return brought() or new_token()


def brought() -> str:
    return request.cookies.get(security.cookie_name(COOKIE), "")


def leading_to(address: str, browser: str) -> Response:
    """
    A page that goes on by itself.

    A redirect would not do: browsers hold one that answers a form against `form-action`, too.
    """
    response = render(
        "sso/sign_ins/redirecting.html", address=address, host=request_info.host_of(address)
    )
    security.set_cookie(response, COOKIE, browser, max_age=SECONDS)
    return response


def refused(refusal: Refusal, slug: str = "") -> Response:
    """What is the matter, what to do, and the word that an administrator finds in the log."""
    return render(
        "sso/sign_ins/refused.html",
        status=refusal.status,
        text=refusal.message,
        reason=refusal.code if isinstance(refusal, SsoFailure) else "",
        slug=slug,
    )


def only_get() -> None:
    """A HEAD request reads nothing and uses nothing up. Raises HTTPException."""
    if request.method != "GET":
        raise HTTPException(response=Response(status=204))
