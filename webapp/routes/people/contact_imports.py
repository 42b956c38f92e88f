"""A list of contacts on its way in: chosen, previewed, imported with progress."""

from dataclasses import replace
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.people import contact, contact_import
from core.refusals import Invalid
from tenants.store.people.contact_imports import ContactImport
from tenants.use_cases.people import contact_imports
from webapp import current
from webapp.forms import request_values
from webapp.render import render
from webapp.routes.people import contacts
from webapp.sessions import member_sessions

bp = Blueprint("contact_imports", __name__, url_prefix="/contacts/imports")
SHOWN = 20


@bp.get("/new")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    return render("people/contact_imports/new.html", errors={})


@bp.post("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    file, import_id = request.files.get("file"), uuid4()
    data = file.read(contact_import.BYTES_LIMIT + 1) if file else b""
    name = (file.filename if file else "") or ""
    try:
        contact_import.read(data)
        with current.transaction() as tx:
            contact_imports.announce(tx, import_id)
        contact_imports.store(current.member().organization, import_id, data)
        with current.transaction() as tx:
            contact_imports.upload(tx, import_id, name, data)
    except Invalid as invalid:
        return render("people/contact_imports/new.html", status=422, errors=invalid.errors)
    return _to(import_id)


@bp.get("/<uuid:import_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(import_id: UUID) -> Response:
    with current.transaction() as tx:
        found = contact_imports.get(tx, import_id)
    if found.state == "read":
        return _preview(found)
    return render("people/contact_imports/show.html", "import_progress", found=found)


@bp.post("/<uuid:import_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(import_id: UUID) -> Response:
    """Another way to read it, or, with the other button, the import."""
    with current.transaction() as tx:
        found = contact_imports.get(tx, import_id)
    scope, team_id = contact.whose(request.form.get("scope", "own"))
    columns, header = tuple(map(_column, contact_import.FIELDS)), "header" in request.form
    encoding = request.form.get("encoding", "")
    try:
        with current.transaction() as tx:
            chosen = contact_imports.choose(
                tx, import_id, header, columns, scope, team_id, encoding
            )
        if request.form.get("action") == "import":
            _begin(chosen)
    except Invalid as invalid:
        typed = replace(found, header=header, columns=columns, scope=scope, team_id=team_id)
        return _preview(typed, invalid.errors, 422)
    return _to(import_id)


def _begin(chosen: ContactImport) -> None:
    """Raises Invalid while no one has said how its letters are read."""
    contact_imports.check_encoding(chosen)
    rows = contact_imports.rows(current.member().organization, chosen)
    with current.transaction() as tx:
        contact_imports.begin(tx, chosen, rows)


def _column(field: str) -> int:
    return request_values.number_of(request.form.get(f"column_{field}", ""), contact_import.NOWHERE)


def _preview(
    found: ContactImport, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """The first rows, and of the others those in which something is wrong."""
    table, readings = contact_imports.table(current.member().organization, found)
    rows = contact_import.listed(table, found.header, found.columns)
    wrong = [row for row in rows[SHOWN:] if row.errors]
    headings = contact_import.Table(table.rows, found.header, table.columns).headings
    return render(
        "people/contact_imports/preview.html",
        status=status,
        found=found,
        rows=(*rows[:SHOWN], *wrong[:SHOWN]),
        total=len(rows),
        usable=sum(row.usable for row in rows),
        merged=sum(row.merged for row in rows),
        faulty=sum(bool(row.errors) for row in rows),
        readings=readings,
        columns={str(n): heading for n, heading in enumerate(headings)},
        scopes=contacts.scopes(),
        scope=contacts.scope_of(found.scope, found.team_id),
        errors=errors or {},
    )


def _to(import_id: UUID) -> Response:
    return make_response(redirect(url_for("contact_imports.show", import_id=import_id), 303))
