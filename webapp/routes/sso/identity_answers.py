"""A recipient comes back from a provider, by which they have proved who they are."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.organizations import signing_host
from core.refusals import NotFound
from core.sso.provider_connection import Purpose
from tenants import ceremony as ceremonies
from tenants.installation import Organization
from tenants.use_cases.signing.proofs import identity_checks, work_accounts
from tenants.use_cases.sso import sso_request
from tenants.use_cases.sso.sso_callback import VerifiedAnswer
from webapp import current
from webapp.http import hosts, request_info
from webapp.http.rate_limits import limiter
from webapp.pages.signing import ceremony_page
from webapp.pages.sso import provider_answers, sso_pages

bp = Blueprint("identity_answers", __name__)


@bp.get("/o/<slug>/identified")
@limiter.limit("60 per minute")
def show(slug: str) -> Response:
    """At the host from which they left: its cookie alone tells that it is the same browser."""
    sso_pages.only_get()
    organization = sso_request.organization_of(current.installation(), slug)
    current.check_host(organization.id)
    return provider_answers.handle(organization, slug, prove)


def lead_on(organization: Organization, slug: str, host: str) -> Response:
    """Providers know one address of an organization; no other host is led to. Raises NotFound."""
    if not hosts.serves(host, organization.id):
        raise NotFound
    begin = signing_host.address(current.settings().signing_address, host)
    place = f"{begin}{url_for('identity_answers.show', slug=slug)}"
    return make_response(redirect(f"{place}?{request.query_string.decode()}", 303))


def prove(answer: VerifiedAnswer) -> Response:
    """In the session in which they left for the provider. Raises NotFound."""
    if answer.purpose not in (Purpose.PROVE, Purpose.IDENTIFY):
        raise NotFound
    secret = bytes.fromhex(answer.next_page)
    ceremony = ceremonies.resume_known(current.installation(), secret)
    if (ceremony.organization.id, ceremony.recipient_id) != (
        answer.organization.id,
        answer.person_id,
    ):
        raise NotFound
    origin = request_info.origin()
    with ceremony.transaction() as tx:
        proof = identity_checks if answer.purpose is Purpose.IDENTIFY else work_accounts
        proof.prove(tx, answer, ceremony.session, origin, current.now())
    return make_response(redirect(ceremony_page.after_proof(ceremony), 303))
