"""Contacts: the list, each of them, what is offered while somebody types, the list as a file."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for

from core.access import Permission
from core.people import contact
from core.people.contact import Contact, Scope
from core.refusals import Invalid
from core.text import spreadsheet
from tenants.use_cases.people import contacts
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("contacts", __name__, url_prefix="/contacts")


@bp.get("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def index() -> Response:
    search = request.args.get("search", "").strip()
    scope = request.args.get("scope", "")
    scope = scope if scope in list(Scope) else ""
    after = request.args.get("after", "")
    return render(
        "people/contacts/index.html",
        "contact_rows",
        found=contacts.listed(current.member(), search, scope, after),
        search=search,
        scope=scope,
        after=after,
        deleted=request.args.get("deleted", type=UUID),
    )


@bp.get("/new")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    return _form(Contact(uuid4(), "", ""), known=False)


@bp.post("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    typed = _typed(uuid4())
    try:
        contacts.add(current.member(), typed)
    except Invalid as invalid:
        return _form(typed, False, invalid.errors, 422)
    return _back(gettext("%(name)s is one of your contacts now.", name=typed.name))


@bp.get("/<uuid:contact_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(contact_id: UUID) -> Response:
    return _form(contacts.get(current.member(), contact_id), known=True)


@bp.post("/<uuid:contact_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(contact_id: UUID) -> Response:
    typed = _typed(contact_id)
    contacts.get(current.member(), contact_id)
    try:
        contacts.change(current.member(), typed)
    except Invalid as invalid:
        return _form(typed, True, invalid.errors, 422)
    return _back(gettext("Saved."))


@bp.post("/<uuid:contact_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(contact_id: UUID) -> Response:
    gone = contacts.delete(current.member(), contact_id)
    answer = make_response(redirect(url_for("contacts.index", deleted=contact_id), 303))
    return notices.leave(answer, gettext("%(name)s was deleted.", name=gone.name))


@bp.post("/<uuid:contact_id>/restoration")
@member_sessions.required(Permission.SEND_ENVELOPES)
def restore(contact_id: UUID) -> Response:
    contacts.restore(current.member(), contact_id)
    return _back(gettext("Undone."))


@bp.get("/offers")
@member_sessions.required(Permission.SEND_ENVELOPES)
def offers() -> Response:
    """For the list below an input; the page works without it."""
    found = contacts.offered(current.member(), request.args.get("typed", "")[:100])
    people = [{"name": o.name, "email": o.email, "company": o.company} for o in found]
    return make_response(jsonify(people))


@bp.get("/export")
@member_sessions.required(Permission.SEND_ENVELOPES)
def export() -> Response:
    """Sent as it is read, so that a long list takes no memory."""
    member = current.member()
    response = Response(_lines(contacts.all_of(member)), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _lines(people: Iterator[Contact]) -> Iterator[str]:
    yield "\ufeff" + spreadsheet.line(("name", "email", "company", "scope"))
    for person in people:
        cells = (person.name, person.email, person.company, person.scope.value)
        yield spreadsheet.line(cells)


def _typed(contact_id: UUID) -> Contact:
    name, email, company = (request.form.get(n, "") for n in ("name", "email", "company"))
    scope, team_id = contact.whose(request.form.get("scope", "own"))
    return Contact(contact_id, name, email, company, scope, team_id)


def _form(
    person: Contact, known: bool, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return render(
        "people/contacts/edit.html",
        status=status,
        contact=person,
        known=known,
        scopes=scopes(),
        scope=scope_of(person.scope, person.team_id),
        errors=errors or {},
    )


def scopes() -> dict[str, str]:
    """Whose contacts there may be, for a select."""
    teams = contacts.teams(current.member())
    named = {f"team:{id}": gettext("The team %(name)s", name=n) for id, n in teams.items()}
    return {"own": gettext("Mine alone"), **named, "organization": gettext("Everybody here")}


def scope_of(scope: Scope, team_id: UUID | None) -> str:
    return f"team:{team_id}" if team_id else scope.value


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("contacts.index"), 303)), sentence)
