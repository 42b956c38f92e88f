"""The recipients of a definition, each as our own API takes it, with its tabs."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from core.docusign import recipient_kinds
from core.docusign.identity_workflows import WORKFLOWS
from core.docusign.recipient_kinds import RecipientKind
from core.text.languages import OWN_NAMES
from webapp.api.docusign.asked import NOT_SUPPORTED, Asked, refuse
from webapp.api.docusign.definitions import tabs_asked
from webapp.api.docusign.definitions.tabs_asked import ReadTab

# Without effect here, whatever they say; docs/docusign.md lists them.
PASSED = (
    *("recipientIdGuid", "recipientType", "userId", "status", "statusCode", "completedCount"),
    *("sentDateTime", "deliveredDateTime", "signedDateTime", "declinedDateTime", "totalTabCount"),
    *("defaultRecipient", "templateLocked", "templateRequired", "creationReason", "designatorId"),
    *("recipientFeatureMetadata", "addAccessCodeToEmail", "canSignOffline", "autoNavigation"),
    *("inheritEmailNotificationConfiguration", "agentCanEditEmail", "agentCanEditName"),
    *("allowSystemOverrideForLockedRecipient", "lockedRecipientPhoneAuthEditable"),
    *("lockedRecipientSmsEditable", "signatureInfo", "autoRespondedReason", "bulkRecipientsUri"),
    *("fullName", "signingGroupName", "signingGroupType", "signingGroupUsers", "isBulkRecipient"),
    "designatorIdGuid",
)
OFF = (
    *(
        "requireIdLookup",
        "requireSignOnPaper",
        "requireUploadSignature",
        "requireSignerCertificate",
    ),
    *("signInEachLocation", "recipientSuppliesTabs", "bulkSendV2Recipient", "suppressEmails"),
    *("idCheckConfigurationName", "emailRecipientPostSigningURL", "notaryId"),
)
UNKNOWN_WORKFLOW = "There is no workflow of this id: GET identity_verification lists them."
AT_OURS = "SIGN_AT_DOCUSIGN"  # mails go to whom the application embeds, too


@dataclass
class ReadRecipient:
    """
    `id` is what the program calls the recipient, `client` whom it says they are in its own pages.
    `excluded` are the documents that are hidden from them.
    """

    kind: RecipientKind
    path: str
    id: str
    members: dict[str, Any]
    client: str = ""
    has_order: bool = False  # else it is the first
    existing: UUID | None = None  # of a draft that is there already
    tabs: list[ReadTab] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)

    @property
    def role_name(self) -> str:
        return str(self.members.get("role_name") or "")


def read(recipients: Asked) -> list[ReadRecipient]:
    """All of them, each with an id of its own. Raises InvalidRequest."""
    found = each(recipients)
    taken: set[str] = set()
    for number, recipient in enumerate(found, 1):
        recipient.id = recipient.id or str(number)
        if recipient.id in taken:
            refuse(f"{recipient.path}.recipientId", "Another recipient has this id.")
        taken.add(recipient.id)
    return found


def each(recipients: Asked, known: bool = False) -> list[ReadRecipient]:
    """
    In the order of their lists. `known`: they are there already, so that nothing has to be said of
    who they are. Raises InvalidRequest.
    """
    found = [
        _recipient(kind, asked, known)
        for kind in recipient_kinds.KINDS
        for asked in recipients.each(kind.list)
    ]
    recipients.pass_over("recipientCount", "currentRoutingOrder", "errorDetails")
    for name in recipients.names():
        refuse(recipients.place(name), "Recipients of this kind are not supported.")
    return found


def of_role(asked: Asked) -> ReadRecipient:
    """Who takes a role of a template. Raises InvalidRequest."""
    if not asked.members.get("roleName"):
        refuse(asked.place("roleName"), "This member is missing.")
    in_person = asked.text("inPersonSignerName")
    found = _recipient(recipient_kinds.BY_LIST["signers"], asked)
    if in_person:
        options = found.members["options"]
        options |= {"host_name": found.members["name"], "host_email": found.members["email"]}
        found.members |= {"name": in_person, "email": ""}
    return found


def _recipient(kind: RecipientKind, asked: Asked, known: bool = False) -> ReadRecipient:
    order = asked.whole("routingOrder")
    members: dict[str, Any] = {
        "role": kind.role,
        "order": 1 if order is None else max(order, 1),
        "role_name": asked.text("roleName") or None,
    }
    options: dict[str, Any] = {}
    read_ = ReadRecipient(kind, asked.path, asked.id("recipientId"), members)
    read_.has_order = order is not None
    _person(kind, asked, members, options)
    named = members["name"] or members["email"] or members.get("signing_group_id")
    if not named and not members["role_name"] and not known:
        refuse(asked.place("email"), "This member is missing.")
    _identity(asked, members, options)
    _delivery(asked, options)
    read_.client = asked.id("clientUserId")
    mailed_too = asked.word("embeddedRecipientStartURL", AT_OURS)
    if read_.client and not mailed_too:
        options["embedded"] = True
    if note := asked.text("note"):
        options["note"] = note
    read_.excluded = asked.texts("excludedDocuments")
    if tabs := asked.part("tabs"):
        if not kind.meaning.has_fields:
            refuse(tabs.path, "Only those who sign have tabs here.")
        read_.tabs = tabs_asked.read(tabs)
    members["options"] = options
    asked.only_off(*OFF)
    asked.pass_over(*PASSED)
    asked.done()
    return read_


def _person(
    kind: RecipientKind, asked: Asked, members: dict[str, Any], options: dict[str, Any]
) -> None:
    name, email = asked.text("name"), asked.text("email")
    first, last = asked.text("firstName"), asked.text("lastName")
    name = name or " ".join(filter(None, (first, last)))
    if kind.meaning.in_person:
        host_email, host_name = asked.text("hostEmail") or email, asked.text("hostName") or name
        asked.word("inPersonSigningType", "inPersonSigner")
        name, email = asked.text("signerName"), asked.text("signerEmail")
        asked.text("signerFirstName"), asked.text("signerLastName")
        if host_email:
            options |= {"host_email": host_email, "host_name": host_name or host_email}
    if kind.meaning.witnesses:
        if asked.text("witnessFor"):
            pass  # of the signer of the step before
        asked.text("witnessForGuid")
    members |= {"name": name, "email": email}
    if group := asked.text("signingGroupId"):
        members |= {"signing_group_id": group, "name": "", "email": ""}


def _identity(asked: Asked, members: dict[str, Any], options: dict[str, Any]) -> None:
    """What is asked for besides the link: a code that was told, one by SMS, an identity check."""
    proofs = []
    if code := asked.text("accessCode"):
        members["access_code"] = code
        proofs.append("access_code")
    numbers = asked.part("smsAuthentication").texts("senderProvidedNumbers")
    phone = asked.part("phoneAuthentication")
    if phone:
        asked_numbers = phone.texts("senderProvidedNumbers")
        phone.pass_over("recipMayProvideNumber", "recordVoicePrint", "validateRecipProvidedNumber")
        phone.done()
        refuse(phone.path, f"Calls are not supported; give {asked_numbers} as smsAuthentication.")
    identity = asked.part("identityVerification")
    if identity:
        workflow = identity.need("workflowId")
        numbers = numbers or _phone_input(identity)
        identity.pass_over("workflowLabel", "steps")
        identity.done()
        if workflow not in WORKFLOWS:
            refuse(f"{asked.path}.identityVerification.workflowId", UNKNOWN_WORKFLOW)
        proofs.append(WORKFLOWS[workflow][1])
    elif numbers:
        proofs.append("sms_code")
    if numbers:
        options["phone"] = numbers[0]
    if asked.each("socialAuthentications"):
        refuse(asked.place("socialAuthentications"), NOT_SUPPORTED)
    if proofs:
        options["proofs"] = list(dict.fromkeys(proofs))


def _phone_input(identity: Asked) -> list[str]:
    """The numbers of an input of the kind that SMS and calls have."""
    numbers = []
    for option in identity.each("inputOptions"):
        option.pass_over("name", "valueType")
        for number in option.each("phoneNumberList"):
            code, digits = number.text("countryCode"), number.text("number")
            number.pass_over("extension", "countryCodeLock")
            number.done()
            numbers.append(f"+{code.lstrip('+')}{digits}")
        option.done()
    return numbers


def _delivery(asked: Asked, options: dict[str, Any]) -> None:
    """By mail, by SMS, or both; in which language, with which words."""
    method = asked.word("deliveryMethod", "email", "sms")
    phone = asked.part("phoneNumber")
    if phone:
        options["phone"] = f"+{phone.text('countryCode').lstrip('+')}{phone.text('number')}"
        phone.done()
    if method == "sms":
        options["channel"] = "sms"
    for extra in asked.each("additionalNotifications"):
        extra.word("secondaryDeliveryMethod", "SMS")
        number = extra.part("phoneNumber")
        options["phone"] = f"+{number.text('countryCode').lstrip('+')}{number.text('number')}"
        options["channel"] = "both"
        number.done()
        extra.done()
    mail = asked.part("emailNotification")
    if mail:
        language = mail.text("supportedLanguage").replace("_", "-")
        known = {tag.casefold(): tag for tag in OWN_NAMES}
        tag = known.get(language.casefold()) or known.get(language.partition("-")[0].casefold())
        if language and not tag:
            refuse(mail.place("supportedLanguage"), NOT_SUPPORTED)
        if tag:
            options["language"] = tag
        if body := mail.text("emailBody"):
            options["note"] = body
        mail.done()
