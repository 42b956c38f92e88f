"""Questions about the recipient, from a provider: shown once, answered once, kept nowhere."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request

from core.signing.proofs.proof_state import TRIES
from core.signing.refusals import CodeExpired, QuizUnavailable
from tenants.ceremony import Ceremony
from tenants.network.bulkhead import Bulkhead
from tenants.use_cases.signing.proofs import knowledge_checks, knowledge_provider
from webapp import current
from webapp.http import request_info
from webapp.http.rate_limits import limiter
from webapp.pages.signing import ceremony_page
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext, ngettext

bp = Blueprint("knowledge_checks", __name__)
PREFIX = "answer-"


@bp.post("/proofs/knowledge_check/quiz")
@limiter.limit("10 per hour", key_func=ceremony_sessions.whose)
def start(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    person = ceremony.recipient
    with current.transaction() as tx:
        quiz_id = knowledge_checks.begin(tx, current.now())
    try:
        args = (quiz_id, person.name, person.options.birthdate)
        quiz = knowledge_provider.start(current.installation().settings, _bulkhead(), *args)
    except QuizUnavailable as refusal:
        return ceremony_page.page(ceremony, 503, code_error=gettext(refusal.message))
    return ceremony_page.page(ceremony, quiz=quiz)


@bp.post("/proofs/knowledge_check")
def create(recipient_id: UUID) -> Response:
    """One try: all answers at once."""
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    form = request.form.items()
    answers = {n.removeprefix(PREFIX): v for n, v in form if n.startswith(PREFIX)}
    try:
        with current.transaction() as tx:
            quiz_id = knowledge_checks.quiz(tx, current.now())
        result = knowledge_provider.answer(
            current.installation().settings, _bulkhead(), quiz_id, answers
        )
    except QuizUnavailable as refusal:
        return ceremony_page.page(ceremony, 503, code_error=gettext(refusal.message))
    except CodeExpired:
        result = None
    if result is None:
        return _again(ceremony, gettext("The time for these questions is over. Start again."))
    with current.transaction() as tx:
        args = (quiz_id, result, ceremony.session, request_info.origin(), current.now())
        failed = knowledge_checks.judge(tx, *args)
    if failed is None:
        return make_response(redirect(ceremony_page.after_proof(ceremony), 303))
    if failed.locked:
        return ceremony_page.page(ceremony, 409)
    said = ngettext(
        "Not all of these answers are right. You can try %(num)d more time.",
        "Not all of these answers are right. You can try %(num)d more times.",
        TRIES - failed.failed,
    )
    return _again(ceremony, said)


def _again(ceremony: Ceremony, why: str) -> Response:
    return ceremony_page.page(ceremony, 422, code_error=why)


def _bulkhead() -> Bulkhead:
    return current.installation().openid_providers.bulkhead
