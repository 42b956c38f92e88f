"""
An envelope definition as a new envelope of our own API, whose checks it then goes through; what is
wrong is told in the words of the definition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from core.api.refusals import InvalidRequest
from core.docusign import label_names, times
from core.webhooks.webhook_endpoint import EndpointChoices
from tenants.use_cases.envelopes.envelope_creation import WholeEnvelope
from webapp.api.docusign.asked import Asked, refuse
from webapp.api.docusign.definitions import (
    connect_asked,
    documents_asked,
    recipients_asked,
    tabs_asked,
)
from webapp.api.docusign.definitions.documents_asked import ReadDocument
from webapp.api.docusign.definitions.recipients_asked import ReadRecipient
from webapp.api.docusign.definitions.tabs_asked import ReadTab
from webapp.api.v1.documentation import pointer
from webapp.api.v1.envelopes.envelope_models import NewEnvelope

# Without effect here, whatever they say; docs/docusign.md lists them.
PASSED = (
    *("envelopeId", "envelopeUri", "documentsUri", "recipientsUri", "customFieldsUri"),
    *("notificationUri", "templatesUri", "certificateUri", "attachmentsUri", "uri", "sender"),
    *("documentsCombinedUri", "createdDateTime", "sentDateTime", "statusChangedDateTime"),
    *("lastModifiedDateTime", "statusDateTime", "completedDateTime", "deliveredDateTime"),
    *("initialSentDateTime", "voidedDateTime", "declinedDateTime", "deletedDateTime"),
    *("envelopeIdStamping", "autoNavigation", "purgeState", "signingLocation", "is21CFRPart11"),
    *("allowViewHistory", "enforceSignerVisibility", "signerCanSignOnMobile", "envelopeLocation"),
    *("disableResponsiveDocument", "useDisclosure", "isSignatureProviderEnvelope", "anySigner"),
    *("envelopeMetadata", "envelopeDocuments", "uSigState", "hasComments", "hasFormDataChanged"),
    *("recipientsLock", "messageLock", "brandLock", "documentBase64", "location", "folders"),
    *("allowRecipientRecursion", "copyRecipientData", "holder", "expireDateTime", "expireAfter"),
    *("expireEnabled", "accessibility", "isDynamicEnvelope", "burnDefaultTabData", "powerForm"),
    *("hasWavFile", "lockInformation", "allowComments"),
)
OFF = (
    *("asynchronous", "authoritativeCopy", "authoritativeCopyDefault", "enableWetSign"),
    *("allowMarkup", "attachments", "envelopeAttachments", "accessControlListBase64"),
    *("envelopeCustomMetadata", "isTicketRelatedEnvelope", "recipientViewRequest"),
)


@dataclass
class ReadDefinition:
    """What a definition asks for; `documents` and `recipients` have what they are called there."""

    name: str = ""
    message: str = ""
    status: str = ""
    documents: list[ReadDocument] = field(default_factory=list)
    recipients: list[ReadRecipient] = field(default_factory=list)
    days: dict[str, int] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    external: str = ""
    told: list[EndpointChoices] = field(default_factory=list)  # of what becomes of it
    delegable: bool = False
    starts_at: datetime | None = None

    @property
    def sent(self) -> bool:
        return self.status == "sent"


def contents(asked: Asked) -> ReadDefinition:
    """What a definition and a template have in common; the rest is left in `asked`."""
    found = ReadDefinition(name=asked.text("emailSubject"), message=asked.text("emailBlurb"))
    found.status = asked.word("status", "created", "sent")
    found.delegable = bool(asked.flag("allowReassign"))
    found.documents = documents_asked.read(asked.each("documents"))
    found.recipients = recipients_asked.read(asked.part("recipients"))
    found.days = notification(asked.part("notification"))
    found.custom = custom_fields(asked.part("customFields"))
    for name in ("eventNotification", "eventNotifications"):
        places = [asked.part(name)] if name == "eventNotification" else asked.each(name)
        found.told += [connect_asked.read(one, "url", named_only=True) for one in places if one]
    found.external = asked.text("externalEnvelopeId")
    _workflow(found, asked.part("workflow"))
    settings = asked.part("emailSettings")
    settings.pass_over("replyEmailAddressOverride", "replyEmailNameOverride")
    settings.done()
    return found


def finish(asked: Asked) -> None:
    """Refuses what is left by its name."""
    asked.only_off(*OFF)
    asked.pass_over(*PASSED)
    asked.done()


def notification(asked: Asked) -> dict[str, int]:
    """When it expires and when recipients are reminded, in days, as our own API has them."""
    reminders, expirations = asked.part("reminders"), asked.part("expirations")
    asked.pass_over("useAccountDefaults")
    days: dict[str, int] = {}
    enabled, after = reminders.flag("reminderEnabled"), reminders.whole("reminderDelay")
    every, most = reminders.whole("reminderFrequency"), reminders.whole("maximumReminderCount")
    reminders.done()
    if enabled is False:
        days |= {"remind_after": 0, "remind_every": 0}
    elif enabled:
        days |= {"remind_after": after or 1, "remind_every": every or 0}
        if most:
            days["remind_most"] = most
    expires, warn = expirations.whole("expireAfter"), expirations.whole("expireWarn")
    if expirations.flag("expireEnabled") is not False:
        if expires:
            days["expire_days"] = expires
        if warn is not None:
            days["warn_days"] = warn
    expirations.done()
    asked.done()
    return days


def custom_fields(asked: Asked) -> dict[str, str]:
    """Values by the names of custom fields."""
    found: dict[str, str] = {}
    for one in (*asked.each("textCustomFields"), *asked.each("listCustomFields")):
        found[one.need("name")] = one.text("value")
        one.pass_over("fieldId", "required", "show", "configurationType", "listItems")
        one.pass_over("errorDetails")
        one.done()
    asked.done()
    return found


def _workflow(found: ReadDefinition, asked: Asked) -> None:
    """Sent later, or a pause between two steps."""
    later = asked.part("scheduledSending")
    for rule in later.each("rules"):
        try:
            found.starts_at = times.read(rule.text("resumeDate"))
        except ValueError:
            refuse(rule.place("resumeDate"), "Give a time such as 2026-03-31T09:00:00Z.")
        if delay := rule.text("delay"):
            refuse(rule.place("delay"), f"Give resumeDate in the place of “{delay}”.")
        rule.pass_over("status")
        rule.done()
    later.pass_over("status", "bulkListId")
    later.done()
    asked.pass_over("workflowStatus", "currentWorkflowStepId")
    for step in asked.each("workflowSteps"):
        step.done()
    asked.done()


def new_envelope(read: ReadDefinition) -> tuple[NewEnvelope, dict[tuple[str | int, ...], str]]:
    """
    As our own API takes it, and where in the definition each of its parts stands.

    Raises InvalidRequest in the words of the definition.
    """
    numbers = {document.id: n for n, document in enumerate(read.documents, 1)}
    places: dict[tuple[str | int, ...], str] = {}
    for n, document in enumerate(read.documents):
        places["documents", n] = document.path
    recipients = []
    for recipient in read.recipients:
        tabs_asked.named(recipient.tabs)
    _unique(read.recipients)
    for n, recipient in enumerate(read.recipients):
        places["recipients", n] = recipient.path
        recipients.append(recipient.members | {"fields": []})
        is_signer = recipient.kind.list == "signers"
        options = {"delegable": True} if read.delegable and is_signer else {}
        recipients[n]["options"] = options | recipient.members["options"]
        for tab in recipient.tabs:
            for one in _on_documents(tab, numbers):
                places["recipients", n, "fields", len(recipients[n]["fields"])] = tab.path
                recipients[n]["fields"].append(one)
    fields: list[dict[str, Any]] = []
    for document in read.documents:
        tabs_asked.named(document.prefilled)
        for tab in document.prefilled:
            places["fields", len(fields)] = tab.path
            fields.extend(f | {"recipients": []} for f in _on_documents(tab, numbers))
    hidden = {
        id: [n for n, r in enumerate(read.recipients, 1) if id in r.excluded] for id in numbers
    }
    whole: dict[str, Any] = {
        "name": read.name,
        "message": read.message,
        "documents": [d.members | {"hidden_from": hidden[d.id]} for d in read.documents],
        "recipients": recipients,
        "fields": fields,
        **read.days,
    }
    try:
        return NewEnvelope.model_validate(whole), places
    except ValidationError as error:
        wrong = [
            {"pointer": pointer(e["loc"]), "code": e["type"], "detail": e["msg"]}
            for e in error.errors(include_input=False)
        ]
        raise told(InvalidRequest(wrong), places) from None


def asked_for(read: ReadDefinition, whole: WholeEnvelope) -> WholeEnvelope:
    """What a definition says of the whole, and a new envelope of our own API does not."""
    return replace(whole, send=read.sent, starts_at=read.starts_at)


def _on_documents(tab: ReadTab, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    """On its document; without one, wherever its text stands."""
    members = tab.members | {"properties": tab.properties}
    if tab.document:
        if tab.document not in numbers:
            refuse(f"{tab.path}.documentId", "There is no document of this id.")
        yield members | {"document": numbers[tab.document]}
    elif not tab.is_anchored:
        yield members | {"document": 1}
    else:
        needed = members["anchor"]["needed"]
        if needed == "here" and len(numbers) > 1:
            needed = "somewhere"
        for n in numbers.values():
            yield members | {"document": n, "anchor": members["anchor"] | {"needed": needed}}


def _unique(recipients: Sequence[ReadRecipient]) -> None:
    """Names are unique in an envelope, labels only among the tabs of one recipient."""
    taken: set[str] = set()
    for recipient in recipients:
        renamed: dict[str, str] = {}
        for tab in recipient.tabs:
            for member in ("name", "group"):
                name = tab.properties.get(member)
                if name and name not in renamed:
                    renamed[name] = _free(name, taken)
                    taken.add(renamed[name])
                if name:
                    tab.properties[member] = renamed[name]
        for tab in recipient.tabs:
            for member in ("shown_if", "formula"):
                if text := tab.properties.get(member):
                    tab.properties[member] = label_names.renamed(text, renamed)


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name[: 37 - len(str(number))]}_{number}"
    return free


def told(problem: InvalidRequest, places: dict[tuple[str | int, ...], str]) -> InvalidRequest:
    """What is wrong with a new envelope, at its place in the definition."""
    errors: Any = problem.details["errors"]
    return InvalidRequest([e | {"pointer": _place(e.get("pointer", ""), places)} for e in errors])


def _place(pointed: str, places: dict[tuple[str | int, ...], str]) -> str:
    steps = [int(s) if s.isdigit() else s for s in pointed.removeprefix("#/").split("/") if s]
    for length in range(len(steps), 0, -1):
        if found := places.get(tuple(steps[:length])):
            rest = [str(s) for s in steps[length:] if s not in ("properties", "options")]
            return ".".join([found, *(OUR_WORDS.get(s, s) for s in rest)])
    return ".".join(OUR_WORDS.get(str(s), str(s)) for s in steps)


OUR_WORDS = {
    "name": "emailSubject",
    "message": "emailBlurb",
    "x": "xPosition",
    "y": "yPosition",
    "page": "pageNumber",
    "label": "tabLabel",
    "default": "value",
    "anchor": "anchorString",
    "text": "anchorString",
    "content": "documentBase64",
    "pattern": "validationPattern",
    "options": "listItems",
    "shown_if": "conditionalParentLabel",
    "order": "routingOrder",
    "role_name": "roleName",
}
