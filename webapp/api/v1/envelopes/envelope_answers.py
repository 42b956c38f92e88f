"""An envelope as the API answers it."""

from dataclasses import asdict
from typing import Literal
from uuid import UUID

from flask import url_for

from core.documents.document import Document
from core.documents.earlier_signatures import EarlierSignatures
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.field import Field
from core.signing import attaching
from core.signing.proofs import asked_proofs
from webapp.api.v1.document_models import (
    DocumentAnswer,
    EarlierSignatureAnswer,
    EarlierSignaturesAnswer,
    EmptySignatureFieldAnswer,
    PageSize,
)
from webapp.api.v1.envelopes.envelope_models import AttachmentAnswer, EnvelopeAnswer
from webapp.api.v1.envelopes.recipient_models import (
    ConsentAnswer,
    RecipientAnswer,
    RecipientChoices,
)
from webapp.api.v1.field_models import FieldAnswer


def answer_of(envelope: Envelope) -> EnvelopeAnswer:
    return EnvelopeAnswer(
        id=envelope.id,
        name=envelope.name,
        message=envelope.message,
        status=envelope.status.value,
        sending=_sending(envelope),
        sending_problem=envelope.sending_problem or None,
        created_at=envelope.created_at,
        sent_at=envelope.sent_at,
        expires_at=envelope.expires_at,
        starts_at=envelope.starts_at,
        paused_at=envelope.paused_at,
        **asdict(envelope.schedule),
        confirm_signatures=envelope.confirming.required,
        documents=[document_answer(document) for document in envelope.documents],
        recipients=[recipient_answer(envelope, recipient) for recipient in envelope.recipients],
        fields=[field_answer(field) for field in envelope.fields if len(field.recipient_ids) != 1],
        attachments=[
            AttachmentAnswer(
                id=file.id,
                field_id=field.id,
                recipient_id=field.filled_by,
                name=file.name,
                size=file.size,
                sha256=file.sha256,
                href=url_for(
                    "api_v1.envelopes.attachment", envelope_id=envelope.id, attachment_id=file.id
                ),
            )
            for field, file in ([] if envelope.erased_at else attaching.files(envelope))
            if field.filled_by
        ],
    )


def _sending(envelope: Envelope) -> Literal["waiting", "refused"] | None:
    if envelope.sent_at is not None:
        return None
    if envelope.send_requested_by:
        return "waiting"
    return "refused" if envelope.sending_problem else None


def document_answer(document: Document) -> DocumentAnswer:
    return DocumentAnswer(
        id=document.id,
        name=document.name,
        status=document.status.value,
        reason=document.reason,
        asks_for=list(document.asked),
        pages=len(document.pages),
        page_sizes=[PageSize(width=p.width, height=p.height) for p in document.pages],
        drawn=document.drawn,
        pages_edited=bool(document.page_edits),
        combined=document.is_combined,
        handling=document.handling,
        signed_before=_signed_before(document.earlier) if document.earlier else None,
        sha256=document.original_sha256,
        hidden_from=list(document.hidden_from),
        supplement=document.supplement or None,
        missing_texts=list(document.missing_texts),
    )


def _signed_before(earlier: EarlierSignatures) -> EarlierSignaturesAnswer:
    return EarlierSignaturesAnswer(
        signatures=[
            EarlierSignatureAnswer(name=s.signer, at=s.at, intact=s.intact)
            for s in earlier.signatures
        ],
        adding=earlier.adding,
        reason=earlier.reason,
        empty_fields=[EmptySignatureFieldAnswer(**asdict(f)) for f in earlier.empty_fields],
    )


def recipient_answer(envelope: Envelope, recipient: Recipient) -> RecipientAnswer:
    return RecipientAnswer(
        id=recipient.id,
        name=recipient.name,
        email=recipient.email,
        signing_group_id=UUID(recipient.options.group_id) if recipient.options.group_id else None,
        group=recipient.options.group,
        role=recipient.role.name,
        role_name=recipient.role_name,
        order=recipient.routing_order,
        options=RecipientChoices(
            note=recipient.options.note,
            condition=recipient.options.condition,
            delegable=recipient.options.delegable,
            embedded=recipient.options.embedded,
            host_name=recipient.options.host_name,
            host_email=recipient.options.host_email,
            named_later=recipient.options.named_later,
            particulars=recipient.options.particulars,
            proofs=list(recipient.options.proofs),
            language=recipient.options.language,
            phone=recipient.options.phone,
            channel=recipient.options.channel,
            birthdate=recipient.options.birthdate,
        ),
        status=recipient.status.value,
        sent_at=recipient.sent_at,
        delivered_at=recipient.delivered_at,
        completed_at=recipient.completed_at,
        reminded_at=recipient.reminded_at,
        bounced_at=recipient.bounced_at,
        locked_at=recipient.locked_at,
        proofs=list(asked_proofs.of(envelope, recipient)),
        consent=ConsentAnswer(**asdict(recipient.consent)) if recipient.consent else None,
        consent_withdrawn=recipient.withdrew,
        paper_requested_at=recipient.paper_asked_at,
        fields=[
            field_answer(f)
            for f in envelope.fields_of(recipient.id)
            if f.recipient_ids == (recipient.id,)
        ],
    )


def field_answer(field: Field) -> FieldAnswer:
    return FieldAnswer(
        id=field.id,
        recipient_ids=list(field.recipient_ids),
        kind=field.kind.name,
        document_id=field.document_id,
        page=field.page,
        x=field.x,
        y=field.y,
        width=field.width,
        height=field.height,
        required=field.required,
        label=field.label,
        properties=dict(field.properties),
    )
