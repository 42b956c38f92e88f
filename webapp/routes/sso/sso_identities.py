"""A member's own account at their organization's provider."""

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.refusals import Refusal
from core.sign_in.sign_in_policy import Admission
from tenants.use_cases.sso import own_identity, sso_request
from webapp import current, notices
from webapp.http import request_info
from webapp.pages.sso import sso_pages
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("sso_identities", __name__)


@bp.get("/settings/your-single-sign-on")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def show() -> Response:
    return _page()


@bp.post("/settings/your-single-sign-on")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def create() -> Response:
    browser = sso_pages.browser()
    try:
        with current.transaction() as tx:
            asked = own_identity.connection(tx)
        person_id = current.member().person_id
        address = sso_request.begin(current.organization(), asked, browser, person_id=person_id)
    except Refusal as refusal:
        return _page(refusal.message, refusal.status)
    return sso_pages.leading_to(address, browser)


@bp.post("/settings/your-single-sign-on/removal")
@member_sessions.required(Permission.OWN_ACCOUNT)
def delete() -> Response:
    try:
        with current.transaction() as tx:
            own_identity.disconnect(tx, current.now())
    except Refusal as refusal:
        return _page(refusal.message, refusal.status)
    answer = make_response(redirect(url_for("sso_identities.show"), 303))
    return notices.leave(answer, gettext("Disconnected."))


def _page(problem: str = "", status: int = 200) -> Response:
    with current.transaction() as tx:
        own = own_identity.own(tx)
    return render(
        "sso/identities/needed.html" if _is_needed() else "sso/identities/show.html",
        status=status,
        own=own,
        host=request_info.host_of(own.issuer),
        problem=problem,
    )


def _is_needed() -> bool:
    return current.member().admission is Admission.CONNECTION_NEEDED
