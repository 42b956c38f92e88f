"""After how long documents are erased; looked at before it is set."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.retention import retention_rules
from tenants.use_cases.retention.retention_rules import Preview, Setting
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("retention", __name__)


@bp.get("/settings/retention")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    setting = retention_rules.setting(current.member())
    return _page(setting, _typed(setting), {})


@bp.post("/settings/retention")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    """Once to see what it would erase, once more to set it."""
    member, now = current.member(), current.now()
    typed = {"days": request.form.get("days", ""), "keep": request.form.get("keep", "")}
    try:
        wanted = retention_rules.parsed(typed["days"])
        sure = request.form.get("sure") == typed["days"].strip()
        if wanted is not None and not sure:
            found = retention_rules.preview(member, wanted, now)
            return _page(retention_rules.setting(member), typed, {}, found)
        retention_rules.change(member, typed["days"], typed["keep"] == "yes", now)
    except Invalid as invalid:
        return _page(retention_rules.setting(member), typed, invalid.errors)
    answer = make_response(redirect(url_for("retention.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _typed(setting: Setting) -> dict[str, str]:
    days = "" if setting.days is None else str(setting.days)
    return {"days": days, "keep": "yes" if setting.keep_certificate else ""}


def _page(
    setting: Setting,
    typed: dict[str, str],
    errors: dict[str, str],
    preview: Preview | None = None,
) -> Response:
    return render(
        "retention/edit.html",
        status=422 if errors else 200,
        setting=setting,
        typed=typed,
        errors=errors,
        preview=preview,
    )
