"""What a program wants to be told of: a configuration of Connect, or of one envelope."""

from core.docusign import connect_events
from core.webhooks.webhook_endpoint import EndpointChoices, PayloadKind, WebhookOrdering
from webapp.api.docusign.asked import NOT_SUPPORTED, Asked, refuse

# Without effect here, whatever they say: every message is signed, kept, and tried again.
PASSED = (
    *("connectId", "configurationType", "allowEnvelopePublish", "enableLog", "loggingEnabled"),
    *("requiresAcknowledgement", "requireAcknowledgment", "includeHMAC", "includeTimeZone"),
    *(
        "includeTimeZoneInformation",
        "includeEnvelopeVoidReason",
        "includeSenderAccountasCustomField",
    ),
    *("includeSenderAccountAsCustomField", "integratorManaged", "soapNamespace", "soapNameSpace"),
    *("allUsers", "includeDocumentFields", "pausePublish", "userName"),
)
OFF = (
    *("includeDocuments", "includeCertificateOfCompletion", "includeCertificateWithSoap"),
    *(
        "useSoapInterface",
        "signMessageWithX509Cert",
        "signMessageWithX509Certificate",
        "includeOAuth",
    ),
    *(
        "includeCertSoapHeader",
        "enableOAuthPerConfiguration",
        "oAuthConfiguration",
        "requireMutualTls",
    ),
    *(
        "userIds",
        "allUsersExcept",
        "groupIds",
        "senderOverride",
        "senderSelectableItems",
        "password",
    ),
    *("externalFolderId", "externalFolderLabel", "allowSalesforcePublish", "sfObjects"),
)
DATA = ("custom_fields", "recipients", "tabs", "extensions", "folders")


def read(asked: Asked, url: str, named_only: bool = False) -> EndpointChoices:
    """`url` is the member with the address. Raises InvalidRequest."""
    address, name = asked.need(url), asked.text("name")
    words = asked.texts("events")
    words += [
        f"envelope-{word}" for word in _codes(asked, "envelopeEvents", "envelopeEventStatusCode")
    ]
    words += [
        f"recipient-{word}" for word in _codes(asked, "recipientEvents", "recipientEventStatusCode")
    ]
    asked.word("deliveryMode", "SIM")
    data = asked.part("eventData")
    data.word("format", "json")
    data.word("version", "restv2.1")
    for included in data.texts("includeData"):
        if included not in DATA:
            refuse(data.place("includeData"), f"“{included}” cannot be included.")
    data.done()
    asked.only_off(*OFF)
    asked.pass_over(*PASSED)
    asked.done()
    try:
        events = connect_events.ours(words)
    except ValueError as unknown:
        refuse(asked.place("events"), f"There is no event “{unknown}”.")
    return EndpointChoices(
        url=address,
        description=name or "Connect",
        events=events or tuple(connect_events.WORDS),
        ordering=WebhookOrdering.ENVELOPE,
        payload=PayloadKind.DOCUSIGN,
        named_only=named_only,
    )


def _codes(asked: Asked, name: str, member: str) -> list[str]:
    """Words, or objects with a word."""
    found = []
    for given, path in asked.either(name):
        if isinstance(given, str):
            found.append(given)
            continue
        one = Asked(given, path)
        found.append(one.need(member))
        if one.flag("includeDocuments"):
            refuse(one.place("includeDocuments"), NOT_SUPPORTED)
        one.done()
    return found
