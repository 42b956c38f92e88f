"""An account, which is an organization: what it is called, and the proofs of identity it has."""

from flask import Blueprint, Response

from core.api.scope import Scope
from core.docusign.identity_workflows import WORKFLOWS
from webapp import current
from webapp.api.docusign import guard
from webapp.api.docusign.answers import answer

bp = Blueprint("docusign_accounts", __name__)


@bp.get("")
@guard.required(Scope.ENVELOPES_READ)
def show() -> Response:
    with current.transaction() as tx:
        name = tx.own_organization.profile().name
    account = current.organization().id
    return answer({"accountIdGuid": account, "accountName": name, "currencyCode": "EUR"})


@bp.get("/identity_verification")
@guard.required(Scope.ENVELOPES_READ)
def identity_verification() -> Response:
    """By the ids that a definition names as `workflowId`."""
    rows = [
        {"workflowId": id, "workflowStatus": "active", "defaultName": name, "workflowType": proof}
        for id, (name, proof) in WORKFLOWS.items()
    ]
    return answer({"identityVerification": rows})
