"""Who read what and when: a log of its own, beside the audit trail."""

from datetime import datetime
from uuid import UUID

from tenants.store.rows import Rows


class AccessLog:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, envelope_id: UUID, actor: str, action: str, now: datetime) -> None:
        self._rows.run(
            "insert into access_log (organization_id, envelope_id, actor, action, at)"
            " values (%s, %s, %s, %s, %s)",
            *(self._rows.organization_id, envelope_id, actor, action, now),
        )

    def has(self, envelope_id: UUID, actor: str, action: str, since: datetime) -> bool:
        """Whether this actor did the same since then."""
        found = self._rows.one_or_none(
            "select from access_log where envelope_id = %s and actor = %s and at > %s"
            " and action = %s limit 1",
            *(envelope_id, actor, since, action),
        )
        return found is not None
