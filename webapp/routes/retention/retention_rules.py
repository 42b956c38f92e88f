"""After how long documents are erased: first a preview, then the rule is set."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from core.retention import period
from core.retention.period import UNITS, Unit
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
    typed = {name: request.form.get(name, "") for name in ("number", "unit", "keep")}
    try:
        wanted = period.parse(typed["number"], typed["unit"])
        days = wanted.days if wanted else None
        if days is not None and request.form.get("sure") != str(days):
            with current.transaction() as tx:
                found = retention_rules.preview(tx, days, current.now())
                setting = retention_rules.setting(tx)
            return _page(setting, typed | {"sure": str(days)}, {}, found)
        with current.transaction() as tx:
            retention_rules.change(tx, days, typed["keep"] == "yes", current.now())
    except Invalid as invalid:
        return _page(_setting(), typed, invalid.errors)
    answer = make_response(redirect(url_for("retention.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _setting() -> RetentionSetting:
    with current.transaction() as tx:
        return retention_rules.setting(tx)


def _typed(setting: RetentionSetting) -> dict[str, str]:
    kept = {"keep": "yes" if setting.keep_certificate else ""}
    if setting.days is None:
        return kept | {"number": "", "unit": Unit.YEARS.value}
    found = period.period(setting.days)
    return kept | {"number": str(found.number), "unit": found.unit.value}


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
        units={unit.value: gettext(word) for unit, word in UNITS.items()},
        errors=errors,
        preview=preview,
    )
