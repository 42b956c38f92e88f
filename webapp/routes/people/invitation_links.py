"""Accepting an invitation: becoming a member. Public: the link is enough."""

from flask import Blueprint, Response, g, make_response, redirect, request, url_for

from core.people.refusals import AnotherAddress, ForeignSignIn, InvitationOver
from core.principal import SYSTEM
from core.refusals import Invalid
from tenants.use_cases.people import joining
from tenants.use_cases.sign_in import account_creation
from tenants.use_cases.sign_in.account_creation import Newcomer
from webapp import current, notices
from webapp.http import request_info, security
from webapp.http.rate_limits import limiter
from webapp.render import render
from webapp.sessions import link_cookie, member_sessions
from webapp.text.translation import gettext

bp = Blueprint("joinings", __name__)
COOKIE = "invitation"


@bp.get("/invitations/<token>")
@limiter.limit("60 per minute")
def enter(token: str) -> Response:
    return link_cookie.keep(COOKIE, token, url_for("joinings.new"))


@bp.get("/join")
@limiter.limit("60 per minute")
def new() -> Response:
    return _page()


@bp.post("/join")
@limiter.limit("30 per minute")
def create() -> Response:
    member = current.member() if member_sessions.identify() else None
    invitation = _invitation()
    joining.check_usable(invitation)
    if member:
        session = request.cookies.get(security.cookie_name(member_sessions.COOKIE), "")
        with current.transaction() as tx:
            joined = joining.join(tx, invitation, member.principal, session, current.now())
        return _joined(joined)
    if invitation.signs_in:
        return _to_sign_in()
    typed = Newcomer(request.form.get("name", ""), request.form.get("password", ""))
    try:
        checked = account_creation.check(invitation.terms.email, typed)
        with current.transaction() as tx:
            origin = request_info.origin()
            begun = joining.join_with_new_account(tx, invitation, checked, origin, current.now())
    except Invalid as invalid:
        return _page(status=422, errors=invalid.errors, name=typed.name)
    return _joined(begun) if begun else _to_sign_in()


@bp.errorhandler(InvitationOver)
def over(refusal: InvitationOver) -> Response:
    return render("people/invitation_links/expired.html", status=404, text=refusal.message)


def _token() -> str:
    return link_cookie.secret(COOKIE)


def _joined(session: str) -> Response:
    answer = make_response(redirect(url_for("envelopes.index"), 303))
    answer = link_cookie.clear(answer, COOKIE)
    answer = notices.leave(answer, gettext("Welcome! You have joined."))
    return member_sessions.begin(answer, session)


def _to_sign_in() -> Response:
    answer = make_response(redirect(url_for("sessions.new", next=url_for("joinings.new")), 303))
    return notices.leave(answer, gettext("Sign in to continue."))


def _invitation() -> joining.Invitation:
    """What the link leads to; from here on the request acts in its organization."""
    organization = joining.organization_of(current.installation(), _token())
    current.act_as(organization, SYSTEM)
    with current.transaction() as tx:
        return joining.find(tx, _token(), current.now())


def _page(status: int = 200, errors: dict[str, str] | None = None, name: str = "") -> Response:
    member_sessions.identify()
    invitation = _invitation()
    return render(
        "people/invitation_links/new.html",
        status=status,
        invitation=invitation,
        problem=_problem(invitation),
        errors=errors or {},
        name=name,
    )


def _problem(invitation: joining.Invitation) -> str:
    """Why the person who is signed in here cannot accept it as they are."""
    if g.member is None:
        return ""
    if invitation.account is None or invitation.account.person_id != g.member.person_id:
        return AnotherAddress.message
    return ForeignSignIn.message if g.member.method == "sso" else ""
