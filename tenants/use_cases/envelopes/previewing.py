"""What a recipient of a draft will see, before it is sent."""

from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft, preview
from core.refusals import NotFound
from tenants.ceremony import Ceremony
from tenants.installation import Organization
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.organizations import brand_look


def ceremony(
    tx: Transaction, organization: Organization, envelope_id: UUID, recipient_id: UUID | None
) -> Ceremony:
    """
    Of this recipient, or of the first who will have something to do.

    Raises NotFound, NotADraft.
    """
    tx.require(Permission.SEND_ENVELOPES)
    envelope = reading.envelope(tx, envelope_id)
    draft.check_draft(envelope)
    readers = {r.id: r for r in preview.readers(envelope)}
    chosen = recipient_id or next(iter(readers), None)
    if chosen not in readers:
        raise NotFound
    _, about = tx.ceremonies.envelope(envelope_id)
    return Ceremony(
        organization,
        organization_name=about.organization_name,
        time_zone=about.time_zone,
        date_format=tx.own_organization.profile().date_format,
        sender_name=about.sender_name,
        recipient_id=chosen,
        whole=preview.seen_by(envelope, chosen),
        brand=brand_look.of(organization, about.branding, about.branding_version),
    )
