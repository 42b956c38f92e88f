"""Envelopes: made of a definition, listed, read, sent, voided."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.docusign import envelope_json, recipient_json
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope, Status
from tenants.transaction import Transaction
from tenants.use_cases.docusign import envelope_list, program_names
from tenants.use_cases.envelopes import (
    envelope_details,
    reading,
    reminding,
    requested_sending,
    sending,
    voiding,
)
from tenants.use_cases.envelopes.turns import pausing
from webapp import current
from webapp.api.docusign import asked, envelope_creation, guard, listing, template_use
from webapp.api.docusign.answers import answer, page
from webapp.api.docusign.asked import Asked, refuse
from webapp.api.docusign.definitions import definition

bp = Blueprint("docusign_envelopes", __name__)


@bp.post("")
@guard.required(Scope.ENVELOPES_WRITE)
def create() -> Response:
    """Of documents and recipients, or of templates; sent as soon as its pages are ready."""
    _only("cdse_mode", "change_routing_order", "completed_documents_only", "merge_roles_on_draft")
    given = asked.body()
    of_templates = template_use.read(given)
    if of_templates is None:
        read = definition.contents(given)
        definition.finish(given)
        made = envelope_creation.create(read)
    else:
        definition.finish(given)
        made = template_use.create(of_templates, current.now())
    return answer(envelope_json.summary(made), 201)


@bp.get("/<uuid:envelope_id>")
@guard.required(Scope.ENVELOPES_READ)
def show(envelope_id: UUID) -> Response:
    _only("advanced_update")
    include = {part.strip() for part in request.args.get("include", "").split(",")} - {""}
    if unknown := include - {*listing.INCLUDED, "workflow"}:
        refuse("include", f"“{min(unknown)}” cannot be included.")
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        found = _with_parts(tx, envelope, include)
    return answer(found)


@bp.put("/<uuid:envelope_id>")
@guard.required(Scope.ENVELOPES_WRITE)
def change(envelope_id: UUID) -> Response:
    """Sends a draft, voids, pauses and resumes."""
    given = asked.body()
    resend = request.args.get("resend_envelope", "").casefold() == "true"
    status = given.word("status", "sent", "voided", "created")
    reason = given.text("voidedReason")
    workflow = given.part("workflow")
    wanted = workflow.word("workflowStatus", "in_progress", "paused")
    workflow.pass_over("currentWorkflowStepId", "workflowSteps")
    workflow.done()
    given.pass_over("envelopeId", "purgeState")
    given.done()
    if status == "voided" and not reason:
        refuse("voidedReason", "This member is missing.")
    if status == "sent":
        sending.count(current.organization())
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
        now = current.now()
        if status == "voided":
            voiding.void(tx, envelope_id, reason, now)
        elif status == "sent" and envelope.status is Status.DRAFT:
            requested_sending.request(tx, envelope_id, now)
        if wanted == "paused":
            pausing.pause(tx, envelope_id, now)
        elif wanted == "in_progress" and envelope.paused_at:
            pausing.resume(tx, envelope_id, now)
        if resend and envelope.status.open:
            reminding.remind(tx, envelope_id, now)
    return answer({"envelopeId": envelope_id})


@bp.get("")
@guard.required(Scope.ENVELOPES_READ)
def index() -> Response:
    """Since a day, or those of some ids; by when they last changed."""
    asked_for = listing.query()
    with current.transaction() as tx:
        found = _found(tx, asked_for)
        rows = [_with_parts(tx, e, set(asked_for.include)) for e in asked_for.part(found)]
    told = page("envelopes", rows, asked_for.start, len(found))
    return answer({**told, "nextUri": "", "previousUri": ""})


def _found(tx: Transaction, asked_for: listing.EnvelopeListQuery) -> list[Envelope]:
    if asked_for.ids:
        found = envelope_list.of_ids(tx, asked_for.ids)
    elif asked_for.search:
        found = envelope_list.searched(tx, asked_for.search, listing.MOST)
    else:
        found = envelope_list.changed(tx, asked_for.since, listing.MOST)
    return [envelope for envelope in found if asked_for.takes(envelope)]


def _with_parts(tx: Transaction, envelope: Envelope, include: set[str]) -> dict[str, Any]:
    sender = reading.names(tx, [envelope.sender_id]).get(envelope.sender_id, "")
    found = envelope_json.whole(envelope, sender)
    names = program_names.of(tx, envelope.id) if include else ProgramNames()
    if include & {"recipients", "tabs"}:
        found["recipients"] = recipient_json.of_envelope(envelope, names, "tabs" in include)
    if "documents" in include:
        found |= {
            "envelopeDocuments": envelope_json.documents(envelope, names)["envelopeDocuments"]
        }
    if "custom_fields" in include:
        noted = envelope_details.of(tx, envelope.id)
        found["customFields"] = envelope_json.custom_fields(noted.details, noted.fields)
    return found


def _only(*names: str) -> None:
    """What may stand in the address, and says nothing here. Raises InvalidRequest."""
    given = Asked(request.args.to_dict())
    given.pass_over(*names, "include")
    given.done()
