"""What mail about an envelope needs to know: its sender, the branding, who wants which mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tenants.store.organizations.domain_claims import SIGNING_HOST
from tenants.store.rows import Rows

FACTS = f"""
    select o.name as organization_name, o.time_zone, o.locale as language, p.name as sender_name,
        p.email as sender_email, b.settings as branding, b.version as branding_version,
        o.attach_megabytes, {SIGNING_HOST} as signing_host
    from organizations o cross join people p left join branding b on true
    where p.id = %s
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class MailFacts:
    """`branding` is as it is stored, None where nothing ever was; so is `signing_host`."""

    organization_name: str
    time_zone: str
    language: str
    sender_name: str
    sender_email: str
    branding: Mapping[str, Any] | None
    branding_version: int | None
    attach_megabytes: int
    signing_host: str | None


@dataclass(frozen=True, slots=True)
class MailPreferences:
    """Which mails a person wants; what is not named they want."""

    name: str
    email: str
    notifications: Mapping[str, bool]


class EnvelopeMails:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def facts(self, sender_id: UUID) -> MailFacts:
        """Raises NotFound."""
        row = self._rows.one(
            FACTS,
            sender_id,
        )
        return MailFacts(**row)

    def wanted_by(self, person_id: UUID) -> Mapping[str, bool]:
        row = self._rows.one_or_none(
            "select notifications from preferences where person_id = %s", person_id
        )
        return row["notifications"] if row else {}

    def preferences_at(self, email_hash: bytes) -> MailPreferences | None:
        """Of the person with this address, if they have an account and chose anything."""
        row = self._rows.one_or_none(
            "select p.name, p.email, r.notifications from preferences r"
            " join people p on p.id = r.person_id where p.email_hash = %s",
            email_hash,
        )
        return MailPreferences(**row) if row else None

    def sender_and_status(self, envelope_id: UUID) -> tuple[UUID, str]:
        """Raises NotFound."""
        row = self._rows.one("select sender_id, status from envelopes where id = %s", envelope_id)
        return row["sender_id"], row["status"]

    def has_bounced(self, recipient_id: UUID) -> bool:
        row = self._rows.one_or_none(
            "select bounced_at is not null as bounced from recipients where id = %s", recipient_id
        )
        return bool(row and row["bounced"])
