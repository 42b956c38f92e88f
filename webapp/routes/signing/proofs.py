"""What recipients prove their identity with: codes that are sent, and what they enter."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import NotFound, Refusal
from core.signing.proofs.proof_state import TRIES
from core.signing.proofs.providers.identity_check import IDENTITY_CHECK
from core.signing.proofs.providers.work_account import WORK_ACCOUNT
from core.signing.proofs.questions import QUESTIONS
from core.signing.refusals import CodeExpired, CodeJustSent
from core.sso.refusals import NotSetUp, SsoFailure
from tenants.ceremony import Ceremony
from tenants.transaction import Transaction
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.signing.proofs import identity_checks, work_accounts
from tenants.use_cases.sso import sso_request
from tenants.use_cases.sso.sso_request import SsoRequest
from webapp import current
from webapp.http import hosts, request_info
from webapp.pages.signing import ceremony_page
from webapp.pages.sso import sso_pages
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext, ngettext, translated

bp = Blueprint("proofs", __name__)


@bp.post("/proofs/<proof>")
def create(recipient_id: UUID, proof: str) -> Response:
    """A try: right, and the next page is shown; wrong, and the page says how many are left."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    typed, origin = "\n".join(request.form.getlist("code")), request_info.origin()
    if not typed.strip():
        asked = gettext("Enter your answers.") if proof == QUESTIONS.name else None
        return ceremony_page.page(ceremony, 422, code_error=asked or gettext("Enter the code."))
    try:
        with current.transaction() as tx:
            args = (proof, typed, ceremony.session, origin, current.now())
            failed = identity_proofs.answer(tx, *args)
    except CodeExpired as refusal:
        return ceremony_page.page(ceremony, 422, code_error=translated(refusal.message))
    if failed is None:
        return _back(ceremony)
    if failed.locked:
        return ceremony_page.page(ceremony, 409)
    left = TRIES - failed.failed
    if proof == QUESTIONS.name:
        said = ngettext(
            "Not all of these answers are right. You can try %(num)d more time.",
            "Not all of these answers are right. You can try %(num)d more times.",
            left,
        )
        return ceremony_page.page(ceremony, 422, code_error=said)
    wrong = ngettext(
        "This code is not right. You can try %(num)d more time.",
        "This code is not right. You can try %(num)d more times.",
        left,
    )
    return ceremony_page.page(ceremony, 422, code_error=wrong)


@bp.post("/proofs/<proof>/codes")
def send(recipient_id: UUID, proof: str) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    try:
        with current.transaction() as tx:
            identity_proofs.send_code(tx, proof, current.now())
    except CodeJustSent as refusal:
        return ceremony_page.page(ceremony, refusal.status, code_error=_said(refusal))
    page = url_for("signings.show", recipient_id=recipient_id)
    return make_response(redirect(page, 303))


@bp.post("/proofs/<proof>/sign-in")
def leave(recipient_id: UUID, proof: str) -> Response:
    """To a provider, which sends the browser back."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    browser, session = sso_pages.browser(), ceremony.session.hex()
    try:
        with current.transaction() as tx:
            asked = _elsewhere(proof)(tx, current.now())
        organization = ceremony.organization
        whose = (session, recipient_id, hosts.elsewhere())
        address = sso_request.begin(organization, asked, browser, *whose)
    except (SsoFailure, NotSetUp) as refusal:
        # Its own words are for members, who sign in.
        said = translated(ceremony_page.UNCONFIRMED)
        return ceremony_page.page(ceremony, refusal.status, code_error=said)
    return sso_pages.leading_to(address, browser)


def _elsewhere(proof: str) -> Callable[[Transaction, datetime], SsoRequest]:
    """What leads to the provider of a proof. Raises NotFound."""
    ways = {
        WORK_ACCOUNT.name: work_accounts.request,
        IDENTITY_CHECK.name: identity_checks.request,
    }
    if proof not in ways:
        raise NotFound
    return ways[proof]


def _said(refusal: Refusal) -> str:
    return translated(refusal.message)


def _back(ceremony: Ceremony) -> Response:
    return make_response(redirect(ceremony_page.after_proof(ceremony), 303))
