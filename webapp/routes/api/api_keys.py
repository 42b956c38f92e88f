"""API keys of the organization: made and revoked in the settings."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.api import api_key, scope
from core.api.scope import Scope
from core.refusals import Invalid
from tenants.identifiers import new_id
from tenants.use_cases.api import api_keys
from tenants.use_cases.api.api_keys import MadeKey
from webapp import current, notices
from webapp.forms import request_values
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("api_keys", __name__)


@bp.get("/settings/api-keys")
@member_sessions.required(Permission.MANAGE_API_KEYS)
def index() -> Response:
    return _page()


@bp.post("/settings/api-keys")
@member_sessions.required(Permission.MANAGE_API_KEYS)
def create() -> Response:
    """The answer shows the secret, so it is no redirect: the same form again shows none."""
    form = request.form
    asked = (form.get("name", ""), form.getlist("scopes"), form.get("days", ""))
    try:
        with current.transaction() as tx:
            made = api_keys.make(
                tx, request_values.form_uuid("id") or new_id(), *asked, current.now()
            )
    except Invalid as invalid:
        return _page(invalid.errors, asked, status=422)
    if not made.secret:
        return _back(gettext("This key already exists. Its secret was shown when it was created."))
    return _page(made=made)


@bp.post("/settings/api-keys/<uuid:key_id>/secret")
@member_sessions.required(Permission.MANAGE_API_KEYS)
def renew(key_id: UUID) -> Response:
    """The answer shows the new secret, once."""
    try:
        with current.transaction() as tx:
            made = api_keys.renew(tx, key_id, request.form.get("hours", ""), current.now())
    except Invalid as invalid:
        return _page(invalid.errors, status=422)
    return _page(made=made)


@bp.post("/settings/api-keys/<uuid:key_id>/revocation")
@member_sessions.required(Permission.MANAGE_API_KEYS)
def revoke(key_id: UUID) -> Response:
    with current.transaction() as tx:
        api_keys.revoke(tx, key_id, current.now())
    return _back(gettext("API key revoked. It no longer works."))


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("api_keys.index"), 303)), sentence)


def _page(
    errors: dict[str, str] | None = None,
    asked: tuple[str, list[str], str] = ("", [], "365"),
    made: MadeKey | None = None,
    status: int = 200,
) -> Response:
    with current.transaction() as tx:
        keys = api_keys.listed(tx)
    now = current.now()
    name, scopes, days = asked
    context: dict[str, Any] = {
        "working": [k for k in keys if k.key.works(now) and not k.stranded],
        "over": [k for k in keys if not k.key.works(now) or k.stranded],
        "scopes": tuple(Scope),
        "scope_words": scope.WORDS,
        "lifetimes": api_key.LIFETIMES,
        "overlaps": api_key.OVERLAPS,
        "typed": {"name": name, "scopes": scopes, "days": days},
    }
    return render(
        "api/api_keys/index.html",
        status=status,
        made=made,
        errors=errors or {},
        new_id=new_id(),
        now=now,
        **context,
    )
