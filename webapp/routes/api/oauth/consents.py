"""The page on which people allow an application to act for them, or do not."""

from datetime import datetime

from flask import Blueprint, Response, g, request

from core.access import Permission
from core.api.oauth.client import ASKED_WORDS
from core.api.oauth.refusals import ApplicationElsewhere
from tenants.use_cases.api.oauth import authorization
from tenants.use_cases.sign_in import own_sessions
from webapp import current
from webapp.http import security
from webapp.render import render
from webapp.routes.api.oauth import authorization_requests
from webapp.routes.api.oauth.authorization_requests import AskedAuthorization, AuthorizationError
from webapp.sessions import member_sessions

bp = Blueprint("oauth_consents", __name__, url_prefix="/oauth")


@bp.get("/consent")
@member_sessions.required(Permission.ALLOW_APPLICATIONS)
def new() -> Response:
    asked = authorization_requests.read(request.args)
    try:
        asked.check()
    except AuthorizationError as error:
        return asked.back(error=error.error, error_description=error.description)
    member, client = current.member(), asked.client
    security.allow_form_action(asked.redirect_uri)
    return render(
        "api/consents/new.html",
        client=client,
        words=[words for each, words in ASKED_WORDS.items() if each in asked.scopes],
        typed=asked.given,
        here=asked.address("oauth_consents.new"),
        is_open=client.is_open_to(member.organization.id),
        reaches=client.is_open_to,
    )


@bp.post("/consent")
@member_sessions.required(Permission.ALLOW_APPLICATIONS)
def create() -> Response:
    asked = authorization_requests.read(request.form)
    try:
        asked.check()
    except AuthorizationError as error:
        return asked.back(error=error.error, error_description=error.description)
    security.allow_form_action(asked.redirect_uri)
    if request.form.get("decision") != "allow":
        return asked.back(error="access_denied", error_description="Access was not allowed.")
    return allowed(asked)


def allowed(asked: AskedAuthorization) -> Response:
    """Back to the application with a code. Raises ApplicationElsewhere."""
    if not asked.client.is_open_to(current.member().organization.id):
        raise ApplicationElsewhere
    since = signed_in_at()
    with current.transaction() as tx:
        code = authorization.allow(tx, asked.wanted(), since, current.now())
    return asked.back(code=code)


def signed_in_at() -> datetime:
    """When this session began."""
    if "signed_in_at" not in g:
        with current.transaction() as tx:
            found = own_sessions.sessions(tx)
        mine = current.member().session_id
        g.signed_in_at = next((s.created_at for s in found if s.id == mine), current.now())
    at: datetime = g.signed_in_at
    return at
