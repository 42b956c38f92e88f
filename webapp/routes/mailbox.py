"""The mailbox of the embedded mode, for eyes on this machine only."""

import secrets
from pathlib import Path

from flask import Blueprint, Response, make_response, request

from core.refusals import NotFound
from webapp import current, mail_html, mailbox
from webapp.http import request_info
from webapp.render import render, unchanged
from webapp.sessions import member_sessions

bp = Blueprint("mailbox", __name__, url_prefix="/mailbox")


@bp.get("")
def index() -> Response:
    mails = mailbox.mails(_folder())
    version = f"{len(mails)}-{mails[0].name if mails else ''}"
    if answer := unchanged(version):
        return answer
    # Only for the page's frame: the mailbox itself asks no one who they are.
    member_sessions.identify()
    return render("mailbox/index.html", "mail_list", mails=mails, version=version)


@bp.get("/<name>")
def show(name: str) -> Response:
    mail = mailbox.mail(_folder(), name)
    member_sessions.identify()
    return render("mailbox/show.html", mail=mail)


@bp.get("/<name>/html")
def html(name: str) -> Response:
    """What a mail program would draw, in a frame where no script runs: with our logos alone."""
    nonce = secrets.token_urlsafe(16)
    response = make_response(mail_html.framed(mailbox.mail(_folder(), name).html, nonce))
    logos = f"{current.settings().base_url}/branding/ {request.host_url}branding/"
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src data: {logos};"
        " frame-ancestors 'self';"
        " sandbox allow-top-navigation-by-user-activation"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _folder() -> Path:
    """Raises NotFound outside of the embedded mode and for other machines."""
    settings = current.settings()
    if not mailbox.open_to(settings, request_info.here()):
        raise NotFound
    return Path(settings.mailbox_dir)
