"""
The authorization endpoint (RFC 6749 section 3.1), always with PKCE.

Nothing is sent to a redirect URI before it is known to be one of the client's.
"""

from datetime import timedelta

from flask import Blueprint, Response, make_response, redirect, request, url_for

from tenants.use_cases.api.oauth import authorization
from webapp import current
from webapp.routes.api.oauth import authorization_requests, consents
from webapp.routes.api.oauth.authorization_requests import AskedAuthorization, AuthorizationError
from webapp.sessions import member_sessions

bp = Blueprint("oauth_authorizations", __name__, url_prefix="/oauth")


@bp.get("/authorize")
def show() -> Response:
    """Where an application sends people: on to the page of consent, or back at once."""
    asked = authorization_requests.read(request.args)
    try:
        asked.check()
        return _step(asked)
    except AuthorizationError as error:
        return asked.back(error=error.error, error_description=error.description)


def _step(asked: AskedAuthorization) -> Response:
    """Raises AuthorizationError."""
    silent = asked.prompts == {"none"}
    if not member_sessions.identify():
        if silent:
            raise AuthorizationError("login_required", "No one is signed in.")
        return _to_sign_in(asked)
    if not asked.client.is_open_to(current.member().organization.id):
        if silent:
            raise AuthorizationError("interaction_required", "Another organization is needed.")
        return _to_page(asked)
    if "login" in asked.prompts or _signed_in_long_ago(asked):
        if silent:
            raise AuthorizationError("login_required", "The sign-in is too long ago.")
        return member_sessions.end(_to_sign_in(asked))
    with current.transaction() as tx:
        remembered = current.member().principal.admitted and authorization.is_allowed(
            tx, asked.wanted()
        )
    if remembered and not asked.prompts & {"consent", "select_account"}:
        return consents.allowed(asked)
    if silent:
        raise AuthorizationError("consent_required", "They have not allowed it yet.")
    return _to_page(asked)


def _to_page(asked: AskedAuthorization) -> Response:
    return make_response(redirect(asked.address("oauth_consents.new"), 303))


def _to_sign_in(asked: AskedAuthorization) -> Response:
    """From where they come back here."""
    here = asked.address("oauth_authorizations.show")
    return make_response(redirect(url_for("sessions.new", next=here), 303))


def _signed_in_long_ago(asked: AskedAuthorization) -> bool:
    if asked.max_age is None:
        return False
    return consents.signed_in_at() + timedelta(seconds=asked.max_age) < current.now()
