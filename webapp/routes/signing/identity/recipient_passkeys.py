"""The passkey of a recipient, created or used to prove who they are."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request

from core.signing.refusals import CodeExpired
from tenants.use_cases.signing.proofs import recipient_passkeys
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.pages.signing import ceremony_page, signing_site
from webapp.sessions import ceremony_sessions

bp = Blueprint("recipient_passkeys", __name__)


@bp.post("/proofs/passkey/challenge")
@limiter.limit("60 per minute", key_func=ceremony_sessions.whose)
def challenge(recipient_id: UUID) -> Response:
    """For static/js/sign_in/passkey.js, which has the browser ask its authenticator."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    asked_by, site = ceremony.organization_name, signing_site.of_page()
    with current.transaction() as tx:
        args = (ceremony.recipient, asked_by, site, ceremony.session, current.now())
        options = recipient_passkeys.ask(tx, *args)
    response = make_response(options)
    response.mimetype = "application/json"
    return response


@bp.post("/proofs/passkey")
def create(recipient_id: UUID) -> Response:
    """A try: right, and the next page is shown; wrong, and the page can be tried again."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    credential, origin = request.form.get("credential", ""), request_info.origin()
    site, session = signing_site.of_page(), ceremony.session
    try:
        with current.transaction() as tx:
            asked = recipient_passkeys.take(tx, session)
    except CodeExpired:
        return ceremony_page.page(ceremony, 422, has_failed=True)
    with current.transaction() as tx:
        args = (asked, credential, site, session, origin, current.now())
        failed = recipient_passkeys.answer(tx, *args)
    if failed:
        return ceremony_page.page(ceremony, 409 if failed.locked else 422, has_failed=True)
    return make_response(redirect(ceremony_page.after_proof(ceremony), 303))
