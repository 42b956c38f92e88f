"""The custom fields of an organization's envelopes."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes import custom_field
from core.envelopes.custom_field import CustomField
from core.refusals import Invalid, NotFound
from tenants.use_cases.envelopes import custom_fields
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("custom_fields", __name__)
NOTHING = {"name": "", "kind": "text", "choices": "", "required": False, "listed": False}


@bp.get("/settings/custom-fields")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def index() -> Response:
    return _list(NOTHING | {"id": uuid4()})


@bp.post("/settings/custom-fields")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def create() -> Response:
    try:
        field_id = UUID(request.form.get("id", ""))
    except ValueError:
        raise NotFound from None
    try:
        with current.transaction() as tx:
            custom_fields.define(tx, _typed(field_id), current.now())
    except Invalid as invalid:
        return _list(_as_typed(field_id), invalid.errors, 422)
    return _back()


@bp.get("/settings/custom-fields/<uuid:custom_field_id>")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit(custom_field_id: UUID) -> Response:
    field = _find(custom_field_id)
    typed = {
        "id": field.id,
        "name": field.name,
        "kind": field.kind.value,
        "choices": "\n".join(field.choices),
        "required": field.required,
        "listed": field.listed,
    }
    return render("envelopes/custom_fields/edit.html", field=field, typed=typed, errors={})


@bp.post("/settings/custom-fields/<uuid:custom_field_id>")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update(custom_field_id: UUID) -> Response:
    field = _find(custom_field_id)
    try:
        with current.transaction() as tx:
            custom_fields.change(tx, _typed(custom_field_id, field.kind), current.now())
    except Invalid as invalid:
        typed = _as_typed(custom_field_id) | {"kind": field.kind.value}
        return render(
            "envelopes/custom_fields/edit.html",
            status=422,
            field=field,
            typed=typed,
            errors=invalid.errors,
        )
    return _back()


@bp.post("/settings/custom-fields/<uuid:custom_field_id>/removal")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def delete(custom_field_id: UUID) -> Response:
    with current.transaction() as tx:
        custom_fields.remove(tx, custom_field_id, current.now())
    answer = make_response(redirect(url_for("custom_fields.index"), 303))
    return notices.leave(
        answer, gettext("Removed. Values already entered are kept in their envelopes.")
    )


def _find(field_id: UUID) -> CustomField:
    with current.transaction() as tx:
        found = next((f for f in custom_fields.fields(tx) if f.id == field_id), None)
    if found is None:
        raise NotFound
    return found


def _typed(field_id: UUID, kind: str = "") -> CustomField:
    form = request.form
    return custom_field.typed(
        field_id,
        form.get("name", ""),
        kind or form.get("kind", ""),
        form.get("choices", ""),
        "required" in form,
        "listed" in form,
    )


def _as_typed(field_id: UUID) -> dict[str, object]:
    words = {name: request.form.get(name, "") for name in ("name", "kind", "choices")}
    return words | {"id": field_id} | {n: n in request.form for n in ("required", "listed")}


def _list(
    typed: dict[str, object], errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    with current.transaction() as tx:
        fields = custom_fields.fields(tx)
    return render(
        "envelopes/custom_fields/index.html",
        status=status,
        fields=fields,
        typed=typed,
        errors=errors or {},
    )


def _back() -> Response:
    answer = make_response(redirect(url_for("custom_fields.index"), 303))
    return notices.leave(answer, gettext("Saved."))
