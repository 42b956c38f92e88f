"""The audit trail of an envelope: what is hashed, what it says, and whether it is intact."""

from uuid import UUID

from flask import Blueprint, Response, request

from core.api.oauth import client as oauth_client
from core.api.scope import Scope
from core.evidence.audit import Entry
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.reading import Story
from webapp import current
from webapp.api.v1 import authentication, responses
from webapp.api.v1.documentation import answers, documentation
from webapp.api.v1.evidence.audit_event_models import (
    AuditEventAnswer,
    AuditEventQuery,
    AuditTrailAnswer,
)
from webapp.pages.evidence import timeline

bp = Blueprint("audit_events", __name__, url_prefix="/envelopes/<uuid:envelope_id>/events")


@bp.get("")
@authentication.required(Scope.ENVELOPES_READ)
@documentation.validate(
    query=AuditEventQuery,
    resp=answers(400, 401, 403, 404, 422, 429, HTTP_200=AuditTrailAnswer),
    operation_id="list_audit_events",
)
def index(envelope_id: UUID) -> Response:
    """
    Read the audit trail of an envelope

    From the first event on. Each is chained to the one before it by its hash.
    """
    asked: AuditEventQuery = request.context.query  # type: ignore[attr-defined]
    with current.transaction() as tx:
        story = reading.story(tx, envelope_id)
    entries = story.timeline.entries
    later = [entry for entry in entries if entry.sequence > asked.after]
    shown, told = later[: asked.limit], _told(story)
    return responses.shown(
        AuditTrailAnswer(
            items=[_answer(story, entry, told) for entry in shown],
            next_after=shown[-1].sequence if len(later) > len(shown) else None,
            intact=story.timeline.intact,
            head=story.envelope.head.hash,
        )
    )


def _told(story: Story) -> dict[int, str]:
    """The sentences of those events that the page of the envelope tells, by their sequence."""
    told = timeline.happenings(story.envelope, story.timeline.entries, story.names)
    return {each.sequence: each.text for each in told}


def _answer(story: Story, entry: Entry, told: dict[int, str]) -> AuditEventAnswer:
    return AuditEventAnswer(
        sequence=entry.sequence,
        id=entry.id,
        type=entry.type,
        at=entry.at,
        actor=entry.actor,
        actor_name=_name(story, entry.actor),
        data=entry.data,
        personal={p.name: p.value for p in entry.personal} if story.personal else {},
        sentence=told.get(entry.sequence),
        text=entry.text,
        hash=entry.hash,
    )


def _name(story: Story, actor: str) -> str | None:
    kind, _, id = actor.partition(":")
    if kind == "recipient":
        names = {f"recipient:{r.id}": r.known_as for r in story.envelope.recipients}
        return names.get(actor)
    if kind == "oauth_client":
        return oauth_client.called(actor, story.names)
    return story.names.get(UUID(id)) if kind in ("person", "api_key") else None
