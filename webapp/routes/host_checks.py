"""Whether a proxy may get a certificate for a host: it asks, and nothing else is told."""

from flask import Blueprint, Response, make_response, request

from webapp import current
from webapp.http.rate_limits import limiter

bp = Blueprint("host_checks", __name__)
LONGEST = 253


@bp.get("/signing-host")
@limiter.limit("300 per minute")
def show() -> Response:
    """As Caddy asks (`on_demand_tls`): 204 for a host that an organization has proved, else 404."""
    host = request.args.get("domain", "")[:LONGEST].casefold().rstrip(".").replace("\0", "")
    known = current.installation().directory.organization_of_host(host) if host else None
    return make_response("", 204 if known else 404)
