"""A recipient's link and the page it leads to. What can be done there is in the nested routes."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.refusals import NotFound, Refusal
from core.signing.proofs.mailed_link import MAILED_LINK
from core.signing.refusals import LinkReplaced, SignaturesUnconfirmed, SigningSuspended
from webapp.http import request_info
from webapp.pages.signing import ceremony_page
from webapp.render import render
from webapp.routes.envelopes.turns import delegations, edits, field_edits, namings
from webapp.routes.signing import (
    abuse_reports,
    attachments,
    completions,
    declines,
    downloads,
    field_values,
    payments,
    proofs,
    sheets,
    signature_uploads,
    signatures,
    supplements,
)
from webapp.routes.signing.consent import consents, paper_requests, withdrawals
from webapp.routes.signing.hand_overs import devices, in_person
from webapp.routes.signing.identity import confirmations, knowledge_checks, recipient_passkeys
from webapp.sessions import ceremony_sessions
from webapp.text.translation import gettext

bp = Blueprint("signings", __name__)
for part in (
    proofs,
    recipient_passkeys,
    knowledge_checks,
    consents,
    withdrawals,
    paper_requests,
    sheets,
    supplements,
    field_values,
    payments,
    attachments,
    signatures,
    signature_uploads,
    completions,
    confirmations,
    declines,
    delegations,
    namings,
    edits,
    field_edits,
    devices,
    downloads,
    abuse_reports,
):
    bp.register_blueprint(part.bp, url_prefix="/sign/<uuid:recipient_id>")
bp.register_blueprint(in_person.after, url_prefix="/sign/<uuid:recipient_id>")


@bp.get("/s/<token>")
def enter(token: str) -> Response:
    """Public: the token shows that this is the recipient to whom it was mailed."""
    return _enter(token)


@bp.get("/s/<token>/certificate")
def enter_for_certificate(token: str) -> Response:
    return _enter(token, "/certificate")


@bp.get("/s/<token>/documents/<uuid:document_id>")
def enter_for_document(token: str, document_id: UUID) -> Response:
    return _enter(token, f"/documents/{document_id}")


@bp.get("/sign/<uuid:recipient_id>")
def show(recipient_id: UUID) -> Response:
    return ceremony_page.page(ceremony_sessions.load_ceremony(recipient_id))


@bp.get("/sign/<uuid:recipient_id>/later")
def later(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return render("signing/finish_later.html", ceremony=ceremony, envelope=ceremony.envelope)


@bp.get("/sign/<uuid:recipient_id>/help")
def guidance(recipient_id: UUID) -> Response:
    ceremony = ceremony_sessions.load_ceremony(recipient_id)
    return render("signing/help.html", ceremony=ceremony, envelope=ceremony.envelope)


@bp.after_request
def keep_private(response: Response) -> Response:
    """Links are secrets: nothing may carry one to another site or keep a page in a cache."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.errorhandler(NotFound)
def absent(_: NotFound) -> Response:
    return render(MAILED_LINK.template, status=404, newer="")


@bp.errorhandler(LinkReplaced)
def replaced(refusal: LinkReplaced) -> Response:
    return render(MAILED_LINK.template, status=refusal.status, newer=refusal.message)


@bp.errorhandler(SigningSuspended)
def suspended(refusal: SigningSuspended) -> Response:
    """A part of a page cannot say it: the whole page is loaded again, and does."""
    if request_info.wants_fragment():
        response = make_response("", refusal.status)
        response.headers["HX-Refresh"] = "true"
        return response
    return render("signing/links/suspended.html", status=refusal.status, refusal=refusal)


@bp.errorhandler(SignaturesUnconfirmed)
def unconfirmed(_: SignaturesUnconfirmed) -> Response:
    """Each signature is confirmed by itself first."""
    id = (request.view_args or {})["recipient_id"]
    page = url_for("signings.confirmations.show", recipient_id=id)
    if not request_info.wants_fragment():
        return make_response(redirect(page, 303))
    response = make_response("", 200)
    response.headers["HX-Redirect"] = page
    return response


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """Another recipient, or the same one in another tab, was faster: show how it stands now."""
    if request_info.wants_fragment():
        response = make_response("", refusal.status)
        response.headers["HX-Refresh"] = "true"
        return response
    ceremony = ceremony_sessions.load_ceremony((request.view_args or {})["recipient_id"])
    return ceremony_page.page(ceremony, status=refusal.status, notice=gettext(refusal.message))


def _enter(token: str, place: str = "") -> Response:
    recipient_id = ceremony_sessions.enter(token).recipient_id
    page = url_for("signings.show", recipient_id=recipient_id)
    return ceremony_sessions.begin(make_response(redirect(page + place, 303)), recipient_id, token)
