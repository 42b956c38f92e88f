"""A draft as a whole is changed, and what is noted about any envelope."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from tenants.use_cases.envelopes import envelope_details
from tenants.use_cases.envelopes.drafts import draft_changes
from tenants.use_cases.envelopes.drafts.draft_changes import DraftChanges
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.drafts.draft_models import (
    ChangedDraft,
    NotesAnswer,
)
from webapp.api.v1.envelopes.changing import changed
from webapp.api.v1.envelopes.envelope_models import EnvelopeAnswer
from webapp.api.v1.envelopes.new_envelope import SCHEDULE

bp = Blueprint("drafts", __name__)


@bp.patch("/envelopes/<uuid:envelope_id>")
@authentication.required(Scope.ENVELOPES_WRITE)
@documentation.validate(
    json=ChangedDraft,
    resp=answers(400, 401, 403, 404, 409, 415, 422, 429, HTTP_200=EnvelopeAnswer),
    operation_id="change_envelope",
)
def change(envelope_id: UUID) -> Response:
    """
    Change a draft

    Its name and message, when it expires and reminds, what is asked of everyone. What is noted
    about an envelope changes at any time.
    """
    asked: ChangedDraft = request.context.json  # type: ignore[attr-defined]
    changes = DraftChanges(
        name=asked.name,
        message=asked.message,
        days=asked.model_dump(include=SCHEDULE, exclude_none=True),
        proofs=asked.proofs,
        confirms=asked.confirm_signatures,
        needed=None if asked.steps is None else {s.order: s.needed for s in asked.steps},
        delays={s.order: s.delay for s in asked.steps or ()},
        external_id=asked.external_id,
        values=asked.custom_fields,
        metadata=asked.metadata,
    )
    return changed(lambda tx: draft_changes.change(tx, envelope_id, changes, current.now()))


@bp.get("/envelopes/<uuid:envelope_id>/notes")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    resp=answers(401, 403, 404, 429, HTTP_200=NotesAnswer), operation_id="get_notes"
)
def notes(envelope_id: UUID) -> Response:
    """See what is noted about an envelope"""
    with current.transaction() as tx:
        found = envelope_details.of(tx, envelope_id).details
    return responses.shown(
        NotesAnswer(
            external_id=found.external_id,
            custom_fields=dict(found.values),
            metadata=dict(found.metadata),
        )
    )
