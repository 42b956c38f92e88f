"""What is filled in, noted and recorded of an envelope."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from core.api.scope import Scope
from core.docusign import envelope_json, recipient_json, status_words
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.fields.kind import Printed
from core.fields.logic.conditions import CHOICE, GROUP
from core.fields.properties import DEFAULT
from tenants.use_cases.docusign import envelopes as noting
from tenants.use_cases.docusign import program_names
from tenants.use_cases.docusign.envelopes import Noted
from tenants.use_cases.envelopes import envelope_details, reading
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign.answers import answer
from webapp.api.docusign.definitions import definition
from webapp.pages.evidence import timeline

bp = Blueprint("docusign_values", __name__)


@bp.get("/form_data")
@guard.required(Scope.ENVELOPES_READ)
def form_data(envelope_id: UUID) -> Response:
    """What recipients who have finished filled in, by the labels of tabs."""
    with current.transaction() as tx:
        envelope = reading.envelope(tx, envelope_id)
        names = program_names.of(tx, envelope_id)
    people: list[dict[str, Any]] = []
    for recipient in envelope.recipients:
        mine = [
            field
            for field in envelope.fields
            if recipient.id in field.recipient_ids and field.filled_by in (None, recipient.id)
        ]
        people.append(
            {
                "name": recipient.name,
                "email": recipient.email,
                "recipientId": names.of_recipient(recipient.id),
                "SentTime": recipient.sent_at,
                "DeliveredTime": recipient.delivered_at,
                "SignedTime": recipient.completed_at,
                "formData": _items(mine, names, recipient.completed_at is not None),
            }
        )
    return answer(
        {
            "envelopeId": envelope.id,
            "emailSubject": envelope.name,
            "status": status_words.of_envelope(envelope),
            "sentDateTime": envelope.sent_at,
            "formData": [item for person in people for item in person["formData"]],
            "recipientFormData": people,
        }
    )


@bp.get("/custom_fields")
@guard.required(Scope.ENVELOPES_READ)
def custom_fields(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        noted = envelope_details.of(tx, envelope_id)
    return answer(envelope_json.custom_fields(noted.details, noted.fields))


@bp.route("/custom_fields", methods=["POST", "PUT"])
@guard.required(Scope.ENVELOPES_WRITE)
def note(envelope_id: UUID) -> Response:
    given = definition.custom_fields(asked.body())
    with current.transaction() as tx:
        noting.note(tx, envelope_id, Noted(given), current.now())
        noted = envelope_details.of(tx, envelope_id)
    return answer(envelope_json.custom_fields(noted.details, noted.fields), 201)


@bp.get("/audit_events")
@guard.required(Scope.ENVELOPES_READ)
def audit_events(envelope_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope, trail = reading.told(tx, envelope_id)
        people = reading.names(tx, [envelope.sender_id])
    told = timeline.happenings(envelope, trail.entries, people)
    return answer({"auditEvents": [_event(envelope, each) for each in reversed(told)]})


def _event(envelope: Envelope, told: timeline.TimelineEntry) -> dict[str, Any]:
    said = {
        "logTime": told.at,
        "Source": "api",
        "Action": told.type,
        "Message": told.text,
        "EnvelopeStatus": status_words.of_envelope(envelope),
        "Information": told.quote,
    }
    return {"eventFields": [{"name": name, "value": value} for name, value in said.items()]}


def _items(fields: list[Field], names: ProgramNames, finished: bool) -> list[dict[str, Any]]:
    """A group of radio buttons is one value; signatures are none."""
    found: dict[str, dict[str, Any]] = {}
    for field in sorted(fields, key=lambda f: f.order_on_page):
        if field.kind.printed is Printed.PICTURE or not field.kind.has_value:
            continue
        begins = DEFAULT.of(field.properties)
        value = field.value if finished else ""
        if field.kind.is_button:
            label = recipient_json.label_of_group(names, GROUP.of(field.properties))
            chosen = CHOICE.of(field.properties) or field.label if value == "true" else ""
            found[label] = {"name": label, "value": chosen or found.get(label, {}).get("value", "")}
            continue
        label = recipient_json.label_of(field)
        if field.kind.printed is Printed.TICK:
            value = "X" if value == "true" else ""
        value = names.option(field.id, value)
        found[f"{label} {field.id}"] = {"name": label, "value": value, "originalValue": begins}
    return list(found.values())
