"""An envelope as DocuSign answers it."""

from typing import Any
from uuid import UUID

from core.docusign import status_words
from core.docusign.program_names import ProgramNames
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.details import Details
from core.envelopes.drafts import requested_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.schedule import Schedule

ENDED = {
    Status.COMPLETED: "completedDateTime",
    Status.DECLINED: "declinedDateTime",
    Status.VOIDED: "voidedDateTime",
    Status.EXPIRED: "voidedDateTime",
}


def summary(envelope: Envelope) -> dict[str, Any]:
    """What creating it is answered with."""
    return {
        "envelopeId": envelope.id,
        "uri": f"/envelopes/{envelope.id}",
        "status": status_words.of_envelope(envelope),
        "statusDateTime": envelope.status_at or envelope.created_at,
        "errorDetails": _problem(envelope),
    }


def whole(envelope: Envelope, sender: str = "") -> dict[str, Any]:
    place = f"/envelopes/{envelope.id}"
    opened = [r.delivered_at for r in envelope.recipients if r.delivered_at]
    changed = envelope.status_at or envelope.created_at
    found: dict[str, Any] = {
        "envelopeId": envelope.id,
        "status": status_words.of_envelope(envelope),
        "emailSubject": envelope.name,
        "emailBlurb": envelope.message,
        "createdDateTime": envelope.created_at,
        "sentDateTime": envelope.sent_at,
        "initialSentDateTime": envelope.sent_at,
        "deliveredDateTime": min(opened, default=None),
        "lastModifiedDateTime": changed,
        "statusChangedDateTime": changed,
        "statusDateTime": changed,
        "expireEnabled": True,
        "expireDateTime": envelope.expires_at,
        "expireAfter": envelope.schedule.expire_days,
        "sender": {"userId": envelope.sender_id, "userName": sender or None},
        "templateId": envelope.template_id,
        "envelopeLocation": "current_site",
        "purgeState": "documents_purged" if envelope.erased_at else "unpurged",
        "envelopeUri": place,
        "errorDetails": _problem(envelope),
    }
    for part in ("documents", "recipients", "notification", "templates"):
        found[f"{part}Uri"] = f"{place}/{part}"
    found["customFieldsUri"] = f"{place}/custom_fields"
    found["documentsCombinedUri"] = f"{place}/documents/combined"
    found["certificateUri"] = f"{place}/documents/certificate"
    found["attachmentsUri"] = f"{place}/attachments"
    if envelope.status in ENDED:
        found[ENDED[envelope.status]] = changed
    if envelope.status is Status.EXPIRED:
        found["voidedReason"] = status_words.EXPIRED
    if envelope.deleted_at:
        found["deletedDateTime"] = envelope.deleted_at
    return found


def documents(envelope: Envelope, names: ProgramNames) -> dict[str, Any]:
    """The files, and the certificate as a document of its own."""
    rows = [
        {
            "documentId": names.of_document(envelope, document.id),
            "documentIdGuid": document.id,
            "name": document.name,
            "type": "content",
            "uri": f"/envelopes/{envelope.id}/documents/{names.of_document(envelope, document.id)}",
            "order": number,
            "pages": [
                {
                    "pageId": str(n),
                    "sequence": str(n),
                    "width": round(p.width),
                    "height": round(p.height),
                }
                for n, p in enumerate(document.pages, 1)
            ],
            "sizeBytes": document.size,
            "errorDetails": _rejected(document.reason) if document.reason else None,
        }
        for number, document in enumerate(envelope.documents, 1)
    ]
    certificate = {
        "documentId": "certificate",
        "name": "Summary",
        "type": "summary",
        "uri": f"/envelopes/{envelope.id}/documents/certificate",
        "order": 999,
    }
    return {"envelopeId": envelope.id, "envelopeDocuments": [*rows, certificate]}


def notification(schedule: Schedule) -> dict[str, Any]:
    return {
        "useAccountDefaults": False,
        "reminders": {
            "reminderEnabled": bool(schedule.remind_after),
            "reminderDelay": schedule.remind_after,
            "reminderFrequency": schedule.remind_every,
            "maximumReminderCount": schedule.remind_most,
        },
        "expirations": {
            "expireEnabled": True,
            "expireAfter": schedule.expire_days,
            "expireWarn": schedule.warn_days,
        },
    }


def custom_fields(details: Details, fields: tuple[CustomField, ...]) -> dict[str, Any]:
    """Those of the organization and those that this envelope alone has."""
    known = {field.id: field for field in fields}
    texts, lists = [], []
    for id, value in details.values.items():
        if (field := known.get(id)) is None:
            continue
        row = _custom(str(id), field.name, value, field.required)
        if field.kind is CustomFieldKind.CHOICE:
            lists.append(row | {"listItems": list(field.choices)})
        else:
            texts.append(row)
    texts += [_custom(name, name, value, False) for name, value in details.metadata.items()]
    return {"textCustomFields": texts, "listCustomFields": lists}


def _custom(id: str | UUID, name: str, value: str, required: bool) -> dict[str, Any]:
    return {"fieldId": id, "name": name, "value": value, "required": required, "show": True}


def _problem(envelope: Envelope) -> dict[str, Any] | None:
    """Why it could not be sent, of one that was to be sent by itself."""
    if not envelope.sending_problem:
        return None
    why = requested_sending.problem(envelope)
    return {"errorCode": envelope.sending_problem.upper(), "message": str(why)}


def _rejected(reason: str) -> dict[str, str]:
    return {"errorCode": reason.upper(), "message": f"The document cannot be used: {reason}."}
