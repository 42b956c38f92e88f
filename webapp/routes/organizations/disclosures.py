"""The consent texts of an organization: what recipients agree to before they read or sign."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound, Refusal, sentence
from core.signing.disclosures import disclosure_topics, own_disclosure
from core.signing.disclosures.own_disclosure import DisclosurePurpose, DisclosureWords
from core.text.languages import OWN_NAMES
from tenants.use_cases.organizations import disclosures
from webapp import current, notices
from webapp.pages.organizations import disclosure_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text
from webapp.text.translation import gettext

bp = Blueprint("disclosures", __name__, url_prefix="/settings/consent-texts")
TEXT = "/<purpose>/<language>"
TOPICS_MISSING = sentence("The topics listed above are missing. Add them, or publish anyway.")


@bp.get("")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def index() -> Response:
    purpose, language = request.args.get("purpose", ""), request.args.get("language", "")
    if purpose in list(DisclosurePurpose) and language in OWN_NAMES:
        return _to(purpose, language)
    with current.transaction() as tx:
        versions = disclosures.in_use(tx)
    return render(
        "organizations/disclosures/index.html",
        versions=versions,
        purposes=disclosure_page.purposes(),
        languages=OWN_NAMES,
    )


@bp.get(TEXT)
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit(purpose: str, language: str) -> Response:
    return disclosure_page.page(_purpose(purpose), language)


@bp.post(TEXT)
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update(purpose: str, language: str) -> Response:
    """Shown first or published, as the button says. What the law asks for is looked for before."""
    act, form = request.form.get("act", ""), request.form
    typed = {"title": form.get("title", ""), "text": form.get("text", "")}
    try:
        words = own_disclosure.read(**{"title": typed["title"], "typed": typed["text"]})
    except Invalid as invalid:
        return disclosure_page.page(_purpose(purpose), language, 422, typed, errors=invalid.errors)
    if act == "preview":
        return disclosure_page.page(_purpose(purpose), language, 200, typed, previewed=words)
    texts = (words.title, words.typed)
    if act != "anyway" and (missing := disclosure_topics.missing(texts, language)):
        beside = {"text": gettext(TOPICS_MISSING)}
        return disclosure_page.page(
            _purpose(purpose), language, 422, typed, errors=beside, missing=missing
        )
    after = form.get("number", type=int)
    try:
        number = _publish(purpose, language, words, after)
    except Refusal as refusal:
        notice = problem_text.message(refusal)
        status = refusal.status
        return disclosure_page.page(_purpose(purpose), language, status, typed, notice=notice)
    said = gettext("Version %(number)s published.", number=number)
    return notices.leave(_to(purpose, language), said)


@bp.post(f"{TEXT}/standard")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def restore(purpose: str, language: str) -> Response:
    _publish(purpose, language, None)
    return notices.leave(_to(purpose, language), gettext("Standard text restored."))


@bp.get(f"{TEXT}/versions/<int:number>")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def show(purpose: str, language: str, number: int) -> Response:
    with current.transaction() as tx:
        organization, version = disclosures.version(tx, _purpose(purpose), language, number)
    return render(
        "organizations/disclosures/show.html",
        version=version,
        disclosure=version.shown(organization)
        or disclosure_page.standard(_purpose(purpose), language, organization),
        about=disclosure_page.purposes()[_purpose(purpose)],
        language_word=OWN_NAMES[language],
    )


def _purpose(name: str) -> DisclosurePurpose:
    """Raises NotFound."""
    if name not in list(DisclosurePurpose):
        raise NotFound
    return DisclosurePurpose(name)


def _publish(
    purpose: str, language: str, words: DisclosureWords | None, after: int | None = None
) -> int:
    with current.transaction() as tx:
        version = disclosures.publish(tx, _purpose(purpose), language, words, current.now(), after)
    return version.number


def _to(purpose: str, language: str) -> Response:
    page = url_for("disclosures.edit", purpose=purpose, language=language)
    return make_response(redirect(page, 303))
