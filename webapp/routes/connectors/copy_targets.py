"""Where copies of sealed documents are stored: chosen, tried, and how far they have come."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.connectors.copy_state import FAILURES
from core.connectors.copy_target import KNOWN, PATTERN
from core.refusals import Invalid
from tenants.network.bulkhead import Busy
from tenants.network.copy_places import NotPut
from tenants.use_cases.connectors import copy_delivery
from webapp import current, notices
from webapp.notices import NoticeKind
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("copy_targets", __name__)
NAMES = ("kind", "address", "bucket", "region", "username", "secret", "pattern")
# A person waits for a trial, and a thread with them.
TRIAL_SECONDS = 8.0


@bp.get("/settings/copies")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    with current.transaction() as tx:
        target = copy_delivery.settings(tx).target
    typed = {name: getattr(target, name, "") for name in NAMES if name != "secret"}
    return _page(typed if target else {"kind": "s3", "pattern": PATTERN})


@bp.post("/settings/copies")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    typed = {name: request.form.get(name, "") for name in NAMES}
    try:
        with current.transaction() as tx:
            copy_delivery.change(tx, typed, current.now())
    except Invalid as invalid:
        return _page(typed, invalid.errors, 422)
    return _back(gettext("Saved. Try it with a small file."))


@bp.post("/settings/copies/trial")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def create_trial() -> Response:
    """Puts a small file there while the person waits, and says what came of it."""
    with current.transaction() as tx:
        place = copy_delivery.place(tx, TRIAL_SECONDS)
        target = copy_delivery.settings(tx).target
    host = urlsplit(target.address if target else "").hostname or ""
    bulkhead = current.installation().openid_providers.bulkhead
    try:
        with bulkhead.waiting(host, NotPut):
            place.put(copy_delivery.TRIAL, copy_delivery.SAID)
    except NotPut as error:
        return _back(gettext(FAILURES[error.why]), NoticeKind.PROBLEM)
    except Busy:
        slow = FAILURES["timed_out"]
        return _back(gettext(slow), NoticeKind.PROBLEM)
    return _back(gettext("It works: a small file was stored there."))


@bp.post("/settings/copies/retry")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def retry() -> Response:
    with current.transaction() as tx:
        copy_delivery.retry(tx)
    return _back(gettext("The copies are stored again, which takes a moment."))


@bp.post("/settings/copies/removal")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def destroy() -> Response:
    with current.transaction() as tx:
        copy_delivery.remove(tx, current.now())
    return _back(gettext("Removed. Copies that were stored stay where they are."))


def _back(text: str, kind: NoticeKind = NoticeKind.DONE) -> Response:
    answer = make_response(redirect(url_for("copy_targets.edit"), 303))
    return notices.leave(answer, text, kind=kind)


def _page(
    typed: dict[str, str], errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    with current.transaction() as tx:
        found = copy_delivery.settings(tx)
    return render(
        "connectors/copy_targets/edit.html",
        status=status,
        typed=dict.fromkeys(NAMES, "") | typed,
        errors=errors or {},
        target=found.target,
        latest=found.latest,
        failures=FAILURES,
        known=KNOWN,
    )
