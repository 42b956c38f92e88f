"""The domains whose addresses sign in through an organization."""

from flask import Blueprint, Response, request

from core.access import Permission
from core.organizations.domain_verification import DomainUse
from core.refusals import Invalid, Refusal
from tenants.openers import domain_check
from tenants.use_cases.organizations import domain_claims
from webapp import current
from webapp.routes.sso import sso_connection
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("sso_domains", __name__)
USE = DomainUse.SIGN_IN


@bp.post("/settings/single-sign-on/domains")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def create() -> Response:
    typed = request.form.get("domain", "")
    try:
        with current.transaction() as tx:
            domain_claims.claim(tx, USE, typed, current.now())
    except Invalid as invalid:
        return sso_connection.page(errors=invalid.errors, domain=typed, status=422)
    except Refusal as refusal:
        return sso_connection.page(problem=refusal.message, domain=typed, status=refusal.status)
    return sso_connection.back(gettext("Domain added. Now create the DNS record shown below."))


@bp.post("/settings/single-sign-on/domains/<domain>/check")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def check(domain: str) -> Response:
    try:
        args = (current.acting(), USE, domain, current.now())
        domain_check.check(current.installation(), *args)
    except Refusal as refusal:
        return sso_connection.page(problem=refusal.message, status=refusal.status)
    return sso_connection.back(gettext("Domain verified."))


@bp.post("/settings/single-sign-on/domains/<domain>/removal")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def delete(domain: str) -> Response:
    with current.transaction() as tx:
        domain_claims.remove(tx, USE, domain, current.now())
    return sso_connection.back(gettext("Domain removed."))
