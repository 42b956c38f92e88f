"""The source of what is running here, as it is here: everyone who uses it may have it."""

import io
import tarfile
from functools import cache
from pathlib import Path
from threading import Lock

from flask import Blueprint, Response

from webapp.http.rate_limits import limiter

bp = Blueprint("sources", __name__)
ROOT = Path(__file__).parent.parent.parent
# By name, so that nothing beside the code is ever given away: no data and no secrets.
FOLDERS = ("core", "tenants", "actors", "webapp", "templates", "deploy", "tests", "docs")
FILES = ("*.md", "*.toml", "*.txt", "*.json", "LICENSE", "Makefile", "Procfile", "countersign")
LEFT_OUT = frozenset({"__pycache__", "vendor"})
packing = Lock()


@bp.get("/source.tar.gz")
@limiter.limit("10 per minute")
def show() -> Response:
    with packing:  # other requests wait meanwhile, rather than packing it once more
        archive = _archive()
    response = Response(archive, mimetype="application/gzip")
    response.headers["Content-Disposition"] = 'attachment; filename="countersign-source.tar.gz"'
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@cache
def _archive() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for folder in FOLDERS:
            if (ROOT / folder).is_dir():
                archive.add(ROOT / folder, f"countersign/{folder}", filter=_kept)
        for path in sorted(p for pattern in FILES for p in ROOT.glob(pattern)):
            archive.add(path, f"countersign/{path.name}", filter=_kept)
    return written.getvalue()


def _kept(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """No one's name or number of this machine goes along; links lead nowhere."""
    name = Path(entry.name).name
    if name in LEFT_OUT or name.startswith(".") or not (entry.isfile() or entry.isdir()):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry
