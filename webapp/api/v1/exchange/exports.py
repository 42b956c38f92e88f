"""Exports: envelopes, templates and archived records as one ZIP."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.openers import exchange_export
from webapp import current
from webapp.api.v1 import authentication
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.exchange.exchange_models import ExportQuery, ids
from webapp.pages.exchange.archive_download import download

bp = Blueprint("exchange_exports", __name__)


@bp.get("/templates/<uuid:template_id>/export")
@authentication.required(Scope.TEMPLATES)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=None), operation_id="export_template"
)
def template(template_id: UUID) -> Response:
    """
    Export a template

    A ZIP with countersign.json and the documents, which “POST /imports” takes anywhere.
    """
    now = current.now()
    pieces = exchange_export.export(current.acting(), now, template_ids=[template_id])
    return download(pieces, "template", now)


@bp.get("/envelopes/<uuid:envelope_id>/export")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 409, 429, HTTP_200=None), operation_id="export_envelope"
)
def envelope(envelope_id: UUID) -> Response:
    """
    Export an envelope

    What is needed to make the same draft elsewhere; of a completed one also the sealed documents,
    the certificate and the audit trail.
    """
    now = current.now()
    pieces = exchange_export.export(current.acting(), now, envelope_ids=[envelope_id])
    return download(pieces, "envelope", now)


@bp.get("/exports")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=ExportQuery,
    resp=answers(400, 401, 403, 404, 409, 422, 429, HTTP_200=None),
    operation_id="export_archive",
)
def several() -> Response:
    """
    Export several things

    Templates, envelopes and archived records in one ZIP. Templates need the scope “templates”, too.
    """
    asked: ExportQuery = request.context.query  # type: ignore[attr-defined]
    if asked.templates:
        authentication.require(Scope.TEMPLATES)
    now = current.now()
    pieces = exchange_export.export(
        *(current.acting(), now),
        template_ids=ids(asked.templates),
        envelope_ids=ids(asked.envelopes),
        record_ids=ids(asked.archived_records),
    )
    return download(pieces, "archive", now)
