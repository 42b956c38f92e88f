"""The language in which people without an account read our pages: what a browser keeps. Public."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import NotFound
from core.text.languages import OWN_NAMES
from templates import language
from webapp.http import security
from webapp.render import render
from webapp.sessions import return_to
from webapp.text.translation import COOKIE

LIFETIME = 400 * 24 * 3600  # no browser keeps a cookie for longer

bp = Blueprint("languages", __name__)


@bp.get("/language")
def edit() -> Response:
    names = {tag: OWN_NAMES[tag] for tag in language.for_signers()}
    return render("languages/edit.html", names=names, back=_back())


@bp.post("/language")
def update() -> Response:
    chosen = request.form.get("language", "")
    if chosen not in language.for_signers():
        raise NotFound
    response = make_response(redirect(_back(), 303))
    security.set_cookie(response, COOKIE, chosen, max_age=LIFETIME)
    return response


def _back() -> str:
    return return_to.next_page(url_for("verifications.new"))
