"""After how long documents are erased; looked at before it is set."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.store.retention.retention_rules import RetentionSetting
from tenants.use_cases.retention import retention_rules
from tenants.use_cases.retention.retention_rules import RetentionPreview
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("retention", __name__)


@bp.get("/settings/retention")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    setting = _setting()
    return _page(setting, _typed(setting), {})


@bp.post("/settings/retention")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    """Once to see what it would erase, once more to set it."""
    typed = {"days": request.form.get("days", ""), "keep": request.form.get("keep", "")}
    try:
        wanted = retention_rules.parse_days(typed["days"])
        sure = request.form.get("sure") == typed["days"].strip()
        if wanted is not None and not sure:
            with current.transaction() as tx:
                found = retention_rules.preview(tx, wanted, current.now())
                setting = retention_rules.setting(tx)
            return _page(setting, typed, {}, found)
        with current.transaction() as tx:
            retention_rules.change(tx, typed["days"], typed["keep"] == "yes", current.now())
    except Invalid as invalid:
        return _page(_setting(), typed, invalid.errors)
    answer = make_response(redirect(url_for("retention.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _setting() -> RetentionSetting:
    with current.transaction() as tx:
        return retention_rules.setting(tx)


def _typed(setting: RetentionSetting) -> dict[str, str]:
    days = "" if setting.days is None else str(setting.days)
    return {"days": days, "keep": "yes" if setting.keep_certificate else ""}


def _page(
    setting: RetentionSetting,
    typed: dict[str, str],
    errors: dict[str, str],
    preview: RetentionPreview | None = None,
) -> Response:
    return render(
        "retention/edit.html",
        status=422 if errors else 200,
        setting=setting,
        typed=typed,
        errors=errors,
        preview=preview,
    )
