"""Invitations to open an organization here."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import Invalid
from tenants.use_cases.operator import managed_organizations, platform_settings
from webapp import current, notices
from webapp.render import render
from webapp.sessions import operator_sessions
from webapp.text.translation import gettext

bp = Blueprint("founders", __name__)


@bp.get("/founders")
@operator_sessions.required
def new() -> Response:
    return _form()


@bp.post("/founders")
@operator_sessions.required
def create() -> Response:
    email = request.form.get("email", "")
    try:
        checked = managed_organizations.check_founder(current.installation(), email)
        with current.transaction() as tx:
            managed_organizations.invite_founder(tx, checked, current.now())
    except Invalid as invalid:
        return _form(email, invalid.errors, 422)
    answer = make_response(redirect(url_for("operator.organizations.index"), 303))
    return notices.leave(answer, gettext("Invitation sent. The link expires in seven days."))


def _form(email: str = "", errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with current.transaction() as tx:
        mode = platform_settings.sign_up_mode(tx)
    return render(
        "operator/founder.html", status=status, email=email, errors=errors or {}, mode=mode
    )
