"""DocuSign's eSignature REST API v2.1, as its official SDKs call it, over the same use cases."""

from flask import Blueprint, Response

from core.refusals import NotFound
from webapp.api.docusign import (
    accounts,
    bulk_sends,
    connect,
    documents,
    envelopes,
    folders,
    notifications,
    recipients,
    templates,
    values,
    views,
)
from webapp.api.docusign.answers import answer
from webapp.api.v1 import authentication

ACCOUNT = "/v2.1/accounts/<uuid:account_id>"
ENVELOPE = f"{ACCOUNT}/envelopes/<uuid:envelope_id>"
bp = Blueprint("docusign", __name__, url_prefix="/restapi")
bp.register_blueprint(accounts.bp, url_prefix=ACCOUNT)
bp.register_blueprint(bulk_sends.bp, url_prefix=ACCOUNT)
bp.register_blueprint(connect.bp, url_prefix=f"{ACCOUNT}/connect")
bp.register_blueprint(envelopes.bp, url_prefix=f"{ACCOUNT}/envelopes")
bp.register_blueprint(documents.bp, url_prefix=f"{ENVELOPE}/documents")
bp.register_blueprint(folders.bp, url_prefix=f"{ACCOUNT}/folders")
bp.register_blueprint(notifications.bp, url_prefix=ENVELOPE)
bp.register_blueprint(recipients.bp, url_prefix=f"{ENVELOPE}/recipients")
bp.register_blueprint(templates.bp, url_prefix=f"{ACCOUNT}/templates")
bp.register_blueprint(values.bp, url_prefix=ENVELOPE)
bp.register_blueprint(views.bp, url_prefix=f"{ENVELOPE}/views")
bp.after_request(authentication.challenge)


@bp.get("/service_information")
def service() -> Response:
    """Which versions there are; for everyone."""
    return answer({"serviceVersions": [{"version": "v2.1", "versionUrl": "/restapi/v2.1"}]})


@bp.route("/<path:rest>", methods=["GET", "POST", "PUT", "DELETE"])
def elsewhere(rest: str) -> Response:
    """Public: a call that there is no counterpart of is told so by its name."""
    raise NotFound
