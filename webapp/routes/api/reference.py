"""The reference of the API, for everyone who can reach the portal."""

from flask import Blueprint, Response

from core.refusals import NotFound
from webapp import current
from webapp.pages.api import reference
from webapp.render import render

bp = Blueprint("api_reference", __name__, url_prefix="/developers")


@bp.get("")
def index() -> Response:
    resources = reference.resources(current.settings().base_url)
    return render("api/reference/index.html", resource=None, resources=resources)


@bp.get("/<resource>")
def show(resource: str) -> Response:
    resources = reference.resources(current.settings().base_url)
    if resource not in resources:
        raise NotFound
    return render(
        "api/reference/show.html", resource=resources[resource], resources=tuple(resources)
    )
