"""The public form of a direct link. Public: the link is enough to be asked, by e-mail, to sign."""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from core.refusals import Invalid, Refusal
from core.templates.refusals import DirectLinkOver
from tenants.use_cases.templates import direct_links
from tenants.use_cases.templates.direct_links import StartForm
from webapp import current
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.text import problem_text

bp = Blueprint("direct_links", __name__, url_prefix="/start/<token>")


@bp.get("")
@limiter.limit("60 per minute")
def new(token: str) -> Response:
    found, _ = _form(token)
    return _page(token, found)


@bp.post("")
@limiter.limit("10 per minute; 60 per day")
def create(token: str) -> Response:
    """The same answer for every address: it does not reveal who is known here."""
    found, link_id = _form(token)
    form = request.form
    answers = [form.get(f"answer-{n}", "") for n in range(len(found.link.questions))]
    try:
        begun = direct_links.check(found, form.get("name", ""), form.get("email", ""), answers)
        direct_links.count(current.organization(), link_id, begun.person.email)
        with current.transaction() as tx:
            direct_links.start(tx, link_id, begun, current.now())
    except Invalid as invalid:
        return _page(token, found, 422, invalid.errors)
    except DirectLinkOver:
        raise
    except Refusal as refusal:
        return _page(token, found, refusal.status, notice=problem_text.message(refusal))
    return make_response(redirect(url_for("direct_links.sent", token=token), 303))


@bp.get("/sent")
@limiter.limit("60 per minute")
def sent(token: str) -> Response:
    found, _ = _form(token, used_up=True)
    return render("templates/start/sent.html", found=found)


def _form(token: str, used_up: bool = False) -> tuple[StartForm, UUID]:
    """`used_up`: for who has just used it for the last time. Raises DirectLinkOver."""
    organization, principal, link_id = direct_links.find(current.installation(), token)
    current.act_as(organization, principal)
    with current.transaction() as tx:
        found = direct_links.form(tx, link_id, current.now(), used_up)
    g.time_zone = found.time_zone
    return found, link_id


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
        typed=request.form,
        errors=errors or {},
    )


@bp.after_request
def keep_private(response: Response) -> Response:
    """Nothing carries the address to another site, and no search engine keeps it."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.errorhandler(DirectLinkOver)
def over(refusal: DirectLinkOver) -> Response:
    return render("templates/start/closed.html", status=404, text=refusal.message)
