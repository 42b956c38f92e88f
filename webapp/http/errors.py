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

from core.refusals import Forbidden, Invalid, NotFound, Refusal, TooFast
from tenants.encryption.keys import Destroyed
from webapp.http import request_info, security
from webapp.text import quantities
from webapp.text.translation import gettext

# Answers to a form that was read, and is not lost with the answer.
KEEPING = (409, 429, 503)
WORDS = ("reason", "message", "words", "name", "external_id", "title")


def register(app: Flask) -> None:
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(Invalid, _invalid)
    # Of an organization that is being taken apart nothing can be read any more.
    for gone in (NotFound, Destroyed):
        app.register_error_handler(gone, lambda _: _gone())
    app.register_error_handler(Forbidden, lambda _: _by_status(403))
    app.register_error_handler(security.ForeignRequest, _foreign)
    for away in (psycopg.OperationalError, peewee.OperationalError):
        app.register_error_handler(away, _unavailable)
    app.register_error_handler(HTTPException, lambda e: _by_status(e.code or 500, e))
    app.register_error_handler(500, lambda e: _by_status(500))


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

    Neither its message nor the address: the one may quote what somebody wrote, the other may
    be a recipient's link.
    """
    trace = extract_tb(error.__traceback__ if error else None)
    route = request.url_rule.rule if has_request_context() and request.url_rule else "no route"
    places = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(trace))
    current_app.logger.error("%s in %s at %s", type(error).__name__, route, places)


def _typed() -> list[str]:
    """What somebody wrote in their own words, to be copied from the page that refuses it."""
    if request.method != "POST":
        return []
    return [text for name in WORDS for text in request.form.getlist(name) if text.strip()]


def _back() -> str:
    """The page one came from, when it is one of ours."""
    referrer = request.referrer or ""
    return referrer if request_info.host_of(referrer) == request.host else "/"


def _gone() -> Response:
    """A page that asks again by itself is loaded anew, and says that nothing is there any more."""
    response = _by_status(404)
    if request_info.wants_fragment() and "If-None-Match" in request.headers:
        response.headers["HX-Refresh"] = "true"
    return response


def _unavailable(error: Exception) -> Response:
    """The database is away, or somebody else holds what this request needs."""
    write_down(error)
    response = _by_status(503)
    response.headers["Retry-After"] = "5"
    return response


def _refused(refusal: Refusal) -> Response:
    if isinstance(refusal, TooFast):
        return _too_fast(refusal)
    values = quantities.told(getattr(refusal, "values", {}))
    return page(409, gettext("Not possible now"), gettext(refusal.message, **values))


def _too_fast(refusal: TooFast) -> Response:
    response = page(429, _words(429)[0], gettext(refusal.message), "timer")
    response.headers["Retry-After"] = str(int(refusal.wait.total_seconds()))
    return response


def _invalid(invalid: Invalid) -> Response:
    sentences = " ".join(gettext(text) for text in invalid.errors.values())
    return page(422, gettext("Please check what you entered"), sentences)


def _foreign(_: security.ForeignRequest) -> Response:
    return page(403, gettext("Please try again"), security.foreign_sentence(), "shield-alert")


def _by_status(status: int, error: HTTPException | None = None) -> Response:
    if error is not None and error.response is not None:
        return make_response(error.response)
    if status < 400:
        return make_response(error.get_response()) if error else make_response("", status)
    title, text = _words(status)
    if status >= 500 and request.mimetype == "multipart/form-data":
        text = gettext("What you uploaded was not kept. Upload it again in a moment.")
    return page(status, title, text)


def _words(status: int) -> tuple[str, str]:
    return {
        400: (
            gettext("We could not read that"),
            gettext("Something in this request was incomplete. Go back and try again."),
        ),
        403: (
            gettext("Not yours to open"),
            gettext("You may not do this. Ask the person who runs your organization."),
        ),
        404: (
            gettext("There is nothing here"),
            gettext("The address is mistyped, or what was here is gone. Check the link."),
        ),
        405: (
            gettext("That does not work here"),
            gettext("This page cannot be used in that way. Go back and try again."),
        ),
        413: (
            gettext("Too large"),
            gettext("This file is larger than 100 MB. Make it smaller or split it."),
        ),
        429: (
            gettext("A little slower, please"),
            gettext("There were many requests from your network. Wait a minute and try again."),
        ),
        500: (
            gettext("Something went wrong on our side"),
            gettext("Nothing you did was lost. Try again in a moment; we have written it down."),
        ),
        503: (
            gettext("Just a moment, please"),
            gettext("Too much is going on here right now. Nothing you did was lost: try again."),
        ),
    }.get(status) or _words(400 if status < 500 else 500)
