"""Where one is signed in, and signing out there."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from tenants.use_cases.sign_in import own_sessions
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import browser_names
from webapp.text.translation import gettext, ngettext

bp = Blueprint("own_sessions", __name__)


@bp.get("/settings/sessions")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def index() -> Response:
    with current.transaction() as tx:
        sessions = own_sessions.sessions(tx)
    return render(
        "sign_in/own_sessions/index.html",
        sessions=sessions,
        browser_words=browser_names.words,
        is_mobile=browser_names.is_mobile,
    )


@bp.post("/settings/sessions/<uuid:session_id>/ending")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def end(session_id: UUID) -> Response:
    with current.transaction() as tx:
        own_sessions.end(tx, session_id)
    return _done(gettext("Signed out on that device."))


@bp.post("/settings/sessions/ending")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def end_others() -> Response:
    with current.transaction() as tx:
        ended = own_sessions.end_others(tx)
    return _done(
        ngettext(
            "Signed out of %(num)d other session.", "Signed out of %(num)d other sessions.", ended
        )
        if ended
        else gettext("You were not signed in anywhere else.")
    )


def _done(told: str) -> Response:
    answer = make_response(redirect(url_for("own_sessions.index"), 303))
    return notices.leave(answer, told)
