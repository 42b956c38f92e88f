"""Addresses of pages for one person: where a recipient signs, and where a draft is prepared."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from core.api.scope import Scope
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.use_cases.docusign import program_names
from tenants.use_cases.envelopes import reading
from tenants.use_cases.envelopes.drafts import draft_views
from tenants.use_cases.signing.hand_overs import embedded_signing
from webapp import current
from webapp.api.docusign import asked, guard
from webapp.api.docusign.answers import answer
from webapp.api.docusign.asked import Asked, refuse
from webapp.http import request_info

bp = Blueprint("docusign_views", __name__)
DOCUSIGN = "docusign"
# How the application knows who it is; the certificate says that it was the application.
METHODS = (
    *(
        "Biometric",
        "Email",
        "HTTPBasicAuth",
        "Kerberos",
        "KnowledgeBasedAuth",
        "None",
        "PaperDocuments",
    ),
    *("Password", "RSASecureID", "SingleSignOn_CASiteminder", "SingleSignOn_InfoCard"),
    *("SingleSignOn_MicrosoftActiveDirectory", "SingleSignOn_Other", "SingleSignOn_Passport"),
    *("SingleSignOn_SAML", "Smartcard", "SSLMutualAuth", "X509Certificate", "Phone", "SMS"),
)


@bp.post("/recipient")
@guard.required(Scope.SIGNING_EMBED)
def recipient(envelope_id: UUID) -> Response:
    """Opens once, for five minutes; the browser comes back to `returnUrl` with `event`."""
    given = asked.body()
    return_to = given.need("returnUrl")
    given.word("authenticationMethod", *METHODS)
    origin = _origin(given)
    who = _Asked(given)
    given.pass_over(
        "assertionId", "authenticationInstant", "securityDomain", "userId", "displayFormat"
    )
    given.only_off(
        "clientURLs", "pingUrl", "pingFrequency", "xFrameOptions", "xFrameOptionsAllowFromUrl"
    )
    given.done()
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
        found = who.among(envelope, program_names.of(tx, envelope_id))
        args = (envelope_id, found.id, origin, return_to, current.now(), DOCUSIGN)
        made = embedded_signing.issue(tx, *args)
        address = tx.signing_address + url_for("embedded_signings.enter", token=made.token)
    return answer({"url": address}, 201)


@bp.post("/sender")
@guard.required(Scope.ENVELOPES_WRITE)
def sender(envelope_id: UUID) -> Response:
    """Opens once, for five minutes; the browser comes back with `event=Send` or `Save`."""
    given = asked.body()
    return_to = given.need("returnUrl")
    given.word("viewAccess", "envelope")
    given.only_off("settings")
    given.done()
    with current.transaction() as tx:
        made = draft_views.issue(tx, envelope_id, "", return_to, True, DOCUSIGN)
    place = url_for("sender_views.enter", token=made.token)
    return answer({"url": current.settings().base_url + place}, 201)


class _Asked:
    """Whom a request for a view means."""

    def __init__(self, given: Asked) -> None:
        self.client, self.id = given.text("clientUserId"), given.text("recipientId")
        self.name, self.email = given.text("userName"), given.text("email")

    def among(self, envelope: Envelope, names: ProgramNames) -> Recipient:
        """Raises InvalidRequest."""
        found = [r for r in envelope.recipients if self._is(r, names)]
        if not found:
            refuse("recipient", UNKNOWN, "UNKNOWN_ENVELOPE_RECIPIENT")
        # The same person may be there twice: whose turn it is, or the next.
        return min(found, key=lambda r: (r.finished, r.routing_order))

    def _is(self, recipient: Recipient, names: ProgramNames) -> bool:
        known = [names.of_recipient(recipient.id).casefold(), str(recipient.id)]
        if self.id and self.id.casefold() not in known:
            return False
        if self.client != names.client(recipient.id):
            return False
        given = [
            (self.name, recipient.name),
            (self.email, recipient.email or recipient.options.host_email),
        ]
        same = [one.strip().casefold() == other.casefold() for one, other in given if one]
        return all(same) and bool(self.id or self.client or same)


def _origin(given: Asked) -> str:
    """Of the page that shows it in a frame; "" where it fills the window."""
    ours = request_info.host_of(request.host_url)
    frames: Sequence[str] = given.texts("frameAncestors")
    given.texts("messageOrigins")
    others = [
        each
        for each in frames
        if request_info.host_of(each) not in (ours, "apps-d.docusign.com", "apps.docusign.com")
    ]
    if len(others) > 1:
        refuse("frameAncestors", "Give the origin of one page.")
    return others[0].rstrip("/") if others else ""


UNKNOWN = "There is no recipient with this name, address and client user id."
