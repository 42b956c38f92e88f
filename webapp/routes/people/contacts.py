"""Contacts: the list, each of them, suggestions while a sender types, the list as a file."""

from collections.abc import Iterator
from uuid import UUID, uuid4

from flask import Blueprint, Response, jsonify, make_response, redirect, request, url_for

from core.access import Permission
from core.people import contact
from core.people.contact import Contact, ContactScope
from core.refusals import Invalid
from core.text import spreadsheet
from tenants.member import Member
from tenants.use_cases.people import contact_suggestions, contacts
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
    scope = scope if scope in list(ContactScope) else ""
    after = request.args.get("after", "")
    with current.transaction() as tx:
        found = contacts.listed(tx, search, scope, after)
    return render(
        "people/contacts/index.html",
        "contact_rows",
        found=found,
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
        with current.transaction() as tx:
            contacts.add(tx, typed)
    except Invalid as invalid:
        return _form(typed, False, invalid.errors, 422)
    return _back(gettext("%(name)s was added to your contacts.", name=typed.name))


@bp.get("/<uuid:contact_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(contact_id: UUID) -> Response:
    with current.transaction() as tx:
        known = contacts.get(tx, contact_id)
    return _form(known, known=True)


@bp.post("/<uuid:contact_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(contact_id: UUID) -> Response:
    typed = _typed(contact_id)
    try:
        with current.transaction() as tx:
            contacts.get(tx, contact_id)
            contacts.change(tx, typed)
    except Invalid as invalid:
        return _form(typed, True, invalid.errors, 422)
    return _back(gettext("Saved."))


@bp.post("/<uuid:contact_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(contact_id: UUID) -> Response:
    with current.transaction() as tx:
        gone = contacts.delete(tx, contact_id)
    answer = make_response(redirect(url_for("contacts.index", deleted=contact_id), 303))
    return notices.leave(answer, gettext("%(name)s was deleted.", name=gone.name))


@bp.post("/<uuid:contact_id>/restoration")
@member_sessions.required(Permission.SEND_ENVELOPES)
def restore(contact_id: UUID) -> Response:
    with current.transaction() as tx:
        contacts.restore(tx, contact_id)
    return _back(gettext("The contact was restored."))


@bp.get("/offers")
@member_sessions.required(Permission.SEND_ENVELOPES)
def offers() -> Response:
    """For the list below an input; the page works without it."""
    with current.transaction() as tx:
        found = contact_suggestions.offered(tx, request.args.get("typed", "")[:100])
    people = [{"name": o.name, "email": o.email, "company": o.company} for o in found]
    return make_response(jsonify(people))


@bp.get("/export")
@member_sessions.required(Permission.SEND_ENVELOPES)
def export() -> Response:
    """Sent as it is read, so that a long list takes no memory."""
    response = Response(_lines(_everything(current.member())), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _everything(member: Member) -> Iterator[Contact]:
    """All that this member sees, a transaction for each page."""
    after = ""
    while True:
        with member.transaction() as tx:
            found = contacts.listed(tx, after=after)
        yield from found.contacts
        after = found.next
        if not after:
            return


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
    with current.transaction() as tx:
        teams = contacts.teams(tx)
    named = {f"team:{id}": gettext("Team: %(name)s", name=n) for id, n in teams.items()}
    return {
        "own": gettext("Only me"),
        **named,
        "organization": gettext("Everyone in the organization"),
    }


def scope_of(scope: ContactScope, team_id: UUID | None) -> str:
    return f"team:{team_id}" if team_id else scope.value


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("contacts.index"), 303)), sentence)
