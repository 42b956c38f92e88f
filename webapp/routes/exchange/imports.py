"""Importing an archive, or a completed document from elsewhere as a record."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.exchange.refusals import ExchangeInvalid
from core.refusals import Invalid, Refusal
from tenants.exchange import archive_reader
from tenants.openers import exchange_import
from tenants.use_cases.exchange.importing import ImportedItem
from webapp import current, notices
from webapp.pages.exchange import record_form
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import problem_text
from webapp.text.translation import ngettext

bp = Blueprint("exchange_imports", __name__, url_prefix="/import")
SHOWN = 50
LISTS = {
    "template": "templates.index",
    "envelope": "envelopes.index",
    "archived_record": "archived_records.index",
}


@bp.get("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    return _page()


@bp.post("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    """All of an archive, or nothing."""
    file = request.files.get("archive")
    try:
        if file is None or not file.filename:
            raise Invalid(archive=record_form.NO_FILE)
        made = exchange_import.take_over(
            current.member(), archive_reader.read(file.stream), current.now()
        )
    except Invalid as invalid:
        return _page(invalid.errors, status=422)
    except ExchangeInvalid as wrong:
        said = {"archive": problem_text.message(wrong)}
        return _page(said, wrong.problems[:SHOWN], len(wrong.problems), status=422)
    except Refusal as refusal:
        return _page({"archive": problem_text.message(refusal)}, status=refusal.status)
    return _to(made)


@bp.post("/record")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create_record() -> Response:
    """One completed document with its certificate."""
    try:
        bundle = record_form.bundle(request.form, request.files)
        made = exchange_import.take_over(current.member(), bundle, current.now())
    except Invalid as invalid:
        return _page(invalid.errors, status=422)
    except Refusal as refusal:
        return _page({"file": problem_text.message(refusal)}, status=refusal.status)
    return _to(made)


def _to(made: list[ImportedItem]) -> Response:
    words = ngettext("%(num)d item was imported.", "%(num)d items were imported.", len(made))
    return notices.leave(make_response(redirect(_place(made), 303)), words)


def _place(made: list[ImportedItem]) -> str:
    """The page of what was imported, or the list that it is in."""
    if not made:
        return url_for("exchange_imports.new")
    kind = made[0].kind
    if len(made) > 1:
        return url_for(LISTS[kind])
    match kind:
        case "template":
            return url_for("templates.show", template_id=made[0].id)
        case "envelope":
            return url_for("envelopes.show", envelope_id=made[0].id)
    return url_for("archived_records.show", archived_record_id=made[0].id)


def _page(
    errors: dict[str, str] | None = None,
    wrong: Sequence[Mapping[str, str]] = (),
    count: int = 0,
    status: int = 200,
) -> Response:
    return render(
        "exchange/new.html",
        status=status,
        errors=errors or {},
        wrong=wrong,
        count=count,
        typed=request.form,
        limit=archive_reader.UNPACKED_LIMIT,
    )
