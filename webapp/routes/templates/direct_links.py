"""The public form of a direct link. Public: the link is enough to be asked, by e-mail, to sign."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from core.operator.moderation import REPORT_REASONS
from core.refusals import Invalid, Refusal, sentence
from core.sign_in.refusals import TooManyAttempts
from core.templates.refusals import DirectLinkOver
from tenants.use_cases.signing import reporting_abuse
from tenants.use_cases.templates import direct_links
from tenants.use_cases.templates.direct_links import StartForm
from webapp import current
from webapp.forms import request_values
from webapp.http import request_info, security
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import ceremony_sessions
from webapp.text import problem_text
from webapp.text.translation import gettext

# No one sees this input; programs that fill in every input do.
TRAP = "homepage"
NOT_SENT = sentence("This was not sent. Check what you entered and send it once more.")

bp = Blueprint("direct_links", __name__, url_prefix="/start/<token>")
bp.after_request(security.keep_address_private)


@bp.get("")
@limiter.limit("60 per minute")
def new(token: str) -> Response:
    found, _ = _form(token)
    return _page(token, found)


@bp.post("")
@limiter.limit("10 per minute; 60 per day")
def create(token: str) -> Response:
    """The same answer for every address: it does not reveal who is known here."""
    # Sent twice, the form may have been the last use of the link: start() decides.
    found, link_id = _form(token, used_up=True)
    form = request.form
    if form.get(TRAP):
        return _page(token, found, 422, notice=gettext(NOT_SENT))
    answers = [form.get(f"answer-{n}", "") for n in range(len(found.link.questions))]
    try:
        begun = direct_links.check(
            found, form.get("name", ""), form.get("email", ""), answers, current.now()
        )
        direct_links.count(current.organization(), link_id, begun.person.email)
        with current.transaction() as tx:
            origin, now = request_info.origin(), current.now()
            started = direct_links.start(tx, link_id, begun, _form_id(), origin, now)
    except Invalid as invalid:
        return _page(token, found, 422, invalid.errors)
    except DirectLinkOver:
        raise
    except Refusal as refusal:
        return _page(token, found, refusal.status, notice=problem_text.message(refusal))
    if not started.recipient_id:
        return make_response(redirect(url_for("direct_links.sent", token=token), 303))
    page = redirect(url_for("signings.show", recipient_id=started.recipient_id), 303)
    return ceremony_sessions.begin(
        make_response(page), started.recipient_id, started.token, by_form=True
    )


@bp.get("/sent")
@limiter.limit("60 per minute")
def sent(token: str) -> Response:
    found, _ = _form(token, used_up=True)
    return render("templates/start/sent.html", found=found, token=token)


@bp.get("/report")
@limiter.limit("60 per minute")
def new_report(token: str) -> Response:
    return _report_page(token)


@bp.post("/report")
@limiter.limit("10 per minute")
def report(token: str) -> Response:
    found, _ = _form(token, used_up=True)
    form, content_id = request.form, found.content.id
    told = (form.get("reason", ""), form.get("words", ""), form.get("email", ""))
    try:
        reporting_abuse.count(current.installation(), request_info.address())
        with current.transaction() as tx:
            reporting_abuse.report_form(tx, content_id, *told)
    except Invalid as invalid:
        return _report_page(token, 422, errors=invalid.errors)
    except TooManyAttempts as refusal:
        return _report_page(token, refusal.status, problem=refusal.message)
    return make_response(redirect(url_for("direct_links.reported", token=token), 303))


@bp.get("/report/sent")
@limiter.limit("60 per minute")
def reported(token: str) -> Response:
    found, _ = _form(token, used_up=True)
    return render("templates/start/reported.html", found=found, token=token)


def _form(token: str, used_up: bool = False) -> tuple[StartForm, UUID]:
    """`used_up`: for who has just used it for the last time. Raises DirectLinkOver."""
    organization, principal, link_id = direct_links.find(current.installation(), token)
    current.act_as(organization, principal)
    with current.transaction() as tx:
        found = direct_links.form(tx, link_id, current.now(), used_up)
    g.time_zone = found.time_zone
    return found, link_id


def _form_id() -> UUID:
    """The same form sent again starts nothing."""
    return request_values.form_uuid("form_id") or uuid4()


def _report_page(
    token: str, status: int = 200, errors: dict[str, str] | None = None, problem: str = ""
) -> Response:
    found, _ = _form(token, used_up=True)
    return render(
        "templates/start/report.html",
        status=status,
        found=found,
        token=token,
        reasons=REPORT_REASONS,
        reason=request.form.get("reason", ""),
        words=request.form.get("words", ""),
        email=request.form.get("email", ""),
        errors=errors or {},
        problem=problem,
    )


def _page(
    token: str,
    found: StartForm,
    status: int = 200,
    errors: dict[str, str] | None = None,
    notice: str = "",
) -> Response:
    return render(
        "templates/start/new.html",
        status=status,
        notice=notice,
        found=found,
        token=token,
        form_id=_form_id(),
        trap=TRAP,
        typed=request.form,
        errors=errors or {},
    )


@bp.errorhandler(DirectLinkOver)
def over(refusal: DirectLinkOver) -> Response:
    return render("templates/start/closed.html", status=404, text=refusal.message)
