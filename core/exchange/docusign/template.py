"""A template definition of DocuSign, as its API and its templates' files describe it."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.envelopes.roles import registry
from core.envelopes.schedule import LONGEST
from core.exchange.docusign import tab_names, tabs
from core.exchange.docusign.members import Json, child, is_true, objects, text, unread, whole
from core.exchange.docusign.tabs import TabField
from core.exchange.translated import line

ROLES: Mapping[str, str] = {
    "signers": "signer",
    "inPersonSigners": "in_person",
    "witnesses": "witness",
    "agents": "agent",
    "editors": "editor",
    "certifiedDeliveries": "viewer",
    "carbonCopies": "cc",
}
COUNTS = frozenset({"recipientCount", "currentRoutingOrder"})
RECIPIENT = frozenset(
    {
        "roleName", "name", "email", "routingOrder", "tabs", "note", "clientUserId", "hostName",
        "hostEmail", "signerName", "signerEmail", "emailNotification", "excludedDocuments",
        "recipientType", "totalTabCount", "recipientSuppliesTabs", "userId", "firstName",
        "lastName", "fullName", "creationReason", "designatorId", "defaultRecipient", "roleId",
        "deliveryMethod", "statusCode", "completedCount", "canSignOffline", "isBulkRecipient",
        "inheritEmailNotificationConfiguration", "recipientFeatureMetadata",
    }
)  # fmt: skip
DOCUMENT = frozenset(
    {
        "documentId", "name", "documentBase64", "fileExtension", "order", "uri", "pages",
        "display", "includeInDownload", "signerMustAcknowledge", "authoritativeCopy",
        "documentIdGuid", "type", "pdfFormFieldOption", "isDocGenDocument",
        "signerMustAcknowledgeUseAccountDefault", "containsPdfFormFields", "attachmentTabId",
    }
)  # fmt: skip
# Of a template what is said elsewhere, or is about the account that it lay in.
TEMPLATE = frozenset(
    {
        "templateId", "name", "description", "emailSubject", "emailBlurb", "documents",
        "recipients", "notification", "envelopeTemplateDefinition", "owner", "created",
        "createdDateTime", "lastModified", "lastModifiedDateTime", "lastModifiedBy", "lastUsed",
        "shared", "folderId", "folderName", "folderUri", "folders", "folderIds", "parentFolderUri",
        "uri", "pageCount", "documentsUri", "documentsCombinedUri", "recipientsUri",
        "templatesUri", "customFieldsUri", "notificationUri", "envelopeUri", "attachmentsUri",
        "certificateUri", "envelopeId", "envelopeLocation", "signingLocation", "favoritedByMe",
        "autoNavigation", "useDisclosure", "passwordProtected", "statusChangedDateTime",
        "lastUsedDateTime", "allowReassign", "allowViewHistory", "enforceSignerVisibility",
        "signerCanSignOnMobile", "isSignatureProviderEnvelope", "anySigner", "sender",
        "envelopeIdStamping", "authoritativeCopy", "autoMatch", "autoMatchSpecifiedByUser",
        "disableResponsiveDocument", "enableWetSign", "allowMarkup", "allowComments",
        "recipientsLock", "messageLock", "brandLock", "asynchronous", "isDocGenTemplate",
        "isAceGenTemplate", "hasFormDataChanged", "hasComments", "hasWavFile", "location",
        "uSigState", "burnDefaultTabData", "envelopeMetadata", "copyRecipientData",
    }
)  # fmt: skip
ACKNOWLEDGED = {"view": "view", "accept": "accept", "view_accept": "accept"}


class NoTemplate(ValueError):
    """This is no definition of a template."""


@dataclass(slots=True)
class ReadTemplate:
    """`files` are the documents by their paths."""

    item: dict[str, Any]
    files: dict[str, bytes]
    left_out: list[str] = field(default_factory=list)


def each(given: object) -> Iterator[Json]:
    """One definition, a list of them, or the answer to a search for templates."""
    if isinstance(given, list):
        yield from objects(given)
    elif isinstance(given, dict) and "envelopeTemplates" in given:
        yield from objects(given["envelopeTemplates"])
    elif isinstance(given, dict):
        yield given


def read(given: Json) -> ReadTemplate:
    """Raises NoTemplate."""
    if not objects(given.get("documents")) or not isinstance(given.get("recipients"), dict):
        raise NoTemplate("There are no documents, or no recipients in it.")
    left = unread(given, TEMPLATE, "")
    files: dict[str, bytes] = {}
    documents, places = _documents(given, files, left)
    people = [*_people(given["recipients"], left)]
    names = tab_names.of([child(person.get("tabs")) for _, _, person in people])
    recipients, fields = [], []
    for number, (place, role, person) in enumerate(people, 1):
        recipients.append(_recipient(role, person, place, left))
        found = tabs.read(child(person.get("tabs")), names)
        left += [f"{place}/tabs/{each}" for each in found.left_out]
        for tab in found.fields:
            if tab.document not in places:
                left.append(f"{place}/tabs: {tab.tab_label or tab.kind.name} on no document")
                continue
            fields.append(_field(tab, number, places[tab.document]))
        for id in person.get("excludedDocuments") or ():
            if text(id) in places:
                documents[places[text(id)] - 1].setdefault("hidden_from", []).append(number)
    item = {
        "id": text(given.get("templateId")),
        "name": line(given.get("name") or given.get("emailSubject"), 200) or "–",
        "description": line(given.get("description"), 500),
        "message": text(given.get("emailBlurb"))[:5_000],
        "documents": documents,
        "recipients": recipients,
        "fields": fields,
        "settings": _settings(child(given.get("notification"))),
    }
    return ReadTemplate(item, files, [each.removeprefix("/") for each in left])


def _documents(
    given: Json, files: dict[str, bytes], left: list[str]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    documents: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for n, document in enumerate(objects(given["documents"])):
        left += unread(document, DOCUMENT, f"documents/{n}")
        try:
            data = base64.b64decode(text(document.get("documentBase64")), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not data:
            left.append(f"documents/{n}: there is no file in documentBase64")
            continue
        ending = text(document.get("fileExtension")).lower().lstrip(".") or "pdf"
        ending = ending if ending.isalnum() and len(ending) <= 8 else "bin"
        name = line(document.get("name"), 190) or f"Document {n + 1}"
        path = f"documents/{n}.{ending}"
        files[path] = data
        named = name if name.lower().endswith(f".{ending}") else f"{name}.{ending}"
        made: dict[str, Any] = {"name": named, "file": path}
        asked = text(document.get("signerMustAcknowledge"))
        if asked in ACKNOWLEDGED:
            made["supplement"] = ACKNOWLEDGED[asked]
        documents.append(made)
        places[text(document.get("documentId"))] = len(documents)
    return documents, places


def _people(recipients: Json, left: list[str]) -> Iterator[tuple[str, str, Json]]:
    """Where each stands, the role here, and what is said of them; those that are known."""
    for name, found in recipients.items():
        if name in ROLES:
            for n, person in enumerate(objects(found)):
                yield f"recipients/{name}/{n}", ROLES[name], person
        elif name not in COUNTS and found:
            left.append(f"recipients/{name}")


def _recipient(role: str, person: Json, place: str, left: list[str]) -> dict[str, Any]:
    left += unread(person, RECIPIENT, place)
    in_person = registry.named(role).in_person
    options: dict[str, Any] = {"note": text(person.get("note"))[:2_000]}
    language = text(child(person.get("emailNotification")).get("supportedLanguage"))
    if language:
        options["language"] = language.partition("_")[0]
    if text(person.get("clientUserId")):
        options["embedded"] = True
    if in_person and text(person.get("hostName")):
        options["host_name"] = line(person.get("hostName"), 120)
        options["host_email"] = line(person.get("hostEmail"), 254)
    name = person.get("signerName") if in_person else person.get("name")
    email = person.get("signerEmail") if in_person else person.get("email")
    return {
        "role": role,
        "role_name": line(person.get("roleName"), 60),
        "name": line(name, 120),
        "email": line(email, 254),
        "order": min(max(whole(person.get("routingOrder")) or 1, 1), 100),
        "options": {n: v for n, v in options.items() if v},
    }


def _field(tab: TabField, recipient: int, document: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": tab.kind.name,
        "document": document,
        "recipients": [] if tab.kind.only_sender else [recipient],
        "width": tab.width,
        "height": tab.height,
        "required": tab.required,
        "label": tab.label,
        "properties": tab.properties,
    }
    if tab.anchor:
        anchor = tab.anchor
        at = {"text": anchor.text, "x": anchor.right, "y": anchor.down, "every": anchor.every}
        return found | {"anchor": at}
    return found | {"page": tab.page, "x": tab.x, "y": tab.y}


def _settings(notification: Json) -> dict[str, Any]:
    expirations, reminders = (child(notification.get(n)) for n in ("expirations", "reminders"))
    found: dict[str, Any] = {}
    if is_true(expirations.get("expireEnabled")):
        found["expire_days"] = whole(expirations.get("expireAfter"))
        found["warn_days"] = whole(expirations.get("expireWarn"))
    if is_true(reminders.get("reminderEnabled")):
        found["remind_after"] = whole(reminders.get("reminderDelay"))
        found["remind_every"] = whole(reminders.get("reminderFrequency"))
    return {n: min(v, LONGEST) for n, v in found.items() if v}
