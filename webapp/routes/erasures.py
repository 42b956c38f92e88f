"""Erasing one person by their address: looked at first, then asked for."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import Invalid, NotFound
from tenants.use_cases import erasing_people
from webapp import current, member_sessions, notices
from webapp.render import render
from webapp.translating import gettext

bp = Blueprint("erasures", __name__)


@bp.get("/settings/erasures")
@member_sessions.required(Permission.ERASE_PEOPLE)
def index() -> Response:
    return _page(request.args.get("address", "").strip(), "", {})


@bp.post("/settings/erasures")
@member_sessions.required(Permission.ERASE_PEOPLE)
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in ("id", "address", "repeated", "proof")}
    try:
        erasing_people.ask(
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
            known = erasing_people.known(current.member(), address)
    except Invalid as invalid:
        errors = invalid.errors
    return render(
        "erasures/index.html",
        status=422 if errors else 200,
        address=address,
        repeated=repeated,
        known=known,
        errors=errors,
        asked=erasing_people.asked(current.member()),
        new_id=uuid4(),
    )
