"""The hosts at which an organization serves its own signing pages."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.organizations import signing_host
from core.organizations.domain_verification import DomainUse
from core.refusals import Invalid, Refusal
from tenants.openers import domain_check
from tenants.use_cases.organizations import domain_claims
from webapp import current, notices
from webapp.http import request_info
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("signing_domains", __name__)
USE = DomainUse.SIGNING


@bp.get("/settings/signing-domains")
@member_sessions.required(Permission.MANAGE_SIGNING_DOMAINS)
def index() -> Response:
    return _page()


@bp.post("/settings/signing-domains")
@member_sessions.required(Permission.MANAGE_SIGNING_DOMAINS)
def create() -> Response:
    typed = request.form.get("domain", "")
    try:
        with current.transaction() as tx:
            domain_claims.claim(tx, USE, typed, current.now())
    except Invalid as invalid:
        return _page(errors=invalid.errors, typed=typed, status=422)
    except Refusal as refusal:
        return _page(problem=refusal.message, typed=typed, status=refusal.status)
    return _back(gettext("Domain added. Now create the DNS records shown below."))


@bp.post("/settings/signing-domains/<domain>/check")
@member_sessions.required(Permission.MANAGE_SIGNING_DOMAINS)
def check(domain: str) -> Response:
    try:
        args = (current.acting(), USE, domain, current.now())
        domain_check.check(current.installation(), *args)
    except Refusal as refusal:
        return _page(problem=refusal.message, status=refusal.status)
    return _back(gettext("Domain verified."))


@bp.post("/settings/signing-domains/<domain>/removal")
@member_sessions.required(Permission.MANAGE_SIGNING_DOMAINS)
def delete(domain: str) -> Response:
    with current.transaction() as tx:
        domain_claims.remove(tx, USE, domain, current.now())
    return _back(gettext("Domain removed."))


def _page(
    errors: dict[str, str] | None = None, problem: str = "", typed: str = "", status: int = 200
) -> Response:
    with current.transaction() as tx:
        domains = domain_claims.domains(tx, USE)
    shared = request_info.host_of(current.settings().signing_address)
    return render(
        "organizations/signing_domains.html",
        status=status,
        domains=domains,
        used=domain_claims.used(domains),
        shared=signing_host.name_of(shared),
        domain=typed,
        errors=errors or {},
        problem=problem,
    )


def _back(sentence: str) -> Response:
    answer = make_response(redirect(url_for("signing_domains.index"), 303))
    return notices.leave(answer, sentence)
