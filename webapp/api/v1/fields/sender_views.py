"""Addresses of the prepare page of a draft, inside the pages of an application."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.drafts import draft_views
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.fields.sender_view_models import NewSenderView, SenderViewAnswer
from webapp.api.v1.repeatable import once

bp = Blueprint("sender_view_addresses", __name__, url_prefix="/envelopes/<uuid:envelope_id>")


@bp.post("/sender-view")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=NewSenderView,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_201=SenderViewAnswer),
    operation_id="create_sender_view",
)
def create(envelope_id: UUID) -> Response:
    """
    Open the prepare page inside your application

    The address works once, for five minutes; the page then for two hours, for this draft alone. Ask
    for it when the member for whom the key acts is there.
    """
    asked: NewSenderView = request.context.json  # type: ignore[attr-defined]

    def act(tx: Transaction) -> Response:
        args = (envelope_id, asked.origin, asked.return_to, asked.send)
        made = draft_views.issue(tx, *args)
        place = url_for("sender_views.enter", token=made.token)
        address = current.settings().base_url + place
        answer = SenderViewAnswer(url=address, expires_at=made.expires_at)
        return responses.created(address, answer)

    return once(act)
