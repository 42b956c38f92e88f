"""The recipients of an envelope: read, corrected, and the values of their tabs."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request

from core.api.scope import Scope
from core.docusign import recipient_json
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from tenants.use_cases.docusign import program_names
from tenants.use_cases.docusign import recipients as changing
from tenants.use_cases.docusign.recipients import GivenRecipient
from tenants.use_cases.envelopes import drafting, reading, reminding, sending
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign.answers import answer
from webapp.api.docusign.asked import Asked, refuse
from webapp.api.docusign.definitions import recipients_asked, tab_values
from webapp.api.docusign.definitions.recipients_asked import ReadRecipient

bp = Blueprint("docusign_recipients", __name__)


@bp.get("")
@guard.required(Scope.ENVELOPES_READ)
def index(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
    tabs = request.args.get("include_tabs", "").casefold() == "true"
    return answer(recipient_json.of_envelope(envelope, names, tabs))


@bp.put("")
@guard.required(Scope.ENVELOPES_WRITE)
def change(envelope_id: UUID) -> Response:
    """
    Who a recipient is, and when they are asked; of a sent envelope it is a correction. With
    `resend_envelope` those whose turn it is are reminded.
    """
    address = Asked(request.args.to_dict())
    resend = address.flag("resend_envelope")
    address.pass_over("combine_same_order_recipients", "offline_signing")
    address.done()
    people = recipients_asked.each(asked.body(), known=True)
    sending.count(current.organization())
    now = current.now()
    with current.transaction() as tx:
        envelope, names = reading.changeable(tx, envelope_id), program_names.of(tx, envelope_id)
        given = [_given(envelope, names, person) for person in people]
        if given:
            changing.change(tx, envelope, given, now)
        if resend and envelope.status.open:
            reminding.remind(tx, envelope_id, now)
    results = [
        {"recipientId": person.id, "errorDetails": {"errorCode": "SUCCESS", "message": ""}}
        for person in people
    ]
    return answer({"recipientUpdateResults": results})


@bp.get("/<recipient_id>/tabs")
@guard.required(Scope.ENVELOPES_READ)
def tabs(envelope_id: UUID, recipient_id: str) -> Response:
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
    found = recipient_json.tabs_of(envelope, names.recipient(envelope, recipient_id), names)
    return answer(found)


@bp.put("/<recipient_id>/tabs")
@guard.required(Scope.ENVELOPES_WRITE)
def fill(envelope_id: UUID, recipient_id: str) -> Response:
    """Values to begin with, of tabs of a draft that are there, by `tabId` or `tabLabel`."""
    given = tab_values.read(asked.body())
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
        person = names.recipient(envelope, recipient_id)
        fields = tab_values.filled(envelope, person, given)
        kept = drafting.place_fields(tx, envelope_id, fields, current.now())
    return answer(recipient_json.tabs_of(kept, person, names))


def _given(envelope: Envelope, names: ProgramNames, person: ReadRecipient) -> GivenRecipient:
    id = names.recipient(envelope, person.id)
    if person.tabs:
        refuse(f"{person.path}.tabs", "Change tabs by PUT recipients/{recipientId}/tabs.")
    options: dict[str, Any] = dict(person.members["options"])
    return GivenRecipient(
        id,
        person.members["name"],
        person.members["email"],
        person.members["order"] if person.has_order else None,
        options,
        person.members.get("access_code", ""),
    )
