"""Imported records of what was completed elsewhere: the list, one of them, its files."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.text.printable import storable
from tenants.use_cases.archived_records import archived_records
from webapp import current, notices
from webapp.pages.archived_records.record_download import download
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("archived_records", __name__, url_prefix="/archived-records")


@bp.get("")
@member_sessions.required(Permission.READ_ENVELOPES)
def index() -> Response:
    words = storable(request.args.get("search", ""), 200)
    source = storable(request.args.get("source", ""), 60)
    before = request.args.get("before", "")[:200]
    with current.transaction() as tx:
        found = archived_records.listed(tx, words, source, before)
    return render(
        "archived_records/index.html",
        "record_rows",
        found=found,
        words=words,
        source=source,
        before=before,
        sends=current.member().may(Permission.SEND_ENVELOPES),
    )


@bp.get("/<uuid:archived_record_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(archived_record_id: UUID) -> Response:
    with current.transaction() as tx:
        found = archived_records.page(tx, archived_record_id)
    return render("archived_records/show.html", found=found, record=found.record, checked=None)


@bp.post("/<uuid:archived_record_id>/check")
@member_sessions.required(Permission.READ_ENVELOPES)
def check(archived_record_id: UUID) -> Response:
    """Compares the stored copies with the hashes of the import."""
    with current.transaction() as tx:
        found = archived_records.page(tx, archived_record_id)
    organization = current.organization()
    checked = {f.id: archived_records.is_unchanged(organization, f) for f in found.record.files}
    return render("archived_records/show.html", found=found, record=found.record, checked=checked)


@bp.get("/<uuid:archived_record_id>/files/<uuid:archived_file_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def file(archived_record_id: UUID, archived_file_id: UUID) -> Response:
    with current.transaction() as tx:
        found = archived_records.file(tx, archived_record_id, archived_file_id, current.now())
    return download(current.organization(), found)


@bp.get("/<uuid:archived_record_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def confirm_deletion(archived_record_id: UUID) -> Response:
    with current.transaction() as tx:
        found = archived_records.page(tx, archived_record_id)
    return render("archived_records/delete.html", "panel", record=found.record)


@bp.post("/<uuid:archived_record_id>/deletion")
@member_sessions.required(Permission.SEND_ENVELOPES)
def delete(archived_record_id: UUID) -> Response:
    with current.transaction() as tx:
        archived_records.delete(tx, archived_record_id, current.now())
    place = make_response(redirect(url_for("archived_records.index"), 303))
    return notices.leave(place, gettext("Record deleted."))
