"""What a recipient of a draft will see, before it is sent. Nothing they enter is stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from core.access import Permission
from core.envelopes.drafts import draft, preview
from core.envelopes.envelope import Envelope
from core.refusals import NotFound
from core.signing import finishing
from tenants.ceremony import Ceremony
from tenants.installation import Organization
from tenants.transaction import Transaction
from tenants.use_cases.fields import value_readers
from tenants.use_cases.organizations import brand_look


def ceremony(
    tx: Transaction,
    organization: Organization,
    envelope: Envelope,
    recipient_id: UUID | None,
    now: datetime,
) -> Ceremony:
    """
    Of this recipient, or of the first who will have something to do.

    Raises NotFound, NotADraft.
    """
    tx.require(Permission.SEND_ENVELOPES)
    draft.check_draft(envelope)
    readers = {r.id: r for r in preview.readers(envelope)}
    chosen = recipient_id or next(iter(readers), None)
    if chosen not in readers:
        raise NotFound
    _, about = tx.ceremonies.envelope(envelope.id)
    return Ceremony(
        organization,
        organization_name=about.organization_name,
        time_zone=about.time_zone,
        language=about.language,
        date_format=tx.own_organization.profile().date_format,
        sender_name=about.sender_name,
        recipient_id=chosen,
        whole=preview.seen_by(envelope, chosen),
        brand=brand_look.of(organization, about.branding, about.branding_version),
        today=now.astimezone(ZoneInfo(about.time_zone)).date(),
    )


def fill(ceremony: Ceremony, values: Mapping[UUID, str], now: datetime) -> Ceremony:
    """As signing does it, but for the store. Raises Invalid with an error per field."""
    read = value_readers.read(ceremony.whole, values, now)
    return replace(ceremony, whole=finishing.entered(ceremony.whole, ceremony.recipient_id, read))
