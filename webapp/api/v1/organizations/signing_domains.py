"""The domains of an organization's own signing pages: claimed, proved by DNS, removed."""

from flask import Blueprint, Response, make_response, request, url_for

from core.api.scope import Scope
from core.organizations.domain_verification import DomainUse
from core.refusals import NotFound
from tenants.openers import domain_check
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.organizations.domain_claims import Domain
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.organizations.signing_domain_models import (
    DnsRecord,
    NewSigningDomain,
    SigningDomainAnswer,
    SigningDomainListAnswer,
)

bp = Blueprint("signing_domains", __name__, url_prefix="/signing-domains")
USE = DomainUse.SIGNING


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    resp=answers(401, 403, 429, HTTP_200=SigningDomainListAnswer),
    operation_id="list_signing_domains",
)
def index() -> Response:
    """List signing domains"""
    return responses.shown(SigningDomainListAnswer(signing_domains=_answers()))


@bp.get("/<domain>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=SigningDomainAnswer),
    operation_id="get_signing_domain",
)
def show(domain: str) -> Response:
    """See a signing domain"""
    return responses.shown(_answer(domain))


@bp.post("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewSigningDomain,
    resp=answers(400, 401, 403, 409, 415, 422, 429, HTTP_201=SigningDomainAnswer),
    operation_id="add_signing_domain",
)
def create() -> Response:
    """
    Add a signing domain

    Create the TXT record in the answer, then check it. Once it is found, new links lead there.
    """
    asked: NewSigningDomain = request.context.json  # type: ignore[attr-defined]
    with current.transaction() as tx:
        domain = domain_claims.claim(tx, USE, asked.domain, current.now())
    place = url_for("api_v1.signing_domains.show", domain=domain)
    return responses.created(place, _answer(domain).model_dump_json().encode())


@bp.post("/<domain>/check")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=SigningDomainAnswer),
    operation_id="check_signing_domain",
)
def check(domain: str) -> Response:
    """
    Check the record of a signing domain

    It is looked up at once; afterwards it is checked every day.
    """
    args = (current.transaction, USE, domain, current.now())
    domain_check.check(current.installation(), *args)
    return responses.shown(_answer(domain))


@bp.delete("/<domain>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_204=None), operation_id="remove_signing_domain"
)
def delete(domain: str) -> Response:
    """
    Remove a signing domain

    Links that lead to it stop working.
    """
    with current.transaction() as tx:
        domain_claims.remove(tx, USE, domain, current.now())
    return make_response("", 204)


def _answer(domain: str) -> SigningDomainAnswer:
    """Raises NotFound."""
    found = next((d for d in _answers() if d.domain == domain), None)
    if found is None:
        raise NotFound
    return found


def _answers() -> list[SigningDomainAnswer]:
    with current.transaction() as tx:
        found = domain_claims.domains(tx, USE)
    used = domain_claims.used(found)
    return [_shown(domain, domain.domain == used) for domain in found]


def _shown(domain: Domain, in_use: bool) -> SigningDomainAnswer:
    return SigningDomainAnswer(
        domain=domain.domain,
        record=DnsRecord(name=domain.record, value=domain.value),
        verified_at=domain.verified_at,
        last_checked_at=domain.last_checked_at,
        record_missing_since=domain.failing_since,
        in_use=in_use,
    )
