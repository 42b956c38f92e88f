"""The people of the organization, and the page of each."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core import access
from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.people import members
from tenants.use_cases.people.members import Colleague
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
    return _page(members.colleague(current.member(), person_id))


@bp.post("/settings/people/<uuid:person_id>/role")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def update(person_id: UUID) -> Response:
    colleague = members.colleague(current.member(), person_id)
    try:
        members.change_role(current.member(), person_id, request_values.role(), current.now())
    except Invalid as invalid:
        return _page(colleague, status=422, errors=invalid.errors)
    answer = make_response(redirect(url_for("people.show", person_id=person_id), 303))
    return notices.leave(answer, gettext("Saved."))


@bp.post("/settings/people/<uuid:person_id>/removal")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def remove(person_id: UUID) -> Response:
    colleague = members.colleague(current.member(), person_id)
    try:
        members.remove(current.member(), person_id, request_values.id("heir_id"), current.now())
    except Invalid as invalid:
        return _page(colleague, status=422, errors=invalid.errors)
    answer = make_response(redirect(url_for("people.index"), 303))
    told = gettext("%(name)s is no longer a member.", name=colleague.name)
    return notices.leave(answer, told)


def heirs(person_id: UUID) -> tuple[Colleague, ...]:
    """Who may take over what is somebody's."""
    people = members.members(current.member())
    return tuple(p for p in people if p.may_send and p.person_id != person_id)


def _page(
    colleague: Colleague, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    member = current.member()
    manages = member.may(Permission.MANAGE_PEOPLE)
    context: dict[str, Any] = {
        "colleague": colleague,
        "second_factor": members.has_second_factor(member, colleague.person_id)
        if manages
        else None,
        "roles": people_page.givable(colleague.role),
        "removable": access.may_give(member.role, colleague.role, None),
        "heirs": heirs(colleague.person_id),
        "owned": members.owned(member, colleague.person_id),
        "errors": errors or {},
    }
    return render("people/show.html", status=status, **context)
