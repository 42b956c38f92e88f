"""The first version of the API, at /api/v1/."""

from flask import Blueprint, Response, jsonify

from webapp.api.v1 import (
    authentication,
    call_limits,
    documents,
)
from webapp.api.v1.archived_records import archived_records
from webapp.api.v1.bulk_sends import resources as bulk_send_resources
from webapp.api.v1.envelopes import resources as envelope_resources
from webapp.api.v1.events import events
from webapp.api.v1.exchange import exports, imports
from webapp.api.v1.organizations import resources as organization_resources
from webapp.api.v1.people import resources as people_resources
from webapp.api.v1.reference.openapi_document import description
from webapp.api.v1.templates import resources as template_resources
from webapp.api.v1.webhooks import deliveries, endpoints, hooks
from webapp.http.problem_json import API

bp = Blueprint("api_v1", __name__, url_prefix=f"{API}v1")
bp.register_blueprint(archived_records.bp)
bp.register_blueprint(documents.bp)
bp.register_blueprint(exports.bp)
bp.register_blueprint(imports.bp)
bp.register_blueprint(events.bp)
for each in (
    *bulk_send_resources.BLUEPRINTS,
    *envelope_resources.BLUEPRINTS,
    *organization_resources.BLUEPRINTS,
    *people_resources.BLUEPRINTS,
    *template_resources.BLUEPRINTS,
    deliveries.bp,
    endpoints.bp,
    hooks.bp,
):
    bp.register_blueprint(each)
bp.after_request(authentication.challenge)
bp.after_request(call_limits.announce)


@bp.get("/openapi.json")
def openapi() -> Response:
    """What the API offers, as an OpenAPI 3.1 document; for everyone."""
    return jsonify(description())
