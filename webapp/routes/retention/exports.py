"""Everything the organization has as one file: asked for, waited for, downloaded."""

from hashlib import sha256
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.refusals import NotFound
from tenants.store.retention.organization_exports import OrganizationExport
from tenants.use_cases.retention import organization_export
from webapp import current, notices
from webapp.render import render, unchanged
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("exports", __name__)


@bp.get("/settings/exports")
@member_sessions.required(Permission.EXPORT_ORGANIZATION)
def index() -> Response:
    with current.transaction() as tx:
        found = organization_export.own(tx, current.now())
    version = _version(found)
    if request.headers.get("If-None-Match") and (answer := unchanged(version)):
        return answer
    return render(
        "retention/exports/index.html",
        "exports",
        found=found,
        making=any(export.state == "making" for export in found),
        version=version,
        new_id=uuid4(),
    )


@bp.post("/settings/exports")
@member_sessions.required(Permission.EXPORT_ORGANIZATION)
def create() -> Response:
    try:
        export_id = UUID(request.form.get("id", ""))
    except ValueError:
        raise NotFound from None
    address = request.form.get("address", "")
    with current.transaction() as tx:
        organization_export.start(tx, export_id, current.now(), address)
    return _back(gettext("Export started. We will e-mail you when it is ready."))


@bp.get("/settings/exports/<uuid:organization_export_id>/file")
@member_sessions.required(Permission.EXPORT_ORGANIZATION)
def show(organization_export_id: UUID) -> Response:
    """The file, for the member who asked for it, a part at a time."""
    member = current.member()
    with current.transaction() as tx:
        export, names = organization_export.file(tx, organization_export_id, current.now())
    parts = organization_export.parts(member.organization, names)
    response = Response(parts, mimetype="application/zip", direct_passthrough=True)
    name = f"{member.slug}-{export.created_at.date().isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Length"] = str(export.size)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/settings/exports/<uuid:organization_export_id>/discarding")
@member_sessions.required(Permission.EXPORT_ORGANIZATION)
def discard(organization_export_id: UUID) -> Response:
    with current.transaction() as tx:
        organization_export.discard(tx, organization_export_id, current.now())
    return _back(gettext("Export deleted."))


def _version(found: tuple[OrganizationExport, ...]) -> str:
    told = [(str(e.id), e.state, e.section, e.done, e.size) for e in found]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _back(sentence: str) -> Response:
    return notices.leave(make_response(redirect(url_for("exports.index"), 303)), sentence)
