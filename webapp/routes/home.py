"""The front door: to the envelopes, or to the sign-in page."""

from flask import Blueprint, Response, make_response, redirect, url_for

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> Response:
    return make_response(redirect(url_for("envelopes.index"), 303))
