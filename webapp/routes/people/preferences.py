"""What a person prefers: their name, language and clock, which mails, the signature they keep."""

from uuid import UUID
from zoneinfo import available_timezones

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.fields.kinds.signature import KIND as SIGNATURE
from core.people import notification
from core.people.notification import Notification
from core.people.preference import Preferences
from core.refusals import Invalid
from core.signing.refusals import UnusableImage
from core.text.languages import OWN_NAMES
from templates import language
from tenants.use_cases.organizations import organization_profile
from tenants.use_cases.people import preferences
from tenants.use_cases.signing import kept_signature, uploaded_signatures
from webapp import current, notices
from webapp.forms import request_values
from webapp.pages.signing import signature_form
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

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
    chosen = Preferences(
        request.form.get("locale", ""),
        request.form.get("time_zone", ""),
        {n.value: n.value in ticked for n in Notification},
    )
    try:
        with current.transaction() as tx:
            preferences.change(tx, name, chosen, language.for_portal(), current.now())
    except Invalid as invalid:
        return _page(422, invalid.errors, name, chosen)
    return _saved(gettext("Saved."))


@bp.post("/signature")
@member_sessions.required(Permission.OWN_ACCOUNT)
def keep_signature() -> Response:
    if "forget" in request.form:
        with current.transaction() as tx:
            kept_signature.forget(tx)
        return _saved(gettext("Signature deleted."))
    method, upload_id = request.form.get("method", ""), request_values.form_uuid("upload")
    data = b""
    try:
        if upload_id is not None:
            data, method = _uploaded(upload_id), "uploaded"
        else:
            data = signature_form.picture(method, SIGNATURE.name)
        checked = kept_signature.check(data, method)
        with current.transaction() as tx:
            kept_signature.keep(tx, checked)
    except (Invalid, UnusableImage) as error:
        if method == "uploaded" and signature_form.is_foreign(error):
            return _converted(data)
        return _page(422, {"image": signature_form.told(error)})
    with current.transaction() as tx:
        uploaded_signatures.forget(tx)
    return _saved(gettext("Signature saved."))


@bp.get("/signature-uploads/<uuid:upload_id>")
@member_sessions.required(Permission.OWN_ACCOUNT)
def signature_upload(upload_id: UUID) -> Response:
    """A picture that the worker makes plain: waited for, then looked at and saved."""
    with current.transaction() as tx:
        found = uploaded_signatures.find(tx, upload_id)
    if found.problem is not None:
        return _page(422, {"image": signature_form.told(found.problem)})
    return render("people/preferences/upload.html", upload=found)


@bp.get("/signature-uploads/<uuid:upload_id>/picture")
@member_sessions.required(Permission.OWN_ACCOUNT)
def uploaded_picture(upload_id: UUID) -> Response:
    response = make_response(_uploaded(upload_id))
    response.mimetype = "image/png"
    return response


@bp.get("/signature")
@member_sessions.required(Permission.OWN_ACCOUNT)
def signature() -> Response:
    with current.transaction() as tx:
        kept = kept_signature.kept(tx)
    response = make_response(kept.png)
    response.mimetype = "image/png"
    return response


def _uploaded(upload_id: UUID) -> bytes:
    """The plain picture that the worker made. Raises NotFound."""
    with current.transaction() as tx:
        return uploaded_signatures.png(tx, upload_id)


def _converted(data: bytes) -> Response:
    try:
        with current.transaction() as tx:
            upload_id = uploaded_signatures.upload(tx, SIGNATURE.name, None, data, current.now())
    except UnusableImage as error:
        return _page(422, {"image": signature_form.told(error)})
    page = url_for("preferences.signature_upload", upload_id=upload_id)
    return make_response(redirect(page, 303))


def _page(
    status: int = 200,
    errors: dict[str, str] | None = None,
    name: str | None = None,
    chosen: Preferences | None = None,
) -> Response:
    member = current.member()
    with current.transaction() as tx:
        found = preferences.view(tx)
        profile = organization_profile.profile(tx)
    shown = chosen or found.preferences
    wanted = {n.value: notification.is_wanted(shown.notifications, n) for n in Notification}
    return render(
        "people/preferences/edit.html",
        status=status,
        name=member.name if name is None else name,
        preferences=shown,
        wanted=wanted,
        signs=found.signs,
        profile=profile,
        zones=sorted(available_timezones()),
        locales={"": gettext("Organization default")}
        | {tag: OWN_NAMES[tag] for tag in language.for_portal()},
        errors=errors or {},
    )


def _saved(text: str) -> Response:
    return notices.leave(make_response(redirect(url_for("preferences.edit"), 303)), text)
