"""The settings of how the organization looks and speaks to its recipients."""

import secrets
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.organizations import mail_text
from core.organizations.branding import Branding
from core.organizations.mail_text import OwnWords
from core.organizations.refusals import UnusableLogo
from core.refusals import Invalid, NotFound
from tenants.use_cases.organizations import branding, logo_upload, reply_to_address
from webapp import current, mail_html, notices
from webapp.pages.organizations import mail_preview
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext, translated

bp = Blueprint("branding", __name__, url_prefix="/settings/branding")


@bp.get("")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    return _page()


@bp.post("")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    names = ("colour", "dark_colour", "sender_name")
    typed = {name: request.form.get(name, "") for name in names}
    try:
        with current.transaction() as tx:
            branding.change(tx, current.now(), **typed)
    except Invalid as invalid:
        return _page(422, invalid.errors, **typed)
    return _saved("colours")


@bp.post("/logo")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def upload_logo() -> Response:
    """The picture is looked at by a worker; the page waits for it."""
    if "remove" in request.form:
        with current.transaction() as tx:
            branding.change(tx, current.now(), logo=None)
        return _saved("branding_logo")
    file = request.files.get("logo")
    data = file.read(logo_upload.BYTES_LIMIT + 1) if file else b""
    try:
        _store(data)
    except Invalid as invalid:
        return _page(422, invalid.errors)
    return make_response(redirect(url_for("branding.edit", _anchor="branding_logo"), 303))


def _store(data: bytes) -> None:
    """Raises Invalid."""
    logo_upload.check(data)
    upload_id = uuid4()
    with current.transaction() as tx:
        logo_upload.announce(tx, upload_id)
    logo_upload.store(current.member().organization, upload_id, data)
    with current.transaction() as tx:
        logo_upload.upload(tx, upload_id)


@bp.post("/reply-to")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def ask_reply_to() -> Response:
    address = request.form.get("reply_to", "")
    try:
        with current.transaction() as tx:
            reply_to_address.request(tx, address, current.now())
    except Invalid as invalid:
        return _page(422, invalid.errors, reply_to=address)
    return _saved(
        "reply-to", gettext("Confirmation link sent to that address.") if address.strip() else ""
    )


@bp.post("/texts")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update_texts() -> Response:
    kind, words = _typed_words()
    try:
        with current.transaction() as tx:
            branding.change(tx, current.now(), **{kind: words})
    except Invalid as invalid:
        return _page(422, invalid.errors, **{kind: words})
    return _saved(f"text-{kind}")


@bp.route("/previews", methods=("GET", "POST"))
@member_sessions.required(Permission.MANAGE_SETTINGS)
def preview() -> Response:
    """In a frame of its own: what is saved, or what is typed and not saved yet."""
    with current.transaction() as tx:
        found = branding.view(tx)
    kind, brand = request.values.get("kind", ""), found.brand
    if request.method == "POST":
        kind, words = _typed_words()
        if errors := dict(mail_text.errors(kind, words)):
            return _framed("\n".join(translated(e) for e in errors.values()), "text", 422)
        brand = mail_preview.worded(brand, kind, words)
    if kind not in mail_preview.kinds():
        raise NotFound
    version = request.values.get("version", "html")
    make = mail_preview.text if version == "text" else mail_preview.html
    return _framed(make(current.member(), brand, found.organization_name, kind), version)


@bp.post("/reset")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def reset() -> Response:
    with current.transaction() as tx:
        branding.reset(tx, current.now())
    return _saved(None, gettext("Branding reset. You can undo this."))


@bp.post("/undo")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def undo() -> Response:
    with current.transaction() as tx:
        branding.undo(tx, current.now())
    return _saved(None, gettext("Undone."))


def _typed_words() -> tuple[str, OwnWords]:
    kind = request.form.get("kind", "")
    if kind not in mail_preview.kinds():
        raise NotFound
    given = OwnWords(request.form.get("subject", ""), request.form.get("introduction", ""))
    return kind, mail_text.cleaned_words(given)


def _page(status: int = 200, errors: dict[str, str] | None = None, **typed: Any) -> Response:
    """With what was typed in place of what is stored."""
    with current.transaction() as tx:
        found = branding.view(tx)
    return render(
        "organizations/branding/edit.html",
        "branding_logo",
        status=status,
        view=found,
        branding=_shown(found.branding, typed),
        palette=found.brand.palette,
        reply_to=typed.get("reply_to", found.reply_to_asked or found.branding.reply_to),
        logo_problem=UnusableLogo.message if found.logo_problem else "",
        kinds=mail_preview.kinds(),
        placeholders=mail_text.PLACEHOLDERS,
        errors=errors or {},
    )


def _shown(stored: Branding, typed: dict[str, Any]) -> Branding:
    return replace(stored, **{name: value for name, value in typed.items() if name != "reply_to"})


def _saved(anchor: str | None, sentence: str = "") -> Response:
    answer = make_response(redirect(url_for("branding.edit", _anchor=anchor), 303))
    return notices.leave(answer, sentence or gettext("Saved."))


def _framed(content: str, version: str, status: int = 200) -> Response:
    """A page of its own, whose policy allows nothing but the mail's own style and our logo."""
    nonce = secrets.token_urlsafe(16)
    page = content if version == "text" else mail_html.framed(content, nonce)
    response = make_response(page, status)
    response.mimetype = "text/plain" if version == "text" else "text/html"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src 'self'"
        f" {current.settings().base_url};"
        " frame-ancestors 'self'; sandbox"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
