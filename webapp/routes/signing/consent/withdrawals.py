"""Withdrawing consent before finishing, which closes the documents."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from tenants.use_cases.signing import signing_ceremony
from webapp import current
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.sessions import ceremony_sessions

bp = Blueprint("withdrawals", __name__)


@bp.get("/withdrawal")
def new(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    if not ceremony_page.may_still_choose(ceremony) or not ceremony.recipient.consented:
        return ceremony_page.page(ceremony)
    return render("signing/withdraw.html", **ceremony_page.choosing(ceremony))


@bp.post("/withdrawal")
def create(recipient_id: UUID) -> Response:
    ceremony_sessions.load_ceremony(recipient_id)
    with current.transaction() as tx:
        signing_ceremony.withdraw(tx, request_info.origin(), current.now())
    return make_response(redirect(url_for("signings.show", recipient_id=recipient_id), 303))
