"""The one place where what went wrong becomes an answer."""

from traceback import extract_tb

import peewee
import psycopg
from flask import (
    Flask,
    Response,
    current_app,
    has_request_context,
    make_response,
    render_template,
    request,
)
from flask.globals import request_ctx
from jinja2_fragments.flask import render_block
from werkzeug.exceptions import HTTPException

from core import request_errors
from core.refusals import Invalid, NotFound, Problem, TooFast
from core.request_errors import ForeignRequest, InternalError, Unavailable
from tenants.encryption.keys import Destroyed
from webapp.http import docusign_errors, hosts, problem_json, request_info
from webapp.text import problem_text
from webapp.text.translation import gettext

# Answers to a form that was read, and is not lost with the answer.
KEEPING = (409, 429, 503)
WORDS = ("reason", "message", "words", "name", "external_id", "title")


def register(app: Flask) -> None:
    app.register_error_handler(Problem, answer)
    app.register_error_handler(NotFound, _gone)
    # Of an organization that is being taken apart nothing can be read any more.
    app.register_error_handler(Destroyed, _gone)
    for away in (psycopg.OperationalError, peewee.OperationalError):
        app.register_error_handler(away, _unavailable)
    app.register_error_handler(HTTPException, _by_status)
    app.register_error_handler(500, lambda _: answer(InternalError()))


def answer(problem: Problem) -> Response:
    """What `problem` says in the table of errors: for programs, as a page, or as a notice."""
    if docusign_errors.is_wanted():
        response = docusign_errors.response(problem)
    elif problem_json.is_wanted():
        response = problem_json.response(problem)
    else:
        response = _for_people(problem)
    if isinstance(problem, TooFast):
        response.headers["Retry-After"] = str(int(problem.wait.total_seconds()))
    return response


def page(status: int, title: str, text: str, icon: str = "circle-alert") -> Response:
    """A page that says what is wrong; for htmx a notice that leaves the page as it is."""
    if request_ctx.url_adapter is None:  # a Host that is none: no link of a page can be made
        return Response(f"{title}. {text}\n", status, mimetype="text/plain")
    if request_info.wants_fragment():
        response = make_response(
            render_block("_notice.html", "notice_beside", notice=text, notice_kind="problem"),
            status,
        )
        response.headers["HX-Reswap"] = "none"
    else:
        html = render_template(
            "errors/show.html",
            **{"title": title, "text": text, "icon_name": icon, "back": _back()},
            typed=_typed() if status in KEEPING else [],
        )
        response = make_response(html, status)
    response.vary.add("HX-Request")
    return response


def write_down(error: BaseException | None) -> None:
    """
    What went wrong and where, for the operator.

    Neither its message nor the address: the one may quote what a person wrote, the other may
    be a recipient's link.
    """
    trace = extract_tb(error.__traceback__ if error else None)
    route = request.url_rule.rule if has_request_context() and request.url_rule else "no route"
    places = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(trace))
    current_app.logger.error("%s in %s at %s", type(error).__name__, route, places)


def _typed() -> list[str]:
    """Words that the visitor wrote, to be copied from the page that refuses them."""
    if request.method != "POST":
        return []
    return [text for name in WORDS for text in request.form.getlist(name) if text.strip()]


def _back() -> str:
    """The page one came from, when it is one of ours."""
    referrer = request.referrer or ""
    return referrer if request_info.host_of(referrer) == request.host else hosts.start_page()


def _for_people(problem: Problem) -> Response:
    text = problem_text.message(problem)
    if isinstance(problem, Invalid):
        text = " ".join(problem_text.errors(problem).values())
    if problem.status >= 500 and request.mimetype == "multipart/form-data":
        text = gettext("Your upload was not saved. Upload it again in a moment.")
    return page(problem.status, gettext(problem.title), text, _icon(problem))


def _icon(problem: Problem) -> str:
    icons = {ForeignRequest: "shield-alert", TooFast: "timer"}
    return icons.get(type(problem), "circle-alert")


def _gone(_: Exception) -> Response:
    """A page that asks again by itself is loaded anew, and says that nothing is there any more."""
    response = answer(NotFound())
    if request_info.wants_fragment() and "If-None-Match" in request.headers:
        response.headers["HX-Refresh"] = "true"
    return response


def _unavailable(error: Exception) -> Response:
    """The database is away, or another request holds what this one needs."""
    write_down(error)
    response = answer(Unavailable())
    response.headers["Retry-After"] = "5"
    return response


def _by_status(error: HTTPException) -> Response:
    """Errors of Werkzeug; some bring an answer of their own, such as a redirect."""
    status = error.code or 500
    if error.response is not None or status < 400:
        return make_response(error.get_response())
    problem = request_errors.by_status(status)()
    problem.status = status
    return answer(problem)
