"""An archive on its way out: a ZIP that is written while it is sent."""

from collections.abc import Iterator
from datetime import datetime

from flask import Response


def download(pieces: Iterator[bytes], name: str, now: datetime) -> Response:
    response = Response(pieces, mimetype="application/zip", direct_passthrough=True)
    file = f"{name}-{now.date().isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
