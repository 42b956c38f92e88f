"""The overview of the settings, and the search in it."""

from flask import Blueprint, Response, request

from core.access import Permission
from webapp.pages import settings_menu
from webapp.render import render
from webapp.sessions import member_sessions

bp = Blueprint("settings", __name__)


@bp.get("/settings")
@member_sessions.required(Permission.OWN_ACCOUNT)
def show() -> Response:
    words = request.args.get("search", "").strip()
    groups = settings_menu.offered(words)
    return render("settings/show.html", "settings_found", groups=groups, search=words)
