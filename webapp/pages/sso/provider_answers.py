"""What a browser brings from a provider: checked, and handed to what it was asked for."""

from collections.abc import Callable

from flask import Response, make_response, redirect, request, url_for

from core.principal import SYSTEM
from core.sso.provider_connection import Purpose
from core.sso.refusals import SsoFailure
from tenants.installation import Organization
from tenants.store.directory import SsoAttempt
from tenants.use_cases.signing.proofs import identity_checks
from tenants.use_cases.sso import sso_callback
from tenants.use_cases.sso.sso_callback import Callback, VerifiedAnswer
from webapp import current
from webapp.pages.sso import sso_pages


def handle(
    organization: Organization, slug: str, act: Callable[[VerifiedAnswer], Response]
) -> Response:
    """What `act` makes of it, or the page that says why it is refused, which is recorded."""
    callback = Callback(
        state=request.args.get("state", ""),
        code=request.args.get("code", ""),
        error=request.args.get("error", ""),
        issuer=request.args.get("iss"),
        browser=sso_pages.brought(),
    )
    email, attempt = "", None
    try:
        attempt = sso_callback.take_attempt(organization, callback)
        answer = _verified(organization, slug, callback, attempt)
        email = answer.asserted.email
        return act(answer)
    except SsoFailure as refusal:
        _record(organization, refusal, email)
        if attempt and attempt.purpose in (Purpose.PROVE, Purpose.IDENTIFY):
            # A recipient: they are led back to the page from which they left, which says so.
            page = url_for("signings.show", recipient_id=attempt.person_id, unconfirmed=1)
            return make_response(redirect(page, 303))
        return sso_pages.refused(refusal, slug)


def _verified(
    organization: Organization, slug: str, callback: Callback, attempt: SsoAttempt
) -> VerifiedAnswer:
    with organization.transaction(SYSTEM) as tx:
        if attempt.purpose == Purpose.IDENTIFY:
            stored = identity_checks.connection(tx)
        else:
            stored = sso_callback.connection(tx, attempt)
    return sso_callback.verify(organization, slug, attempt, stored, callback, current.now())


def _record(organization: Organization, refusal: SsoFailure, email: str) -> None:
    if sso_callback.is_to_be_recorded(organization):
        with organization.transaction(SYSTEM) as tx:
            sso_callback.record(tx, refusal, email, current.now())
