"""Domains of the organization, each for one use: claimed, proved, let go."""

from datetime import datetime
from typing import Any

from core.organizations.domain_verification import DomainUse
from tenants.store.rows import Rows

RECORD = "select token from domain_claims where use = %s and domain = %s"
STILL = f"{RECORD} and verified_at = %s"
# The one that was proved last; the others serve on until they are removed.
SIGNING_HOST = """(
    select domain from domain_claims where use = 'signing' and verified_at is not null
    order by verified_at desc limit 1
)"""


class DomainClaims:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self, use: DomainUse) -> list[dict[str, Any]]:
        return self._rows.all("select * from domain_claims where use = %s order by domain", use)

    def count(self, use: DomainUse) -> int:
        found = self._rows.one("select count(*) as n from domain_claims where use = %s", use)
        return int(found["n"])

    def add(self, use: DomainUse, domain: str, token: str) -> bool:
        """False when it is claimed already."""
        added = self._rows.run(
            "insert into domain_claims (organization_id, use, domain, token)"
            " values (%s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, use, domain, token),
        )
        return added == 1

    def token(self, use: DomainUse, domain: str) -> str:
        """What its record has to say. Raises NotFound."""
        row = self._rows.one(RECORD, use, domain)
        return str(row["token"])

    def lock_token(self, use: DomainUse, domain: str) -> str:
        """The same; no one else changes the domain meanwhile. Raises NotFound."""
        row = self._rows.one(RECORD + " for update", use, domain)
        return str(row["token"])

    def token_since(
        self, use: DomainUse, domain: str, verified_at: datetime, lock: bool = False
    ) -> str | None:
        """None if it was removed, or verified again, since that verification."""
        query = f"{STILL} for update" if lock else STILL
        row = self._rows.one_or_none(query, use, domain, verified_at)
        return row["token"] if row else None

    def is_verified(self, use: DomainUse, domain: str) -> bool:
        found = self._rows.one_or_none(
            "select from domain_claims where use = %s and domain = %s and verified_at is not null",
            *(use, domain),
        )
        return found is not None

    def signing_host(self) -> str:
        """Where the signing pages of the organization are; "" where it has no host of its own."""
        return str(self._rows.one(f"select {SIGNING_HOST} as host")["host"] or "")

    def times(self, use: DomainUse, domain: str) -> tuple[datetime | None, datetime | None]:
        """When it was verified, and since when its record is missing."""
        row = self._rows.one(
            "select verified_at, failing_since from domain_claims where use = %s and domain = %s",
            *(use, domain),
        )
        return row["verified_at"], row["failing_since"]

    def note(
        self, use: DomainUse, domain: str, verified_at: datetime | None, checked_at: datetime,
        failing_since: datetime | None,
    ) -> None:  # fmt: skip
        self._rows.run(
            "update domain_claims set verified_at = %s, last_checked_at = %s, failing_since = %s"
            " where use = %s and domain = %s",
            *(verified_at, checked_at, failing_since, use, domain),
        )

    def remove(self, use: DomainUse, domain: str) -> None:
        """Raises NotFound."""
        self._rows.one(
            "delete from domain_claims where use = %s and domain = %s returning domain", use, domain
        )
        self.release(use, domain)

    def take_over(self, use: DomainUse, domain: str) -> bool:
        """Whether this organization has it now; False if another one does."""
        return bool(self._rows.one("select capture_domain(%s, %s) as mine", use, domain)["mine"])

    def release(self, use: DomainUse, domain: str) -> None:
        """Another organization may prove it."""
        self._rows.run("select release_domain(%s, %s)", use, domain)
