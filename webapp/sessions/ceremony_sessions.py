"""Which ceremony a browser takes part in: one cookie per recipient, holding a session's secret."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, g, request

from core.refusals import NotFound
from tenants import ceremony as ceremonies
from tenants.ceremony import Ceremony
from webapp import current
from webapp.http import security
from webapp.sessions import frame_session
from webapp.text import translation

COOKIE = "ceremony"


def enter(token: str) -> Ceremony:
    """Whose link this is. Counts and consumes nothing. Raises NotFound, LinkReplaced."""
    return _shown(ceremonies.enter(current.installation(), token))


def begin(response: Response, recipient_id: UUID, token: str, by_form: bool = False) -> Response:
    """
    The cookie of a new session, which the link begins. Whatever ends the link ends it too.

    A program that asks for headers alone begins nothing. Raises NotFound.
    """
    if request.method == "HEAD":
        return response
    session = ceremonies.begin(current.installation(), token, by_form)
    return keep(response, recipient_id, session)


def keep(response: Response, recipient_id: UUID, session: str) -> Response:
    """Its path keeps apart recipients who share a browser: each page gets its own cookie only."""
    frame_session.end(response, recipient_id)
    response.set_cookie(
        COOKIE,
        session,
        path=f"/sign/{recipient_id}",
        secure=current.settings().base_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return response


def whose() -> str:
    """For limits of volume: each ceremony has its own, wherever its recipient sits."""
    return f"ceremony {(request.view_args or {})['recipient_id']}"


def load_ceremony(recipient_id: UUID) -> Ceremony:
    """The ceremony that the session is for. Raises NotFound for any other recipient's id."""
    framed = frame_session.secret()
    session = framed or request.cookies.get(COOKIE, "")
    acts = request.method == "POST"
    ceremony = _shown(ceremonies.resume(current.installation(), session, acts))
    if ceremony.recipient_id != recipient_id or bool(framed) != bool(ceremony.frame):
        raise NotFound
    if ceremony.frame:
        security.allow_frames(ceremony.frame_origins)
    current.act_as(ceremony.organization, ceremony.principal)
    return ceremony


def _shown(ceremony: Ceremony) -> Ceremony:
    current.check_host(ceremony.organization.id)
    g.time_zone, g.date_format = ceremony.time_zone, ceremony.date_format
    g.recipient_language = ceremony.recipient.options.language
    g.organization_language = ceremony.language
    translation.speak()
    today = current.now().astimezone(ZoneInfo(ceremony.time_zone)).date()
    return replace(ceremony, today=today)
