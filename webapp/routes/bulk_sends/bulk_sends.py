"""Bulk sends: listed, begun with a table, and each as far as it has come."""

from datetime import datetime
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.bulk_sends.bulk_send import BulkSend, BulkState
from core.bulk_sends.uploaded_table import BYTES_LIMIT, why
from core.refusals import Invalid, sentence
from tenants.store.templates.template_lists import TemplateFilter
from tenants.use_cases.bulk_sends import bulk_sends, template_source
from tenants.use_cases.templates import template_pages
from webapp import current, notices
from webapp.forms.request_values import form_uuid, uuid_of
from webapp.http import request_info
from webapp.pages.bulk_sends import columns_page, progress_page, row_files, target_words
from webapp.render import render, unchanged
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("bulk_sends", __name__)
TOO_LARGE = sentence("This file is larger than 10 MB. Split it into smaller ones.")
NOTHING = sentence("Choose a file, or paste cells from a spreadsheet.")
TWO = sentence("Choose a file or paste cells, not both.")


@bp.get("/bulk-sends")
@member_sessions.required(Permission.SEND_ENVELOPES)
def index() -> Response:
    with current.transaction() as tx:
        found = bulk_sends.listed(tx, _after(request.args.get("after", "")))
    return render(
        "bulk_sends/index.html",
        found=found,
        states=target_words.state_words(),
        after=_written,
    )


@bp.get("/bulk-sends/new")
@member_sessions.required(Permission.SEND_ENVELOPES)
def new() -> Response:
    return _new({})


@bp.post("/bulk-sends")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    template_id = uuid_of(request.form.get("template", ""))
    bulk_id = form_uuid("bulk_id") or uuid4()
    try:
        name, data = table()
    except Invalid as invalid:
        return _new(invalid.errors, 422)
    upload_id = store(bulk_id, data)
    with current.transaction() as tx:
        bulk_sends.create(tx, bulk_id, template_id, name, upload_id, current.now())
    return to(bulk_id)


@bp.get("/bulk-sends/sample.csv")
@member_sessions.required(Permission.SEND_ENVELOPES)
def sample() -> Response:
    """A table with the columns that a template asks for."""
    with current.transaction() as tx:
        known = template_source.of_template(tx, uuid_of(request.args.get("template", "")))
    return row_files.csv([target_words.sample(known.targets)], "bulk-send.csv")


@bp.get("/bulk-sends/<uuid:bulk_send_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(bulk_send_id: UUID) -> Response:
    """What is to be done next."""
    with current.transaction() as tx:
        bulk = bulk_sends.get(tx, bulk_send_id)
    if bulk.state.begun:
        return progress_page.show(bulk)
    if bulk.state in (BulkState.READ, BulkState.CHECKED):
        if "If-None-Match" in request.headers:
            return _anew()
        if bulk.state is BulkState.READ or request.args.get("columns"):
            return columns_page.show(bulk_send_id)
        return progress_page.show_checked(bulk_send_id)
    return _waiting(bulk)


@bp.post("/bulk-sends/<uuid:bulk_send_id>/name")
@member_sessions.required(Permission.SEND_ENVELOPES)
def rename(bulk_send_id: UUID) -> Response:
    with current.transaction() as tx:
        bulk_sends.rename(tx, bulk_send_id, request.form.get("name", ""))
    return notices.leave(to(bulk_send_id), gettext("Saved."))


@bp.post("/bulk-sends/<uuid:bulk_send_id>/removal")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(bulk_send_id: UUID) -> Response:
    with current.transaction() as tx:
        bulk_sends.delete(tx, bulk_send_id)
    answer = make_response(redirect(url_for("bulk_sends.index"), 303))
    return notices.leave(answer, gettext("Bulk send deleted. Envelopes that were sent are kept."))


def table() -> tuple[str, bytes]:
    """The file that was chosen, or what was pasted. Raises Invalid(file=…)."""
    file, pasted = request.files.get("file"), request.form.get("pasted", "").strip("\r\n")
    data = file.read(BYTES_LIMIT + 1) if file else b""
    if data and pasted:
        raise Invalid(file=TWO)
    if not data and not pasted.strip():
        raise Invalid(file=NOTHING)
    if len(data or pasted.encode()) > BYTES_LIMIT:
        raise Invalid(file=TOO_LARGE)
    name = (file.filename if file and data else "") or gettext("Pasted cells")
    return name, data or pasted.encode()


def store(bulk_id: UUID, data: bytes) -> UUID:
    """Its table, for the job that reads it."""
    upload_id = uuid4()
    with current.transaction() as tx:
        bulk_sends.announce(tx, bulk_id, upload_id)
    bulk_sends.store(current.organization(), bulk_id, upload_id, data)
    return upload_id


def to(bulk_id: UUID) -> Response:
    return make_response(redirect(url_for("bulk_sends.show", bulk_send_id=bulk_id), 303))


def _new(errors: dict[str, str], status: int = 200) -> Response:
    chosen = request.values.get("template", "")
    with current.transaction() as tx:
        if chosen:
            template_id = uuid_of(chosen)
            template_source.latest(tx, template_id)
            summary = template_pages.page(tx, template_id).summary
            found: tuple[object, ...] = ()
        else:
            summary, found = None, template_pages.listed(tx, TemplateFilter(usable=True)).rows
    return render(
        "bulk_sends/new.html",
        status=status,
        chosen=summary,
        templates=found,
        pasted=request.form.get("pasted", ""),
        errors=errors,
        limit=BYTES_LIMIT,
        new_id=uuid4(),
    )


def _waiting(bulk: BulkSend) -> Response:
    version = f"{bulk.state}-{bulk.checked}"
    return unchanged(version) or render(
        "bulk_sends/waiting.html",
        "bulk_progress",
        bulk=bulk,
        why=why(bulk.problem, bulk.problem_number) if bulk.problem else "",
        version=version,
    )


def _anew() -> Response:
    """What was waited for is there: another page follows."""
    answer = make_response("", 200)
    if request_info.wants_fragment():
        answer.headers["HX-Refresh"] = "true"
    return answer


def _written(bulk: BulkSend) -> str:
    return f"{bulk.created_at.isoformat()} {bulk.id}"


def _after(text: str) -> tuple[datetime, UUID] | None:
    """Of what was not written here, the beginning."""
    at, _, id = text.partition(" ")
    try:
        return datetime.fromisoformat(at), UUID(id)
    except ValueError:
        return None
