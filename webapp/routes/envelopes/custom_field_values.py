"""What is noted about envelopes: found by a value, and all of them as a file."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core import period
from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.store.retention.value_exports import ValueExport
from tenants.use_cases.envelopes import custom_fields
from tenants.use_cases.envelopes.listing import custom_value_search
from tenants.use_cases.envelopes.listing.custom_value_search import FoundValues
from tenants.use_cases.retention import field_value_export
from tenants.use_cases.retention.field_value_export import FORMATS
from webapp import current, notices
from webapp.render import render, unchanged
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("noted_values", __name__)
FIELD, ENTRY = "field-", "entry-"


@bp.get("/dashboard/values")
@member_sessions.required(Permission.READ_REPORTS)
def index() -> Response:
    exports = _own()
    version = _version(exports)
    if request.headers.get("If-None-Match") and (answer := unchanged(version)):
        return answer
    return _page(exports, version)


@bp.post("/dashboard/values/exports")
@member_sessions.required(Permission.READ_REPORTS)
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in ("id", "first", "last", "format")}
    try:
        time, export_id = period.between(typed["first"], typed["last"]), UUID(typed["id"])
        with current.transaction() as tx:
            field_value_export.start(tx, export_id, time, typed["format"], current.now())
    except Invalid as invalid:
        exports = _own()
        return _page(exports, _version(exports), 422, typed=typed, errors=invalid.errors)
    except ValueError:
        raise NotFound from None
    answer = make_response(redirect(url_for("noted_values.index", _anchor="value_exports"), 303))
    return notices.leave(
        answer, gettext("Your file is being prepared. You will find it in the list below.")
    )


@bp.get("/dashboard/values/exports/<uuid:export_id>")
@member_sessions.required(Permission.READ_REPORTS)
def show(export_id: UUID) -> Response:
    """The file, for the member who asked for it."""
    with current.transaction() as tx:
        export, object = field_value_export.file(tx, export_id, current.now())
    data = current.member().organization.get(object)
    response = Response(data, mimetype=FORMATS[export.format])
    name = f"values-{export.first}-{export.last}.{export.format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _own() -> tuple[ValueExport, ...]:
    with current.transaction() as tx:
        return field_value_export.own(tx, current.now())


def _page(
    exports: tuple[ValueExport, ...], version: str, status: int = 200, **changed: Any
) -> Response:
    with current.transaction() as tx:
        fields, keys = custom_fields.fields(tx), custom_value_search.keys(tx)
    where = request.args.get("where", "external_id")
    words = request.args.get("words", "").strip()
    last = _today()
    context: dict[str, Any] = {
        "exports": exports,
        "version": version,
        "making": any(e.state == "waiting" for e in exports),
        "places": {"external_id": gettext("External ID")}
        | {f"{FIELD}{f.id}": f.name for f in fields}
        | {f"{ENTRY}{key}": key for key in keys},
        "where": where,
        "words": words,
        "found": _found(where, words),
        "typed": {
            "id": str(uuid4()),
            "first": last.replace(day=1).isoformat(),
            "last": last.isoformat(),
            "format": "xlsx",
        },
        "errors": {},
    }
    return render(
        "envelopes/custom_field_values/index.html",
        "value_exports",
        status=status,
        **context | changed,
    )


def _found(where: str, words: str) -> FoundValues | None:
    """None when nothing was looked for."""
    if not words:
        return None
    after = request.args.get("after", "")
    with current.transaction() as tx:
        return custom_value_search.find(tx, _place(where), words, after)


def _place(where: str) -> UUID | str:
    if where == "external_id":
        return ""
    if where.startswith(ENTRY):
        return where.removeprefix(ENTRY).replace("\0", "")
    try:
        return UUID(where.removeprefix(FIELD))
    except ValueError:
        raise NotFound from None


def _version(exports: tuple[ValueExport, ...]) -> str:
    told = [(str(e.id), e.state, e.done) for e in exports]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _today() -> date:
    try:
        return datetime.now(ZoneInfo(current.member().time_zone)).date()
    except (KeyError, ValueError):
        return current.now().date()
