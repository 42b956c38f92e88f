"""The applications that a member has allowed to act for them: one's own page in the settings."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.api.oauth.client import ASKED_WORDS
from tenants.use_cases.api.oauth import authorization
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("allowed_applications", __name__)


@bp.get("/settings/allowed-applications")
@member_sessions.required(Permission.ALLOW_APPLICATIONS)
def index() -> Response:
    with current.transaction() as tx:
        found = authorization.allowed(tx)
    return render(
        "api/allowed_applications/index.html", applications=found, scope_words=ASKED_WORDS
    )


@bp.post("/settings/allowed-applications/<uuid:client_id>/revocation")
@member_sessions.required(Permission.ALLOW_APPLICATIONS)
def revoke(client_id: UUID) -> Response:
    with current.transaction() as tx:
        authorization.revoke(tx, client_id, current.now())
    answer = make_response(redirect(url_for("allowed_applications.index"), 303))
    return notices.leave(
        answer, gettext("Access ended. The application can no longer act for you.")
    )
