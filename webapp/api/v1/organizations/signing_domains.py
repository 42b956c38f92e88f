"""The domains of an organization's own signing pages: claimed, proved by DNS, removed."""

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.organizations.domain_verification import DomainUse
from core.refusals import NotFound, Refusal
from tenants.openers import domain_check
from tenants.transaction import Transaction
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.organizations.domain_claims import Domain
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.signing_domain_models import (
    DnsRecord,
    NewSigningDomain,
    SigningDomainAnswer,
    SigningDomainListAnswer,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import Answering, once, once_opened
from webapp.http import errors

bp = Blueprint("signing_domains", __name__, url_prefix="/signing-domains")
USE = DomainUse.SIGNING


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(SigningDomainAnswer),
    resp=answers(401, 403, 422, 429, HTTP_200=SigningDomainListAnswer),
    operation_id="list_signing_domains",
)
def index() -> Response:
    """List signing domains"""
    with current.transaction() as tx:
        found = _answers(tx)
    return responses.page(SigningDomainListAnswer, found, None)


@bp.get("/<domain>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(SigningDomainAnswer),
    resp=answers(401, 403, 404, 422, 429, HTTP_200=SigningDomainAnswer),
    operation_id="get_signing_domain",
)
def show(domain: str) -> Response:
    """See a signing domain"""
    with current.transaction() as tx:
        found = _answer(tx, domain)
    return responses.shown(found)


@bp.post("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewSigningDomain,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 409, 415, 422, 429, HTTP_201=SigningDomainAnswer),
    operation_id="add_signing_domain",
)
def create() -> Response:
    """
    Add a signing domain

    Create the TXT record in the answer, then check it. Once it is found, new links lead there.
    """
    asked: NewSigningDomain = request.context.json  # type: ignore[attr-defined]

    def claim(tx: Transaction) -> Response:
        domain = domain_claims.claim(tx, USE, asked.domain, current.now())
        place = url_for("api_v1.signing_domains.show", domain=domain)
        return responses.created(place, _answer(tx, domain))

    return once(claim)


@bp.post("/<domain>/check")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 422, 429, HTTP_200=SigningDomainAnswer),
    operation_id="check_signing_domain",
)
def check(domain: str) -> Response:
    """
    Check the record of a signing domain

    It is looked up at once; afterwards it is checked every day.
    """

    def act(opener: Answering) -> None:
        domain_check.check(current.installation(), opener, USE, domain, current.now())

    def answer(tx: Transaction, refused: Refusal | None) -> Response:
        return errors.answer(refused) if refused else responses.shown(_answer(tx, domain))

    return once_opened(act, answer)


@bp.delete("/<domain>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(401, 403, 404, 409, 412, 422, 429, HTTP_204=None),
    operation_id="remove_signing_domain",
)
def delete(domain: str) -> Response:
    """
    Remove a signing domain

    Links that lead to it stop working.
    """

    def remove(tx: Transaction) -> Response:
        responses.check_match(tx, domain, lambda: _answer(tx, domain))
        domain_claims.remove(tx, USE, domain, current.now())
        return responses.deleted()

    return once(remove)


def _answer(tx: Transaction, domain: str) -> SigningDomainAnswer:
    """Raises NotFound."""
    found = next((d for d in _answers(tx) if d.domain == domain), None)
    if found is None:
        raise NotFound
    return found


def _answers(tx: Transaction) -> list[SigningDomainAnswer]:
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
