"""How many rows of bulk sends are in which state."""

from collections.abc import Sequence
from uuid import UUID

from core.bulk_sends.bulk_send import RowState
from tenants.store.rows import Rows


class BulkRowCounts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def by_state(self, bulk_id: UUID, header_row: int) -> dict[RowState, int]:
        """How many rows are in which state."""
        found = self._rows.all(
            "select state, count(*) as n from bulk_send_rows where bulk_send_id = %s"
            " and number > %s group by state",
            *(bulk_id, header_row),
        )
        return {RowState(row["state"]): row["n"] for row in found}

    def by_state_of(self, bulk_ids: Sequence[UUID]) -> dict[UUID, dict[RowState, int]]:
        """The same of several."""
        found = self._rows.all(
            "select r.bulk_send_id as id, r.state, count(*) as n from bulk_send_rows r"
            " join bulk_sends b on (b.organization_id, b.id) = (r.organization_id, r.bulk_send_id)"
            " where r.bulk_send_id = any(%s) and r.number > b.header_row group by 1, 2",
            list(bulk_ids),
        )
        counts: dict[UUID, dict[RowState, int]] = {id: {} for id in bulk_ids}
        for row in found:
            counts[row["id"]][RowState(row["state"])] = row["n"]
        return counts

    def repeats(self, bulk_id: UUID) -> int:
        """Rows for the people of an earlier row, of those that could be sent."""
        row = self._rows.one(
            "select count(*) as n from bulk_send_rows where bulk_send_id = %s"
            " and repeats is not null and state in ('ready', 'skipped')",
            bulk_id,
        )
        return int(row["n"])

    def ready(self, bulk_id: UUID, most: int) -> int:
        """Rows that wait to be sent, counted up to `most`."""
        row = self._rows.one(
            "select count(*) as n from (select from bulk_send_rows where bulk_send_id = %s"
            " and state = 'ready' limit %s) as counted",
            *(bulk_id, most),
        )
        return int(row["n"])

    def ends(self, bulk_id: UUID) -> tuple[int, int]:
        """The numbers of the first and the last row; 0 and 0 if there are none."""
        row = self._rows.one(
            "select coalesce(min(number), 0) as first, coalesce(max(number), 0) as last"
            " from bulk_send_rows where bulk_send_id = %s",
            bulk_id,
        )
        return row["first"], row["last"]
