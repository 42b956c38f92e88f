"""Portal and signing pages as an app that can be installed, and its page without a network."""

import json

from flask import Blueprint, Response, make_response, url_for

from webapp import assets
from webapp.http import hosts
from webapp.render import render
from webapp.text.translation import gettext

bp = Blueprint("installable", __name__)
WORKER = assets.FOLDER / "js" / "service_worker.js"
PAPER = "#fcfaf6"


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    icons = [
        {"src": assets.asset("mark.svg"), "sizes": "any", "type": "image/svg+xml"},
        _icon("icon-192", 192),
        _icon("icon-512", 512),
        _icon("maskable-512", 512) | {"purpose": "maskable"},
    ]
    told = {
        "name": "Countersign",
        "short_name": "Countersign",
        "description": gettext("Send documents to sign, and sign them."),
        "id": "/",
        "start_url": hosts.start_page(),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
    }
    response = make_response(json.dumps(told))
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/service-worker.js")
def worker() -> Response:
    """At the root, because a worker acts for what is below its own address only."""
    shell = [url_for("installable.offline"), assets.asset("style.css"), assets.asset("mark.svg")]
    source = f"const SHELL = {json.dumps(shell)};\n".encode() + assets.script(WORKER.read_bytes())
    response = make_response(source)
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline")
def offline() -> Response:
    """The one page that a browser keeps: it is the same for everyone and holds no token."""
    response = render("offline.html")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _icon(name: str, size: int) -> dict[str, str]:
    place = assets.asset(f"install/{name}.png")
    return {"src": place, "sizes": f"{size}x{size}", "type": "image/png"}
