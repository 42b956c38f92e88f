"""What an organization asks of its members when they sign in."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid
from core.sign_in.sign_in_policy import SignInPolicy
from tenants.use_cases.sign_in import sign_in_policies
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("sign_in_policies", __name__)
TICKS = ("second_factor", "password", "passkey", "sso")


@bp.get("/settings/sign-in-policy")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def edit() -> Response:
    with current.transaction() as tx:
        policy = sign_in_policies.policy(tx)
    return _form(policy)


@bp.post("/settings/sign-in-policy")
@member_sessions.required(Permission.MANAGE_SIGN_IN)
def update() -> Response:
    typed = SignInPolicy(
        **{name: name in request.form for name in TICKS},
        session_minutes=_minutes("session_minutes"),
        idle_minutes=_minutes("idle_minutes"),
    )
    try:
        with current.transaction() as tx:
            sign_in_policies.change_policy(tx, typed, current.now())
    except Invalid as invalid:
        return _form(typed, invalid.errors, 422)
    answer = make_response(redirect(url_for("sign_in_policies.edit"), 303))
    return notices.leave(
        answer, gettext("Saved. The policy applies right away, including to current sessions.")
    )


def _minutes(name: str) -> int:
    given = request.form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def _form(
    policy: SignInPolicy, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return render(
        "sign_in/sign_in_policies/edit.html",
        status=status,
        policy=policy,
        errors=errors or {},
        lengths={
            15: gettext("15 minutes"),
            30: gettext("30 minutes"),
            60: gettext("1 hour"),
            240: gettext("4 hours"),
            480: gettext("8 hours"),
            720: gettext("12 hours"),
            1440: gettext("1 day"),
            10_080: gettext("7 days"),
            20_160: gettext("14 days"),
            43_200: gettext("30 days"),
        },
    )
