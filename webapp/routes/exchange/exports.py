"""Archives: what a member takes along of templates, envelopes and imported records."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.access import Permission
from core.exchange.refusals import NothingToExport
from tenants.openers import exchange_export
from webapp import current
from webapp.forms import request_values
from webapp.pages.exchange.archive_download import download
from webapp.sessions import member_sessions

bp = Blueprint("exchange_exports", __name__)


@bp.get("/templates/<uuid:template_id>/export.zip")
@member_sessions.required(Permission.SEND_ENVELOPES)
def template(template_id: UUID) -> Response:
    return _archive("template", templates=[template_id])


@bp.get("/envelopes/<uuid:envelope_id>/export.zip")
@member_sessions.required(Permission.SEND_ENVELOPES)
def envelope(envelope_id: UUID) -> Response:
    return _archive("envelope", envelopes=[envelope_id])


@bp.get("/archived-records/<uuid:archived_record_id>/export.zip")
@member_sessions.required(Permission.SEND_ENVELOPES)
def record(archived_record_id: UUID) -> Response:
    return _archive("record", records=[archived_record_id])


@bp.get("/archive.zip")
@member_sessions.required(Permission.SEND_ENVELOPES)
def several() -> Response:
    """All that are ticked in a list."""
    chosen = {
        kind: _ids(name)
        for kind, name in (
            ("templates", "template"),
            ("envelopes", "envelope"),
            ("records", "record"),
        )
    }
    if not any(chosen.values()):
        raise NothingToExport
    return _archive("archive", **chosen)


def _archive(
    name: str,
    templates: list[UUID] | None = None,
    envelopes: list[UUID] | None = None,
    records: list[UUID] | None = None,
) -> Response:
    now = current.now()
    pieces = exchange_export.export(
        *(current.member(), now),
        template_ids=templates or (),
        envelope_ids=envelopes or (),
        record_ids=records or (),
    )
    return download(pieces, f"{current.member().slug}-{name}", now)


def _ids(name: str) -> list[UUID]:
    given = (request_values.uuid_or_none(text) for text in request.args.getlist(name))
    return [id for id in given if id]
