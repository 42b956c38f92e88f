"""The recipients of an envelope: read, and corrected."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.use_cases.docusign import program_names
from tenants.use_cases.envelopes import reading
from webapp import current
from webapp.api.docusign import guard, recipient_answers
from webapp.api.docusign.answers import answer

bp = Blueprint("docusign_recipients", __name__)


@bp.get("")
@guard.required(Scope.ENVELOPES_READ)
def index(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
    tabs = request.args.get("include_tabs", "").casefold() == "true"
    return answer(recipient_answers.of_envelope(envelope, names, tabs))


@bp.get("/<recipient_id>/tabs")
@guard.required(Scope.ENVELOPES_READ)
def tabs(envelope_id: UUID, recipient_id: str) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
    found = recipient_answers.tabs_of(envelope, names.recipient(envelope, recipient_id), names)
    return answer(found)
