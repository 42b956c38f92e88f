"""Erasing one person by their address: looked at first, then asked for."""

from hashlib import sha256
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.use_cases.retention import erasure_requests
from tenants.use_cases.retention.erasure_requests import Erasure
from webapp import current, notices
from webapp.render import render, unchanged
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("erasures", __name__)


@bp.get("/settings/erasures")
@member_sessions.required(Permission.ERASE_PEOPLE)
def index() -> Response:
    asked = erasure_requests.asked(current.member())
    if request.headers.get("If-None-Match") and (answer := unchanged(_version(asked))):
        return answer
    return _page("", "", {})


@bp.post("/settings/erasures/preview")
@member_sessions.required(Permission.ERASE_PEOPLE)
def preview() -> Response:
    """What there is. Not asked for by its address: that would stay in histories and logs."""
    return _page(request.form.get("address", "").strip(), "", {})


@bp.post("/settings/erasures")
@member_sessions.required(Permission.ERASE_PEOPLE)
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in ("id", "address", "repeated", "proof")}
    try:
        erasure_requests.ask(
            current.member(),
            UUID(typed["id"]),
            typed["address"],
            typed["repeated"],
            typed["proof"],
            bool(request.form.get("documents")),
            current.now(),
        )
    except Invalid as invalid:
        return _page(typed["address"].strip(), typed["repeated"], invalid.errors)
    except ValueError:
        raise NotFound from None
    answer = make_response(redirect(url_for("erasures.index"), 303))
    return notices.leave(answer, gettext("The person is being erased. This page says when."))


def _page(address: str, repeated: str, errors: dict[str, str]) -> Response:
    known = None
    try:
        if address:
            known = erasure_requests.known(current.member(), address)
    except Invalid as invalid:
        errors = invalid.errors
    asked = erasure_requests.asked(current.member())
    return render(
        "retention/erasures/index.html",
        "erasures",
        status=422 if errors else 200,
        address=address,
        repeated=repeated,
        documents="documents" in request.form,
        known=known,
        errors=errors,
        asked=asked,
        waiting=any(erasure.finished_at is None for erasure in asked),
        version=_version(asked),
        new_id=uuid4(),
    )


def _version(asked: tuple[Erasure, ...]) -> str:
    told = [(str(e.id), e.erased, e.kept, str(e.finished_at)) for e in asked]
    return sha256(repr(told).encode()).hexdigest()[:16]
