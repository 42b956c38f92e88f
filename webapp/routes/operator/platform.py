"""Settings of the platform: who may open an organization here."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.use_cases.operator import platform_settings
from webapp import current, notices
from webapp.render import render
from webapp.sessions import operator_sessions
from webapp.text.translation import gettext

bp = Blueprint("platform", __name__)


@bp.get("/settings")
@operator_sessions.required
def edit() -> Response:
    return _form()


@bp.post("/settings")
@operator_sessions.required
def update() -> Response:
    chosen = request.form.get("sign_up", "")
    try:
        with current.transaction() as tx:
            platform_settings.set_sign_up(tx, chosen, current.now())
    except Invalid as invalid:
        return _form(invalid.errors, 422)
    answer = make_response(redirect(url_for("operator.platform.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with current.transaction() as tx:
        mode = platform_settings.sign_up_mode(tx)
    return render("operator/platform.html", status=status, mode=mode, errors=errors or {})
