"""An envelope as the format describes what is needed to prepare the same elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any, Literal
from uuid import UUID

from core.documents.document import Document
from core.documents.earlier_signatures import Handling
from core.documents.supplement import Supplement
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.fields.anchoring import awaited_fields
from core.fields.anchoring.anchor import Anchor
from core.fields.field import Field
from core.signing.proofs.access_code import ACCESS_CODE
from tenants.exchange.draft_models import (
    ExchangedDocument,
    ExchangedOptions,
    ExchangedRecipient,
    ExchangedSettings,
    ExchangedStep,
)
from tenants.exchange.field_models import ExchangedAnchor, ExchangedField

SUPPLEMENTS: Mapping[Supplement, Literal["view", "accept"] | None] = {
    Supplement.NONE: None,
    Supplement.VIEW: "view",
    Supplement.ACCEPT: "accept",
}
AddFile = Callable[[Document], str]
Values = Mapping[UUID, Mapping[str, str]]


def members(envelope: Envelope, add: AddFile, values: Values) -> dict[str, Any]:
    """
    The members of ExchangedDraft. `add` takes a document's file along and says where it lies.
    """
    usable = [d for d in envelope.documents if not d.is_infected and not d.replaces]
    people = [r for r in envelope.recipients if r.status is not RecipientStatus.REASSIGNED]
    numbers = {r.id: n for n, r in enumerate(people, 1)}
    places = {d.id: n for n, d in enumerate(usable, 1)}
    return {
        "id": str(envelope.id),
        "name": envelope.name,
        "message": envelope.message,
        "documents": [_document(d, add(d), numbers, values.get(d.id, {})) for d in usable],
        "recipients": [_recipient(r) for r in people],
        "steps": [
            ExchangedStep(order=s.order, needed=s.needed, delay=s.delay) for s in envelope.steps
        ],
        "fields": [*_fields(envelope, usable, places, numbers)],
        "settings": _settings(envelope),
        "left_out": [*_left_out(envelope, people)],
    }


def _document(
    document: Document, path: str, numbers: Mapping[UUID, int], values: Mapping[str, str]
) -> ExchangedDocument:
    awaited = awaited_fields.read(document.awaited, document.id)
    return ExchangedDocument(
        name=document.name[:200],
        file=path,
        attached=document.handling is Handling.ATTACHED,
        hidden_from=sorted(numbers[id] for id in document.hidden_from if id in numbers),
        supplement=SUPPLEMENTS[document.supplement],
        values=dict(values),
        place_tags=awaited.tags,
    )


def _recipient(recipient: Recipient) -> ExchangedRecipient:
    options = recipient.options
    return ExchangedRecipient(
        role=recipient.role.name,
        role_name=recipient.role_name,
        name=recipient.name,
        email=recipient.email,
        order=recipient.routing_order,
        group=options.group,
        options=_options(options),
    )


def _options(options: RecipientOptions) -> ExchangedOptions:
    chosen = {n: v for n, v in options.as_json().items() if n in ExchangedOptions.model_fields}
    return ExchangedOptions(**chosen)


def _fields(
    envelope: Envelope,
    documents: list[Document],
    places: Mapping[UUID, int],
    numbers: Mapping[UUID, int],
) -> list[ExchangedField]:
    there = [_field(f, places, numbers, None) for f in envelope.fields if f.document_id in places]
    # As one reads; ids would say nothing elsewhere.
    found = sorted(there, key=lambda f: (f.document, f.page, f.y, f.x, f.recipients, f.kind))
    for document in documents:
        awaited = awaited_fields.read(document.awaited, document.id)
        found += [_field(one.field, places, numbers, one.anchor) for one in awaited.anchored]
    return found


def _field(
    field: Field, places: Mapping[UUID, int], numbers: Mapping[UUID, int], anchor: Anchor | None
) -> ExchangedField:
    at: dict[str, Any] = {"page": field.page, "x": field.x, "y": field.y}
    if anchor:
        given = (anchor.text, anchor.right, anchor.down, anchor.every)
        at = {"anchor": ExchangedAnchor(text=given[0], x=given[1], y=given[2], every=given[3])}
    return ExchangedField(
        kind=field.kind.name,
        document=places[field.document_id],
        recipients=sorted(numbers[id] for id in field.recipient_ids if id in numbers),
        width=field.width,
        height=field.height,
        required=field.required,
        label=field.label,
        properties=dict(field.properties),
        **at,
    )


def _settings(envelope: Envelope) -> ExchangedSettings:
    schedule = envelope.schedule
    return ExchangedSettings(
        expire_days=schedule.expire_days,
        remind_after=schedule.remind_after,
        remind_every=schedule.remind_every,
        remind_most=schedule.remind_most,
        warn_days=schedule.warn_days,
        proofs=list(envelope.proofs),
        confirm_signatures=envelope.confirming.required,
        copies_to=list(envelope.archive),
    )


def _left_out(envelope: Envelope, people: list[Recipient]) -> list[str]:
    """What is stored as a hash only, or is no file that could be given out."""
    found = [
        f"{d.name}: not taken along, a virus was found" for d in envelope.documents if d.is_infected
    ]
    for number, recipient in enumerate(people):
        if recipient.options.access_code:
            found.append(f"recipients/{number}/{ACCESS_CODE.name}")
        if recipient.options.questions:
            found.append(f"recipients/{number}/questions")
    return found
