"""What members of the organization have allowed OAuth clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.api.oauth.client import Client
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class AllowedApplication:
    """`client_organization_id`: whose client it is."""

    client_id: UUID
    client_organization_id: UUID
    client_name: str
    scopes: frozenset[str]
    given_at: datetime
    last_used_at: datetime | None


class OAuthConsents:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, client_id: UUID, person_id: UUID) -> frozenset[str]:
        """The scopes that they allowed it; none without a consent."""
        row = self._rows.one_or_none(
            "select scopes from oauth_consents where client_id = %s and person_id = %s",
            *(client_id, person_id),
        )
        return frozenset(row["scopes"]) if row else frozenset()

    def give(self, client: Client, person_id: UUID, scopes: Iterable[str], now: datetime) -> None:
        """Besides what they had allowed it before."""
        self._rows.run(
            "insert into oauth_consents as c (organization_id, client_id, person_id,"
            " client_organization_id, client_name, scopes, given_at)"
            " values (%s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, client_id, person_id) do update set"
            " client_name = excluded.client_name, given_at = excluded.given_at,"
            " scopes = array(select distinct unnest(c.scopes || excluded.scopes) order by 1)",
            *(self._rows.organization_id, client.id, person_id, client.organization_id),
            *(client.name, sorted(scopes), now),
        )

    def all_of(self, person_id: UUID) -> tuple[AllowedApplication, ...]:
        rows = self._rows.all(
            "select client_id, client_organization_id, client_name, scopes, given_at, last_used_at"
            " from oauth_consents where person_id = %s order by client_name, client_id limit 500",
            person_id,
        )
        return tuple(_consent(row) for row in rows)

    def revoke(self, client_id: UUID, person_id: UUID) -> str | None:
        """The name of the client; None where there was no consent."""
        rows = self._rows.all(
            "delete from oauth_consents where client_id = %s and person_id = %s"
            " returning client_name",
            *(client_id, person_id),
        )
        return rows[0]["client_name"] if rows else None

    def note_use(self, client_id: UUID, person_id: UUID, now: datetime, every: timedelta) -> None:
        self._rows.run(
            "update oauth_consents set last_used_at = %s"
            " where (organization_id, client_id, person_id) in ("
            "select organization_id, client_id, person_id from oauth_consents"
            " where client_id = %s and person_id = %s"
            " and (last_used_at is null or last_used_at < %s) for update skip locked)",
            *(now, client_id, person_id, now - every),
        )


def _consent(row: dict[str, Any]) -> AllowedApplication:
    return AllowedApplication(**row | {"scopes": frozenset(row["scopes"])})
