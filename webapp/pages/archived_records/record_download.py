"""A file of an archived record, to keep: never shown inside a page of ours."""

from flask import Response

from core.archived_records.archived_record import RecordFile
from tenants.installation import Organization
from tenants.use_cases.archived_records import archived_records


def download(organization: Organization, found: RecordFile) -> Response:
    """Raises RecordFileChanged."""
    pieces = archived_records.read(organization, found)
    response = Response(pieces, mimetype="application/octet-stream", direct_passthrough=True)
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    response.headers["Content-Length"] = str(found.size)
    response.headers["Cache-Control"] = "private, no-store"
    return response
