"""The limits that an operator has set for an organization, and the people that count for them."""

from datetime import datetime
from uuid import UUID

from core.organizations.quota import Limits
from tenants.store.rows import Rows


class QuotaLimits:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def get(self) -> Limits | None:
        """None where the installation's own count."""
        row = self._rows.one_or_none(
            "select envelopes_per_month, storage_bytes, api_calls_per_month, members from quotas"
        )
        return Limits(**row) if row else None

    def set(self, session: bytes, organization_id: UUID, new: Limits, by: str) -> None:
        """The database asks for the `session` of an operator."""
        self._rows.run(
            "select set_quota(%s, %s, %s, %s, %s, %s, %s)",
            *(session, organization_id, new.envelopes_per_month, new.storage_bytes),
            *(new.api_calls_per_month, new.members, by),
        )

    def people(self, now: datetime) -> int:
        """Members, and invitations that have not expired."""
        row = self._rows.one(
            "select (select count(*) from memberships)"
            " + (select count(*) from invitations where expires_at > %s) as people",
            now,
        )
        return int(row["people"])
