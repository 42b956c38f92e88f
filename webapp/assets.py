"""Static files: a digest of all of them in the path lets browsers keep each one for good."""

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory

from templates import environment

FOLDER = Path(__file__).parent / "static"
A_YEAR = 31_536_000
FOR_AUTHORS = re.compile(r"/\*.*?\*/\s*|(?<=[{};,])\s+|\s+(?=[{}])", re.DOTALL)
FOR_AUTHORS_OF_SCRIPTS = re.compile(rb"^\s*//.*\n|^\s+", re.MULTILINE)
"""Comments and blanks: a sixth of what style sheets and scripts weigh on their way."""

TEXTS = {"text/css", "text/javascript", "image/svg+xml"}
bp = Blueprint("assets", __name__)


def register(app: Flask) -> None:
    app.extensions["assets"] = digest()
    app.extensions["stylesheet"] = stylesheet()
    environment.know(app.jinja_env, "asset", asset)
    app.register_blueprint(bp)


def asset(path: str) -> str:
    """The address of a static file. Files that name each other relatively need no more."""
    return f"/static/{current_app.extensions['assets']}/{path}"


def digest() -> str:
    """Changes with any file of ours and with the set of files taken from others."""
    found = hashlib.sha256()
    own = (p for p in FOLDER.rglob("*") if "vendor" not in p.relative_to(FOLDER).parts)
    for path in (*sorted(own), FOLDER / "vendor" / "stamp"):
        if path.is_file():
            found.update(str(path.relative_to(FOLDER)).encode() + path.read_bytes())
    return found.hexdigest()[:12]


def stylesheet() -> str:
    """One file per component, sent as one, in the order of their names, wherever they lie."""
    files = sorted((FOLDER / "css").rglob("*.css"), key=lambda path: path.name)
    return FOR_AUTHORS.sub("", "\n".join(path.read_text() for path in files))


def script(source: bytes) -> bytes:
    """As it goes out. No template of ours goes over several lines (tests/webapp/test_assets.py)."""
    return FOR_AUTHORS_OF_SCRIPTS.sub(b"", source)


@bp.get("/static/<digest>/style.css")
def style(digest: str) -> Response:
    return _kept(Response(current_app.extensions["stylesheet"], mimetype="text/css"), digest)


@bp.get("/static/<digest>/<path:path>")
def show(digest: str, path: str) -> Response:
    if path.startswith("js/"):
        file = send_from_directory(FOLDER, path, conditional=False)
        file.direct_passthrough = False
        return _kept(Response(script(file.get_data()), mimetype="text/javascript"), digest)
    return _kept(send_from_directory(FOLDER, path), digest)


@bp.get("/favicon.ico")
def favicon() -> Response:
    return send_from_directory(FOLDER, "mark.svg", max_age=86_400)


def _kept(response: Response, digest: str) -> Response:
    if digest == current_app.extensions["assets"]:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return _packed(response)


def _packed(response: Response) -> Response:
    """Smaller on its way, for browsers that can unpack it. Pages: webapp/http/compression.py."""
    if response.status_code != 200 or response.mimetype not in TEXTS:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip"):
        response.direct_passthrough = False
        response.set_data(_gzip(response.get_data()))
        response.headers["Content-Encoding"] = "gzip"
        del response.headers["ETag"]
    return response


@lru_cache(maxsize=200)
def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
