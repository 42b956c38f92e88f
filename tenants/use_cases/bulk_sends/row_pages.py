"""Rows of a bulk send, page by page and one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.bulk_sends.bulk_send import BulkSend, RowState
from core.bulk_sends.target import Target, TargetKind
from tenants.store.bulk_sends.bulk_send_rows import BulkRow
from tenants.transaction import Transaction
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, running, template_source

SHOWN = 50
AT_ONCE = 2_000  # rows of a file that are read in one transaction


@dataclass(frozen=True, slots=True)
class RowPage:
    """
    `next` is after which row the next page begins; None on the last one. `left_of_quota` and
    `left_of_rate` are None where there is no limit.
    """

    bulk: BulkSend
    headings: tuple[str, ...]
    targets: tuple[Target, ...]
    counts: dict[RowState, int]
    rows: tuple[BulkRow, ...]
    next: int | None
    repeats: int = 0
    left_of_quota: int | None = None
    left_of_rate: int | None = None

    def cell(self, kind: TargetKind, row: BulkRow) -> str:
        """What a row says of its first recipient, as far as columns were chosen for it."""
        chosen = self.bulk.mapping.columns
        keys = [t.key for t in self.targets if t.kind is kind and t.key in chosen]
        return row.cells[chosen[keys[0]]] if keys and row.cells else ""


def checked(tx: Transaction, bulk_id: UUID, after: int, now: datetime) -> RowPage:
    """Rows with errors. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    page = of(tx, bulk_id, [RowState.WRONG], after)
    return RowPage(
        *(page.bulk, page.headings, page.targets, page.counts, page.rows, page.next),
        tx.bulk_row_counts.repeats(bulk_id),
        running.left_of_quota(tx, now),
        running.left_of_rate(tx, bulk_id),
    )


def of(
    tx: Transaction, bulk_id: UUID, states: Iterable[RowState], after: int, most: int = SHOWN
) -> RowPage:
    """Rows in these states. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    bulk = bulk_sends.get(tx, bulk_id)
    rows = tx.bulk_send_rows.page(bulk_id, states, max(after, bulk.header_row), most + 1)
    return RowPage(
        bulk,
        row_checking.headings_of(tx, bulk),
        template_source.targets(tx, bulk).targets,
        tx.bulk_row_counts.by_state(bulk_id, bulk.header_row),
        tuple(rows[:most]),
        rows[most - 1].number if len(rows) > most else None,
    )


def some(tx: Transaction, bulk_id: UUID, states: list[RowState], after: int) -> list[BulkRow]:
    """The next of them. Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    bulk_sends.get(tx, bulk_id)
    return tx.bulk_send_rows.page(bulk_id, states, after, AT_ONCE)
