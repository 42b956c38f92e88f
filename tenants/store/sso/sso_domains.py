"""Domains whose addresses sign in through the organization: claimed, proved, let go."""

from datetime import datetime
from typing import Any

from tenants.store.rows import Rows

STILL = "select token from sso_domains where domain = %s and verified_at = %s"


class SsoDomains:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> list[dict[str, Any]]:
        return self._rows.all("select * from sso_domains order by domain")

    def count(self) -> int:
        return int(self._rows.one("select count(*) as n from sso_domains")["n"])

    def add(self, domain: str, token: str) -> bool:
        """False when it is claimed already."""
        added = self._rows.run(
            "insert into sso_domains (organization_id, domain, token) values (%s, %s, %s)"
            " on conflict do nothing",
            *(self._rows.organization_id, domain, token),
        )
        return added == 1

    def token(self, domain: str) -> str:
        """What its record has to say. Raises NotFound."""
        return str(
            self._rows.one("select token from sso_domains where domain = %s", domain)["token"]
        )

    def lock_token(self, domain: str) -> str:
        """The same; no one else changes the domain meanwhile. Raises NotFound."""
        row = self._rows.one("select token from sso_domains where domain = %s for update", domain)
        return str(row["token"])

    def token_since(self, domain: str, verified_at: datetime, lock: bool = False) -> str | None:
        """None when it was let go, or verified anew, since it was verified then."""
        row = self._rows.one_or_none(f"{STILL} for update" if lock else STILL, domain, verified_at)
        return row["token"] if row else None

    def is_verified(self, domain: str) -> bool:
        found = self._rows.one_or_none(
            "select from sso_domains where domain = %s and verified_at is not null", domain
        )
        return found is not None

    def times(self, domain: str) -> tuple[datetime | None, datetime | None]:
        """When it was verified, and since when its record is missing."""
        row = self._rows.one(
            "select verified_at, failing_since from sso_domains where domain = %s", domain
        )
        return row["verified_at"], row["failing_since"]

    def note(
        self, domain: str, verified_at: datetime | None, checked_at: datetime,
        failing_since: datetime | None,
    ) -> None:  # fmt: skip
        self._rows.run(
            "update sso_domains set verified_at = %s, last_checked_at = %s, failing_since = %s"
            " where domain = %s",
            *(verified_at, checked_at, failing_since, domain),
        )

    def remove(self, domain: str) -> None:
        """Raises NotFound."""
        self._rows.one("delete from sso_domains where domain = %s returning domain", domain)
        self.release(domain)

    def take_over(self, domain: str) -> bool:
        """Whether it is this organization's from now on; False when it is another one's."""
        return bool(self._rows.one("select capture_domain(%s) as mine", domain)["mine"])

    def release(self, domain: str) -> None:
        """Another organization may prove it."""
        self._rows.run("select release_domain(%s)", domain)
