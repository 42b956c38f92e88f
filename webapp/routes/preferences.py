"""What a person prefers: their name, language and clock, which mails, the signature they keep."""

from zoneinfo import available_timezones

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core import notification
from core.access import Permission
from core.notification import Notification
from core.preference import Preferences
from core.refusals import Invalid, UnusableImage
from tenants.use_cases import configuring, preferring
from webapp import current, member_sessions, notices, signature_form
from webapp.render import render
from webapp.translating import LOCALES, gettext

bp = Blueprint("preferences", __name__, url_prefix="/settings/preferences")


@bp.get("")
@member_sessions.required(Permission.OWN_ACCOUNT)
def edit() -> Response:
    return _page()


@bp.post("")
@member_sessions.required(Permission.OWN_ACCOUNT)
def update() -> Response:
    name = request.form.get("name", "")
    ticked = set(request.form.getlist("notifications"))
    typed = Preferences(
        request.form.get("locale", ""),
        request.form.get("time_zone", ""),
        {n.value: n.value in ticked for n in Notification},
    )
    try:
        preferring.change(current.member(), name, typed, LOCALES)
    except Invalid as invalid:
        return _page(422, invalid.errors, name, typed)
    return _saved(gettext("Saved."))


@bp.post("/signature")
@member_sessions.required(Permission.OWN_ACCOUNT)
def keep_signature() -> Response:
    member = current.member()
    if "forget" in request.form:
        preferring.forget_signature(member)
        return _saved(gettext("Your saved signature was deleted."))
    method = request.form.get("method", "")
    try:
        preferring.keep_signature(member, signature_form.picture(method), method)
    except (Invalid, UnusableImage) as error:
        return _page(422, {"image": signature_form.told(error)})
    return _saved(gettext("Your signature was saved."))


@bp.get("/signature")
@member_sessions.required(Permission.OWN_ACCOUNT)
def signature() -> Response:
    response = make_response(preferring.signature(current.member()).png)
    response.mimetype = "image/png"
    return response


def _page(
    status: int = 200,
    errors: dict[str, str] | None = None,
    name: str | None = None,
    typed: Preferences | None = None,
) -> Response:
    member = current.member()
    found = preferring.preferred(member)
    shown = typed or found.preferences
    wanted = {n.value: notification.wanted(shown.notifications, n) for n in Notification}
    return render(
        "preferences/edit.html",
        status=status,
        name=member.name if name is None else name,
        preferences=shown,
        wanted=wanted,
        signs=found.signs,
        profile=configuring.profile(member),
        zones=sorted(available_timezones()),
        locales=LOCALES,
        errors=errors or {},
    )


def _saved(text: str) -> Response:
    return notices.leave(make_response(redirect(url_for("preferences.edit"), 303)), text)
