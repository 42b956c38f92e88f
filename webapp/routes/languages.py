"""The language in which people without an account read our pages: what a browser keeps. Public."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import NotFound
from core.text.languages import OWN_NAMES
from templates import language
from webapp import current
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
    is_secure = current.settings().base_url.startswith("https://")
    # No secret, and of no use to anyone else: its name needs no prefix that guards it.
    response.set_cookie(COOKIE, chosen, LIFETIME, secure=is_secure, httponly=True, samesite="Lax")
    return response


def _back() -> str:
    return return_to.next_page(url_for("verifications.new"))
