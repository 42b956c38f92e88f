"""The organizations one belongs to: going to another one, leaving this one."""

from uuid import UUID

from flask import Blueprint, Flask, Response, g, make_response, redirect, request, url_for

from core.access import Permission
from core.people.refusals import ForeignSignIn
from core.refusals import Invalid
from tenants.store.directory import Membership
from tenants.use_cases.people import leaving, members
from tenants.use_cases.sign_in import organization_switch
from webapp import current, notices
from webapp.forms import request_values
from webapp.http import security
from webapp.render import render
from webapp.routes.people.people import heirs
from webapp.sessions import member_sessions, return_to
from webapp.text.translation import gettext

bp = Blueprint("memberships", __name__)


@bp.record_once
def _offer(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.globals["organizations"] = mine


def mine() -> tuple[Membership, ...]:
    """For the menu of every page: asked once, only where the whole page is made."""
    if "memberships" not in g:
        g.memberships = organization_switch.memberships(current.member())
    found: tuple[Membership, ...] = g.memberships
    return found


@bp.get("/settings/memberships")
@member_sessions.required(Permission.OWN_ACCOUNT)
def index() -> Response:
    return _page()


@bp.post("/memberships/<uuid:organization_id>/session")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def switch(organization_id: UUID) -> Response:
    session = request.cookies.get(security.cookie_name(member_sessions.COOKIE), "")
    try:
        with current.transaction() as tx:
            token = organization_switch.switch(tx, session, organization_id)
    except ForeignSignIn as refusal:
        answer = make_response(redirect(url_for("sessions.new"), 303))
        return notices.leave_refusal(member_sessions.end(answer), refusal)
    return member_sessions.begin(make_response(redirect(return_to.next_page(), 303)), token)


@bp.post("/settings/memberships/leaving")
@member_sessions.required(Permission.OWN_ACCOUNT)
def leave() -> Response:
    member = current.member()
    try:
        with current.transaction() as tx:
            leaving.leave(tx, request_values.form_uuid("heir_id"), current.now())
    except Invalid as invalid:
        return _page(422, invalid.errors)
    answer = member_sessions.end(make_response(redirect(url_for("sessions.new"), 303)))
    told = gettext("You have left %(organization)s.", organization=member.organization_name)
    return notices.leave(answer, told)


def _page(status: int = 200, errors: dict[str, str] | None = None) -> Response:
    person_id = current.member().person_id
    with current.transaction() as tx:
        others, owned = heirs(tx, person_id), members.owned(tx, person_id)
    return render(
        "people/memberships/index.html",
        status=status,
        heirs=others,
        owned=owned,
        errors=errors or {},
    )
