"""Passkeys of one's own: made here, named, removed."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.store.sign_in.passkeys import Passkey
from tenants.use_cases.sign_in import account_security, own_sessions, passkeys
from webapp import current, notices
from webapp.http import request_info
from webapp.render import render
from webapp.routes.sign_in import authenticators, credentials
from webapp.sessions import member_sessions, reauthentication, second_step_cookies
from webapp.text.translation import gettext

bp = Blueprint("passkeys", __name__)


@bp.post("/settings/security/passkeys/challenge")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def challenge() -> Response:
    """For static/js/passkey.js, which shows the sentence when it is refused."""
    try:
        proof = reauthentication.proof(unless_fresh=True)
        with current.transaction() as tx:
            asked = passkeys.ask_to_register(tx, proof, current.now())
    except Invalid as invalid:
        answer = make_response(gettext(invalid.errors["proof"]), 422)
        answer.mimetype = "text/plain"
        return answer
    return second_step_cookies.ask(asked)


@bp.post("/settings/security/passkeys")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def create() -> Response:
    name, credential = request.form.get("name", ""), request.form.get("credential", "")
    origin = request_info.origin()
    try:
        checked_name = passkeys.check_name(name)
        with current.transaction() as tx:
            challenge = passkeys.take(tx, second_step_cookies.asked())
        made = passkeys.verify(current.settings(), challenge, credential)
        with current.transaction() as tx:
            codes = passkeys.add(tx, made, checked_name)
            # Who made it just used it, and it knows its owner: as good as signing in with it.
            token = own_sessions.strengthen(tx, "passkey", origin.address, origin.user_agent)
    except Invalid as invalid:
        return credentials.page(invalid.errors, 422, name)
    return authenticators.added(codes, token, gettext("Passkey added."))


@bp.get("/settings/security/passkeys/<uuid:passkey_id>")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def edit(passkey_id: UUID) -> Response:
    return _page(passkey_id)


@bp.post("/settings/security/passkeys/<uuid:passkey_id>")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def update(passkey_id: UUID) -> Response:
    name = request.form.get("name", "")
    try:
        with current.transaction() as tx:
            passkeys.rename(tx, passkey_id, name)
    except Invalid as invalid:
        return _page(passkey_id, invalid.errors, name)
    return _done(gettext("Saved."))


@bp.post("/settings/security/passkeys/<uuid:passkey_id>/removal")
@member_sessions.required(Permission.OWN_ACCOUNT, before_set_up=True)
def remove(passkey_id: UUID) -> Response:
    try:
        proof = reauthentication.proof()
        with current.transaction() as tx:
            passkeys.remove(tx, passkey_id, proof, current.now())
    except Invalid as invalid:
        return _page(passkey_id, invalid.errors)
    return _done(gettext("Passkey removed."))


def _page(
    passkey_id: UUID, errors: dict[str, str] | None = None, name: str | None = None
) -> Response:
    passkey = _find(passkey_id)
    return render(
        "sign_in/credentials/passkey.html",
        status=422 if errors else 200,
        passkey=passkey,
        name=passkey.name if name is None else name,
        errors=errors or {},
    )


def _find(passkey_id: UUID) -> Passkey:
    with current.transaction() as tx:
        found = account_security.security(tx).passkeys
    for passkey in found:
        if passkey.id == passkey_id:
            return passkey
    raise NotFound


def _done(told: str) -> Response:
    return notices.leave(make_response(redirect(url_for("credentials.show"), 303)), told)
