"""What anyone may see of an organization's branding; whether an address for answers is theirs.

Addresses here hold a secret that only the organization's own pages and mails tell.
"""

from flask import Blueprint, Response, make_response

from core.organizations.branding import Palette
from core.principal import SYSTEM
from tenants.use_cases.organizations import public_brand, reply_to_address
from webapp import current
from webapp.render import render, tag, unchanged

bp = Blueprint("brands", __name__, url_prefix="/branding")
A_YEAR = "public, max-age=31536000, immutable"


@bp.get("/<token>/style.css")
def style(token: str) -> Response:
    """Only for the pages on which recipients sign; revalidated, so that a change shows at once."""
    current.act_as(public_brand.organization_of(current.installation(), token), SYSTEM)
    with current.transaction() as tx:
        brand = public_brand.show(tx)
    response = unchanged(brand.version) or Response(_css(brand.palette), mimetype="text/css")
    response.headers["ETag"] = tag(brand.version)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@bp.get("/<token>/<name>.png")
def logo(token: str, name: str) -> Response:
    """Mail programs and their proxies fetch it too, from wherever they are."""
    organization = public_brand.organization_of(current.installation(), token)
    current.check_host(organization.id)
    response = Response(public_brand.logo(organization, name), mimetype="image/png")
    response.headers["Cache-Control"] = A_YEAR
    response.headers["ETag"] = tag(name)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.get("/reply-to/<token>")
def question(token: str) -> Response:
    """Asks; looking at it changes nothing, for mail programs open links by themselves."""
    current.act_as(reply_to_address.organization_of(current.installation(), token), SYSTEM)
    with current.transaction() as tx:
        asked = reply_to_address.question(tx, token)
    return render(
        "organizations/branding/question.html", question=asked, token=token, confirmed=False
    )


@bp.post("/reply-to/<token>")
def confirm(token: str) -> Response:
    current.act_as(reply_to_address.organization_of(current.installation(), token), SYSTEM)
    with current.transaction() as tx:
        asked = reply_to_address.confirm(tx, token, current.now())
    return make_response(
        render("organizations/branding/question.html", question=asked, token=token, confirmed=True)
    )


def _css(palette: Palette) -> str:
    """After our own sheet, and outside of its layers: so it wins."""
    return (
        f":root {{ --primary: {palette.colour}; --on-primary: {palette.text};"
        " --primary-deep: color-mix(in srgb, var(--primary) 85%, black);"
        " --primary-wash: var(--paper-deep); --focus: var(--primary); }\n"
        "@media (prefers-color-scheme: dark) { :root {"
        f" --primary: {palette.dark_colour}; --on-primary: {palette.dark_text};"
        " --primary-deep: color-mix(in srgb, var(--primary) 85%, white);"
        " --primary-wash: var(--raised); --focus: var(--primary); } }\n"
    )
