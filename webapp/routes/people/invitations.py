"""Asking people to become members: by mail, again by mail, and taking it back."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from tenants.use_cases.people import inviting
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.people import people_page
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("invitations", __name__)


@bp.post("/settings/invitations")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def create() -> Response:
    email = request.form.get("email", "")
    try:
        with current.transaction() as tx:
            inviting.invite(tx, email, request_values.form_role(), current.now())
    except Invalid as invalid:
        role = request.form.get("role", "")
        return people_page.show(status=422, errors=invalid.errors, email=email, role=role)
    return _to_people(gettext("Invitation sent to %(address)s.", address=email.strip()))


@bp.post("/settings/invitations/<uuid:invitation_id>/mail")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def resend(invitation_id: UUID) -> Response:
    with current.transaction() as tx:
        inviting.resend(tx, invitation_id, current.now())
    return _to_people(gettext("Invitation sent again. The previous link no longer works."))


@bp.post("/settings/invitations/<uuid:invitation_id>/withdrawal")
@member_sessions.required(Permission.MANAGE_PEOPLE)
def withdraw(invitation_id: UUID) -> Response:
    with current.transaction() as tx:
        inviting.withdraw(tx, invitation_id, current.now())
    return _to_people(gettext("Invitation withdrawn. Its link no longer works."))


def _to_people(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("people.index"), 303)), sentence)
