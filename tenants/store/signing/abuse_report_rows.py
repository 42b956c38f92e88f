"""What a recipient reports about the sender: kept in the directory, for operators to read."""

from uuid import UUID

from tenants.store.rows import Rows


class AbuseReportRows:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def is_reported(self, recipient_id: UUID) -> bool:
        return bool(self._rows.one("select has_reported_abuse(%s) as yes", recipient_id)["yes"])

    def add(
        self, envelope_id: UUID, recipient_id: UUID, reason: str, words: str, address: str
    ) -> None:
        """Once for each recipient; a second time changes nothing."""
        self._rows.one(
            "select report_abuse(%s, %s, %s, %s, %s)",
            *(envelope_id, recipient_id, reason, words, address),
        )
