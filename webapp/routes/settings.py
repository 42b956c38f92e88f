"""The way into the settings: the first page that one may see."""

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import NotFound
from webapp.pages import settings_menu
from webapp.sessions import member_sessions

bp = Blueprint("settings", __name__)


@bp.get("/settings")
@member_sessions.required(Permission.OWN_ACCOUNT)
def show() -> Response:
    for _, entries in settings_menu.offered():
        return make_response(redirect(url_for(entries[0].endpoint), 303))
    raise NotFound
