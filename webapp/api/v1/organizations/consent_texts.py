"""Consent texts: seen, published in the organization's own words, or the standard ones again."""

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.refusals import FilledSentence, Invalid, NotFound, sentence
from core.signing.disclosures import disclosure_topics, own_disclosure
from core.signing.disclosures.own_disclosure import (
    DisclosurePurpose,
    DisclosureVersion,
    DisclosureWords,
)
from tenants.transaction import Transaction
from tenants.use_cases.organizations import disclosures
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.idempotency_header import IdempotencyHeader
from webapp.api.v1.organizations.consent_text_models import (
    ConsentTextAnswer,
    ConsentTextListAnswer,
    ConsentTextVersionAnswer,
    ConsentTextVersionListAnswer,
    NewConsentText,
)
from webapp.api.v1.queries import reading
from webapp.api.v1.repeatable import once
from webapp.text import translation
from webapp.text.translation import gettext

bp = Blueprint("consent_texts", __name__, url_prefix="/consent-texts")
ONE = "/<purpose>/<language>"
MISSING = sentence("It does not seem to say: %(topics)s. Add that, or publish it anyway.")


@bp.get("")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(ConsentTextAnswer),
    resp=answers(400, 401, 403, 422, 429, HTTP_200=ConsentTextListAnswer),
    operation_id="list_consent_texts",
)
def index() -> Response:
    """List the consent texts of the organization's own"""
    with current.transaction() as tx:
        found = disclosures.in_use(tx)
    return responses.page(ConsentTextListAnswer, [_answer(v) for v in found], None)


@bp.get(ONE)
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(ConsentTextAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ConsentTextAnswer),
    operation_id="get_consent_text",
)
def show(purpose: str, language: str) -> Response:
    """See what recipients agree to: to sign (signing), or to read and answer (reading)"""
    with current.transaction() as tx:
        return responses.shown(_current(tx, _purpose(purpose), language))


@bp.get(f"{ONE}/versions")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(ConsentTextVersionAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ConsentTextVersionListAnswer),
    operation_id="list_consent_text_versions",
)
def versions(purpose: str, language: str) -> Response:
    """List the versions of a consent text"""
    with current.transaction() as tx:
        found = disclosures.view(tx, _purpose(purpose), language).versions
    listed = [
        ConsentTextVersionAnswer(
            number=v.number, standard=v.words is None, published_at=v.published_at
        )
        for v in found
    ]
    return responses.page(ConsentTextVersionListAnswer, listed, None)


@bp.get(f"{ONE}/versions/<int:number>")
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    query=reading(ConsentTextAnswer),
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=ConsentTextAnswer),
    operation_id="get_consent_text_version",
)
def show_version(purpose: str, language: str, number: int) -> Response:
    """See a version of a consent text"""
    with current.transaction() as tx:
        _, found = disclosures.version(tx, _purpose(purpose), language, number)
    return responses.shown(_answer(found))


@bp.put(ONE)
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    json=NewConsentText,
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 413, 415, 422, 429, HTTP_200=ConsentTextAnswer),
    operation_id="publish_consent_text",
)
def publish(purpose: str, language: str) -> Response:
    """
    Publish a consent text in your own words

    For all who have not agreed yet. The same words again change nothing.
    """
    asked: NewConsentText = request.context.json  # type: ignore[attr-defined]
    words = own_disclosure.read(asked.title, asked.text)
    if not asked.anyway:
        _check_topics(words, language)

    def effect(tx: Transaction) -> Response:
        return responses.shown(_published(tx, purpose, language, words, asked.after))

    return once(effect)


@bp.delete(ONE)
@authentication.required(Scope.ORGANIZATION)
@documentation.validate(
    headers=IdempotencyHeader,
    resp=answers(400, 401, 403, 404, 409, 412, 422, 429, HTTP_200=ConsentTextAnswer),
    operation_id="restore_consent_text",
)
def restore(purpose: str, language: str) -> Response:
    """Publish the standard text again"""

    def effect(tx: Transaction) -> Response:
        return responses.shown(_published(tx, purpose, language, None, None))

    return once(effect)


def _published(
    tx: Transaction, name: str, language: str, words: DisclosureWords | None, after: int | None
) -> ConsentTextAnswer:
    purpose = _purpose(name)
    responses.check_match(
        tx, f"consent text {purpose} {language}", lambda: _current(tx, purpose, language)
    )
    disclosures.publish(tx, purpose, language, words, current.now(), after)
    return _current(tx, purpose, language)


def _check_topics(words: DisclosureWords, language: str) -> None:
    """Raises Invalid(text=...)."""
    if missing := disclosure_topics.missing((words.title, words.typed), language):
        topics = "; ".join(gettext(topic.said) for topic in missing)
        raise Invalid(text=FilledSentence(MISSING, topics=topics))


def _purpose(name: str) -> DisclosurePurpose:
    """Raises NotFound."""
    if name not in list(DisclosurePurpose):
        raise NotFound
    return DisclosurePurpose(name)


def _current(tx: Transaction, purpose: DisclosurePurpose, language: str) -> ConsentTextAnswer:
    """Raises NotFound."""
    view = disclosures.view(tx, purpose, language)
    if view.versions:
        return _answer(view.versions[0])
    return _shown(purpose, language, None)


def _answer(version: DisclosureVersion) -> ConsentTextAnswer:
    found = _shown(version.purpose, version.language, version.words)
    told = {"number": version.number, "published_at": version.published_at}
    return found.model_copy(update=told)


def _shown(
    purpose: DisclosurePurpose, language: str, words: DisclosureWords | None
) -> ConsentTextAnswer:
    told = words or own_disclosure.standard(purpose, translation.wording_in(language))
    return ConsentTextAnswer(
        purpose=purpose,
        language=language,
        number=0,
        standard=words is None,
        title=told.title,
        text=told.typed,
        published_at=None,
    )
