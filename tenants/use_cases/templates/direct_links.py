"""Direct links, used: a visitor opens the form of a template and starts an envelope."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from core import access
from core.access import Permission
from core.addresses.email_address import fold
from core.documents import visibility
from core.envelopes import details as details_rules
from core.envelopes.details import Details
from core.envelopes.drafts import copying as rules
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Envelope
from core.envelopes.events.copying import DirectLinkUsed
from core.envelopes.events.recipients import RecipientCorrected
from core.evidence import audit
from core.people import group_recipients
from core.principal import SystemPrincipal
from core.refusals import Forbidden, Invalid, NotFound, Refusal, TooFast
from core.signing import link as links
from core.signing.events.ways_in import RecipientCameByForm
from core.signing.origin import Origin
from core.signing.proofs import public_form
from core.templates import direct_link
from core.templates.direct_link import DirectLink, Start
from core.templates.refusals import CannotStart, DirectLinkOver
from core.templates.template import check_usable
from core.text import canonical_json
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.installation import Installation, Organization
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import (
    copying,
    envelope_details,
    requested_sending,
    sending,
)
from tenants.use_cases.fields import value_readers
from tenants.use_cases.organizations import brand_look
from tenants.use_cases.organizations.brand_look import Brand
from tenants.use_cases.sign_in import mail_limits

PERIOD = timedelta(hours=1)
USES_IN_PERIOD = 200
SENT_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class StartForm:
    """What a visitor sees: who asks them, for what, and the questions."""

    link: DirectLink
    content: Envelope
    description: str
    documents: tuple[tuple[str, int], ...]
    organization_name: str
    time_zone: str
    brand: Brand


@dataclass(frozen=True, slots=True)
class Started:
    """`token` is the secret of the visitor's own link, if they may continue at once."""

    envelope_id: UUID
    recipient_id: UUID | None = None
    token: str = ""


def find(installation: Installation, token: str) -> tuple[Organization, SystemPrincipal, UUID]:
    """Whose link this is, and which: no one acts but the link itself. Raises DirectLinkOver."""
    named = installation.directory.direct_link(links.digest(token))
    if named is None:
        raise DirectLinkOver
    principal = SystemPrincipal(f"{direct_link.ACTOR}{named.id}")
    return installation.organization(named.organization_id), principal, named.id


def form(tx: Transaction, link_id: UUID, now: datetime, used_up: bool = False) -> StartForm:
    """
    `used_up`: for who has just used it, which may have been the last time.

    Raises DirectLinkOver, also where the template is gone, archived or its owner has left.
    """
    found, content = _opened(tx, link_id, now, used_up)
    profile, look = tx.own_organization.profile(), tx.branding_rows.get()
    stored = (look["settings"], look["version"]) if look else (None, None)
    return StartForm(
        found,
        content,
        tx.templates.get(found.template_id).description,
        tuple((d.name, len(d.pages)) for d in _shown(found, content).documents),
        profile.name,
        profile.time_zone,
        brand_look.load(tx.settings.link_key, tx.organization_id, *stored),
    )


def check(found: StartForm, name: str, email: str, answers: list[str], now: datetime) -> Start:
    """What was entered, before it counts as a use. Raises Invalid by input."""
    begun = direct_link.start(found.link, name, email, answers, email_addresses.deliverable)
    read = value_readers.reader(now)
    direct_link.check_values(found.link, begun, found.content, read)
    return begun


def count(organization: Organization, link_id: UUID, email: str) -> None:
    """
    Before anything is sent, and whether or not it is in the end. Raises TooFast, TooManyMails.

    By link, by the address that is mailed, and as every sending of the organization.
    """
    installation = organization.installation
    key = installation.attempt_key("direct link", link_id.bytes)
    if installation.directory.count_attempt(key, PERIOD) > USES_IN_PERIOD:
        raise TooFast(PERIOD)
    mail_limits.count_mail(installation, "direct link", organization.id.bytes, email)
    sending.count(organization)


def start(
    tx: Transaction, link_id: UUID, begun: Start, form_id: UUID, origin: Origin, now: datetime
) -> Started:
    """
    The envelope, sent: whoever was entered is mailed. Its sender is the owner of the template.

    The same form again, by its `form_id`, is the same envelope. Raises DirectLinkOver, CannotStart.
    """
    try:
        tx.direct_links.lock(link_id)
    except NotFound:
        raise DirectLinkOver from None
    envelope_id = _envelope_id(link_id, begun, form_id)
    try:
        envelope = tx.envelopes.lock(envelope_id)
    except NotFound:
        envelope = _start(tx, link_id, begun, envelope_id, origin, now)
    return _started(tx, envelope, now)


def _start(
    tx: Transaction,
    link_id: UUID,
    begun: Start,
    envelope_id: UUID,
    origin: Origin,
    now: datetime,
) -> Envelope:
    found, content = _opened(tx, link_id, now)
    if not tx.direct_links.use(link_id, now):
        raise DirectLinkOver
    try:
        visitor = _send(tx, found, content, envelope_id, begun, now)
        # Not while a document is still made with the answers.
        envelope = tx.envelopes.lock(envelope_id)
        may_continue = public_form.may_continue(envelope.recipient(visitor))
        if found.immediate and may_continue and not envelope.send_requested_by:
            _let_in(tx, found, envelope_id, visitor, origin, now)
    except (Refusal, Forbidden, Invalid) as refusal:
        raise CannotStart from refusal
    return tx.envelopes.lock(envelope_id)


def _let_in(
    tx: Transaction,
    found: DirectLink,
    envelope_id: UUID,
    visitor: UUID,
    origin: Origin,
    now: datetime,
) -> None:
    came = RecipientCameByForm(
        recipient_id=visitor,
        link_id=found.id,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    outcome = public_form.check(tx.envelopes.lock(envelope_id), came, now)
    tx.record(outcome, tx.principal.actor, now)


def _started(tx: Transaction, envelope: Envelope, now: datetime) -> Started:
    """
    Whoever sends a form again gets in for a few minutes, and as long as there is no more to see
    than what they sent: the recipient has agreed to nothing yet. Later the mailed link leads there.
    """
    entries = tx.audit.of(envelope.id)
    came = next((e for e in entries if e.type == RecipientCameByForm.type), None)
    if came is None or came.at < now - SENT_AGAIN or not envelope.status.open:
        return Started(envelope.id)
    visitor = envelope.recipient(UUID(str(came.data["recipient_id"])))
    is_another = came not in audit.since(entries, RecipientCorrected.type, visitor.id)
    if is_another or visitor.consented:
        return Started(envelope.id)
    of = (tx.organization_id, visitor.id, visitor.link_generation)
    return Started(envelope.id, visitor.id, links.token(tx.settings.link_key, *of))


def _envelope_id(link_id: UUID, begun: Start, form_id: UUID) -> UUID:
    person = [begun.person.name, begun.person.email]
    return uuid5(
        link_id, canonical_json.text([f"{form_id}", person, sorted(begun.answers.items())])
    )


def _send(
    tx: Transaction,
    found: DirectLink,
    content: Envelope,
    envelope_id: UUID,
    begun: Start,
    now: datetime,
) -> UUID:
    """The id of the recipient whom the visitor is."""
    template, by = tx.templates.get(found.template_id), tx.principal.actor
    blank = Envelope(envelope_id, tx.organization_id, content.sender_id, "", now)
    filling = Filling(
        {found.role_name: begun.person},
        direct_link.field_values(found, begun, content),
        direct_link.merge_values(found, begun, content),
        value_readers.reader(now),
    )
    stored = merge_values.of_envelope(tx, content)
    versions = {template.id: template.version}
    fresh = group_recipients.refreshed(content, tx.signing_groups.all, new_id)
    copied = rules.of_templates(blank, [fresh], versions, filling, new_id, stored)
    envelope = copied.outcome.envelope
    role = fold(found.role_name)
    visitor = next(r for r in envelope.recipients if fold(r.role_name) == role)
    used = DirectLinkUsed(link_id=found.id, recipient_id=visitor.id)
    outcome = replace(copied.outcome, events=(*copied.outcome.events, used))
    copying.write(tx, blank, replace(copied, outcome=outcome), by, now)
    locked = tx.envelopes.lock(envelope_id)
    if begun.answers:
        told = Details(metadata=begun.answers)
        envelope_details.write(tx, locked, Details(), told, now)
        locked = details_rules.change(locked, Details(), told, ()).envelope
    requested_sending.request_of(tx, locked, now)
    return visitor.id


def _shown(found: DirectLink, content: Envelope) -> Envelope:
    """What the visitor will see of it: documents may be hidden from their role."""
    role = fold(found.role_name)
    ids = [r.id for r in content.recipients if fold(r.role_name) == role]
    return visibility.seen_by(content, ids)


def _opened(
    tx: Transaction, link_id: UUID, now: datetime, used_up: bool = False
) -> tuple[DirectLink, Envelope]:
    """The link and the version that it starts. Raises DirectLinkOver."""
    try:
        found = tx.direct_links.get(link_id)
        content = tx.envelopes.hold(check_usable(tx.templates.get(found.template_id)))
        owner = tx.memberships.current_role(content.sender_id, hold=True)
        counted = replace(found, uses=0) if used_up else found
        if owner is None or not counted.is_open(now):
            raise DirectLinkOver
        access.require(owner.role, Permission.SEND_ENVELOPES, owner.frozen)
    except (Refusal, Forbidden, NotFound):
        raise DirectLinkOver from None
    return found, content
