"""Whether a mail that someone got is one of ours, by the code in it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.principal import SYSTEM
from core.signing import mail_check
from tenants.installation import Installation


@dataclass(frozen=True, slots=True)
class CheckedMail:
    """What was mailed, so that a code that was copied into another mail is noticed."""

    organization_name: str
    sender_name: str
    envelope_name: str
    to: str  # "a…@example.com"
    sent_at: datetime | None


def find(installation: Installation, typed: str, within: UUID | None) -> CheckedMail | None:
    """
    None for a code that we never made, or whose envelope is gone; `within` an organization, for
    that of any other.
    """
    read, key = mail_check.read(typed), installation.settings.link_key
    found = installation.directory.mailed_links(mail_check.beginning(read)) if read else []
    link = next((link for digest, link in found if mail_check.is_ours(key, read, digest)), None)
    if link is None or within not in (None, link.organization_id):
        return None
    with installation.organization(link.organization_id).transaction(SYSTEM) as tx:
        envelope, about = tx.ceremonies.envelope(link.envelope_id)
    recipient = envelope.recipient(link.recipient_id)
    if recipient.link_generation != link.generation:
        return None
    local, _, domain = recipient.mailbox[1].rpartition("@")
    return CheckedMail(
        about.organization_name,
        about.sender_name,
        envelope.name,
        f"{local[:1]}…@{domain}",
        recipient.sent_at or envelope.sent_at,
    )
