"""The people of the organization, and the page of each."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core import access
from core.access import Permission
from core.refusals import Invalid
from tenants.store.people.colleagues import Colleague
from tenants.transaction import Transaction
from tenants.use_cases.people import leaving, members
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.people import people_page
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("people", __name__)


@bp.get("/settings/people")
@member_sessions.required(Permission.READ_PEOPLE)
def index() -> Response:
    return people_page.show("people_rows")


@bp.get("/settings/people/<uuid:person_id>")
@member_sessions.required(Permission.READ_PEOPLE)
def show(person_id: UUID) -> Response:
    return _page(person_id)


@bp.post("/settings/people/<uuid:person_id>/role")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def update(person_id: UUID) -> Response:
    try:
        with current.transaction() as tx:
            members.change_role(tx, person_id, request_values.form_role(), current.now())
    except Invalid as invalid:
        return _page(person_id, status=422, errors=invalid.errors)
    answer = make_response(redirect(url_for("people.show", person_id=person_id), 303))
    return notices.leave(answer, gettext("Saved."))


@bp.post("/settings/people/<uuid:person_id>/removal")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def remove(person_id: UUID) -> Response:
    with current.transaction() as tx:
        colleague = members.colleague(tx, person_id)
    try:
        with current.transaction() as tx:
            leaving.remove(tx, person_id, request_values.form_uuid("heir_id"), current.now())
    except Invalid as invalid:
        return _page(person_id, status=422, errors=invalid.errors)
    answer = make_response(redirect(url_for("people.index"), 303))
    told = gettext("%(name)s is no longer in the organization.", name=colleague.name)
    return notices.leave(answer, told)


def heirs(tx: Transaction, person_id: UUID) -> tuple[Colleague, ...]:
    """Who may take over what a member owns."""
    return tuple(p for p in members.members(tx) if p.may_send and p.person_id != person_id)


def _page(person_id: UUID, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    manages = current.member().may(Permission.MANAGE_PEOPLE)
    with current.transaction() as tx:
        colleague = members.colleague(tx, person_id)
        context: dict[str, Any] = {
            "colleague": colleague,
            "second_factor": members.has_second_factor(tx, person_id) if manages else None,
            "roles": people_page.givable(colleague.role),
            "removable": access.may_give(tx.role, colleague.role, None),
            "heirs": heirs(tx, person_id),
            "owned": members.owned(tx, person_id),
            "errors": errors or {},
        }
    return render("people/show.html", status=status, **context)
