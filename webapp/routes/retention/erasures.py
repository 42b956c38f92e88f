"""Erasing one person by their address: looked at first, then asked for."""

from hashlib import sha256
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.store.retention.erasures import PersonErasure
from tenants.use_cases.retention import erasure_requests
from tenants.use_cases.retention.erasure_requests import PersonFindings
from webapp import current, notices
from webapp.render import render, unchanged
from webapp.sessions import member_sessions, reauthentication
from webapp.text.translation import gettext

bp = Blueprint("erasures", __name__)


@bp.get("/settings/erasures")
@member_sessions.required(Permission.ERASE_PEOPLE)
def index() -> Response:
    with current.transaction() as tx:
        asked = erasure_requests.asked(tx)
    if request.headers.get("If-None-Match") and (answer := unchanged(_version(asked))):
        return answer
    return _render("", "", {}, None, asked)


@bp.post("/settings/erasures/preview")
@member_sessions.required(Permission.ERASE_PEOPLE)
def preview() -> Response:
    """What there is. Not asked for by its address: that would stay in histories and logs."""
    return _page(request.form.get("address", "").strip(), "", {})


@bp.post("/settings/erasures")
@member_sessions.required(Permission.ERASE_PEOPLE)
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in ("id", "address", "repeated")}
    try:
        erasure_id = UUID(typed["id"])
        address = erasure_requests.check(typed["address"], typed["repeated"])
        with_documents, proof = bool(request.form.get("documents")), reauthentication.proof()
        with current.transaction() as tx:
            erasure_requests.ask(tx, erasure_id, address, with_documents, proof, current.now())
    except Invalid as invalid:
        return _page(typed["address"].strip(), typed["repeated"], invalid.errors)
    except ValueError:
        raise NotFound from None
    answer = make_response(redirect(url_for("erasures.index"), 303))
    return notices.leave(
        answer, gettext("Erasing the person’s data. This page shows when it is done.")
    )


def _page(address: str, repeated: str, errors: dict[str, str]) -> Response:
    known = None
    with current.transaction() as tx:
        try:
            if address:
                known = erasure_requests.known(tx, address)
        except Invalid as invalid:
            errors = invalid.errors
        asked = erasure_requests.asked(tx)
    return _render(address, repeated, errors, known, asked)


def _render(
    address: str,
    repeated: str,
    errors: dict[str, str],
    known: PersonFindings | None,
    asked: tuple[PersonErasure, ...],
) -> Response:
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


def _version(asked: tuple[PersonErasure, ...]) -> str:
    told = [(str(e.id), e.erased, e.kept, str(e.finished_at)) for e in asked]
    return sha256(repr(told).encode()).hexdigest()[:16]
