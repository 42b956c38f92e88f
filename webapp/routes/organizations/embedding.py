"""Whose pages may show the signing pages, and what is said to those who have finished."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from core.signing import embedding
from tenants.use_cases.signing.hand_overs import embedding_settings
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("embedding", __name__)
NAMES = ("origins", "return_addresses", "closing_words")


@bp.get("/settings/embedding")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    with current.transaction() as tx:
        kept = embedding_settings.settings(tx)
    lists = {name: "\n".join(getattr(kept, name)) for name in NAMES[:2]}
    return _page(lists | {"closing_words": kept.closing_words})


@bp.post("/settings/embedding")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    typed = {name: request.form.get(name, "") for name in NAMES}
    try:
        new = embedding.read(**typed)
    except Invalid as invalid:
        return _page(typed, invalid.errors, 422)
    with current.transaction() as tx:
        embedding_settings.change(tx, new, current.now())
    answer = make_response(redirect(url_for("embedding.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _page(
    typed: dict[str, str], errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    with current.transaction() as tx:
        address = tx.signing_address + url_for("embedded_signings.script")
    return render(
        "organizations/embedding.html",
        status=status,
        typed=typed,
        errors=errors or {},
        script_address=address,
    )
