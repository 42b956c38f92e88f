"""The cookie of a member's session that waits for its PIN while a signer has the device."""

from flask import Response, request

from tenants.use_cases.signing.hand_overs import parked_sessions
from tenants.use_cases.signing.hand_overs.parked_sessions import ParkedSession
from webapp import current
from webapp.http import security
from webapp.sessions import member_sessions

COOKIE = "parked"


def kept() -> str:
    return request.cookies.get(security.cookie_name(COOKIE), "")


def begin(response: Response, parked: ParkedSession, pin: str) -> Response:
    """In place of the session's own cookie."""
    sealed = parked_sessions.park(current.installation(), parked, pin)
    seconds = int(parked_sessions.LIFETIME.total_seconds())
    security.set_cookie(response, COOKIE, sealed, max_age=seconds)
    security.delete_cookie(response, member_sessions.COOKIE)
    return response


def end(response: Response) -> Response:
    security.delete_cookie(response, COOKIE)
    return response
