"""The rows of bulk sends: cells and problems encrypted, states and envelopes in the open."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.addresses import email_address
from core.bulk_sends import filled_row
from core.bulk_sends.bulk_send import RowState
from core.bulk_sends.filled_row import RowProblem
from core.text.csv_table import NumberedRow
from tenants.store.rows import Rows

COLUMNS = "r.number, r.state, r.cells, r.problems, r.repeats, r.envelope_id"


@dataclass(frozen=True, slots=True)
class BulkRow:
    """`cells` are none once they were deleted; `repeats` is an earlier row with the same people."""

    number: int
    state: RowState
    cells: tuple[str, ...]
    problems: tuple[RowProblem, ...] = ()
    repeats: int | None = None
    envelope_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckedRow:
    number: int
    state: RowState
    problems: tuple[RowProblem, ...]
    repeats: int | None = None


class BulkSendRows:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def replace_all(self, bulk_id: UUID, rows: Sequence[NumberedRow]) -> None:
        """Those of the file that was just read, instead of any that were there."""
        self._rows.run("delete from bulk_send_rows where bulk_send_id = %s", bulk_id)
        self.put(bulk_id, rows)

    def put(self, bulk_id: UUID, rows: Sequence[NumberedRow]) -> None:
        """New ones, and new cells for old ones."""
        sealed = [self._sealed(list(r.cells), bulk_id, r.number, "cells") for r in rows]
        self._rows.run(
            "insert into bulk_send_rows (organization_id, bulk_send_id, number, cells, addresses)"
            " select %s, %s, t.number, t.cells,"
            " array(select decode(h, 'hex') from unnest(string_to_array(t.hashes, ' ')) h)"
            " from unnest(%s::int[], %s::bytea[], %s::text[]) as t (number, cells, hashes)"
            " on conflict (organization_id, bulk_send_id, number) do update set"
            " cells = excluded.cells, addresses = excluded.addresses, state = 'new',"
            " problems = null",
            *(self._rows.organization_id, bulk_id, [r.number for r in rows], sealed),
            [" ".join(_hashes(r.cells)) for r in rows],
        )

    def page(
        self,
        bulk_id: UUID,
        states: Iterable[RowState],
        after: int,
        most: int,
        repeated: bool = False,
    ) -> list[BulkRow]:
        """The next rows in these states, after the row of a number; of repeated ones alone."""
        only = " and r.repeats is not null" if repeated else ""
        found = self._rows.all(
            f"select {COLUMNS} from bulk_send_rows r where r.bulk_send_id = %s"  # noqa: S608 - our own names
            f" and r.state = any(%s) and r.number > %s{only} order by r.number limit %s",
            *(bulk_id, list(states), after, most),
        )
        return [self._row(bulk_id, row) for row in found]

    def get(self, bulk_id: UUID, number: int, lock: bool = False) -> BulkRow:
        """Raises NotFound."""
        waiting = " for no key update" if lock else ""
        row = self._rows.one(
            f"select {COLUMNS} from bulk_send_rows r where r.bulk_send_id = %s"  # noqa: S608 - our own names
            f" and r.number = %s{waiting}",
            *(bulk_id, number),
        )
        return self._row(bulk_id, row)

    def at(self, bulk_id: UUID, place: int, header_row: int) -> BulkRow | None:
        """The row at this place among all, from 0."""
        row = self._rows.one_or_none(
            f"select {COLUMNS} from bulk_send_rows r where r.bulk_send_id = %s"  # noqa: S608 - our own names
            " and r.number > %s order by r.number offset %s limit 1",
            *(bulk_id, header_row, place),
        )
        return self._row(bulk_id, row) if row else None

    def all(self, bulk_id: UUID, header_row: int, chunk: int = 500) -> Iterator[list[BulkRow]]:
        """Every row below the names of the columns, some at a time."""
        after, every = header_row, list(RowState)
        while rows := self.page(bulk_id, every, after, chunk):
            yield rows
            after = rows[-1].number

    def note_checks(self, bulk_id: UUID, checked: Sequence[CheckedRow]) -> None:
        rows = [
            (
                each.state,
                self._problems(bulk_id, each.number, each.problems),
                each.repeats,
                bulk_id,
                each.number,
            )
            for each in checked
        ]
        self._rows.run_many(
            "update bulk_send_rows set state = %s, problems = %s, repeats = %s"
            " where bulk_send_id = %s and number = %s",
            rows,
        )

    def skip_repeats(self, bulk_id: UUID, skip: bool) -> None:
        """Rows for people who have a row already are not sent, or are."""
        old, new = (
            (RowState.READY, RowState.SKIPPED) if skip else (RowState.SKIPPED, RowState.READY)
        )
        self._rows.run(
            "update bulk_send_rows set state = %s where bulk_send_id = %s and state = %s"
            " and repeats is not null",
            *(new, bulk_id, old),
        )

    def next_ready(self, bulk_id: UUID, after: int, most: int) -> list[int]:
        """The numbers of the next rows to queue."""
        found = self._rows.all(
            "select number from bulk_send_rows where bulk_send_id = %s and state = 'ready'"
            " and number > %s order by number limit %s",
            *(bulk_id, after, most),
        )
        return [row["number"] for row in found]

    def note_sent(self, bulk_id: UUID, number: int, envelope_id: UUID) -> None:
        self._rows.run(
            "update bulk_send_rows set state = 'sent', envelope_id = %s, problems = null"
            " where bulk_send_id = %s and number = %s",
            *(envelope_id, bulk_id, number),
        )

    def note_preparing(self, bulk_id: UUID, number: int, envelope_id: UUID) -> None:
        self._rows.run(
            "update bulk_send_rows set state = 'preparing', envelope_id = %s, problems = null"
            " where bulk_send_id = %s and number = %s",
            *(envelope_id, bulk_id, number),
        )

    def preparing(self, bulk_id: UUID, envelope_id: UUID) -> int | None:
        """The number of the row that waits for the documents of this envelope, locked."""
        row = self._rows.one_or_none(
            "select number from bulk_send_rows where bulk_send_id = %s and envelope_id = %s"
            " and state = 'preparing' for no key update",
            *(bulk_id, envelope_id),
        )
        return row["number"] if row else None

    def note_unsent(
        self, bulk_id: UUID, number: int, state: RowState, problems: Sequence[RowProblem]
    ) -> None:
        """One that waited for its documents has no envelope any more."""
        self._rows.run(
            "update bulk_send_rows set state = %s, problems = %s, envelope_id = null"
            " where bulk_send_id = %s and number = %s",
            *(state, self._problems(bulk_id, number, problems), bulk_id, number),
        )

    def note_failed(self, bulk_id: UUID, number: int, problems: Sequence[RowProblem]) -> bool:
        """Whether it waited still."""
        noted = self._rows.run(
            "update bulk_send_rows set state = 'failed', problems = %s"
            " where bulk_send_id = %s and number = %s and state = 'ready'",
            *(self._problems(bulk_id, number, problems), bulk_id, number),
        )
        return noted == 1

    def move(self, bulk_id: UUID, old: RowState, new: RowState) -> int:
        """All rows in one state into another; how many."""
        return self._rows.run(
            "update bulk_send_rows set state = %s where bulk_send_id = %s and state = %s",
            *(new, bulk_id, old),
        )

    def forget(self, bulk_id: UUID) -> None:
        self._rows.run(
            "update bulk_send_rows set cells = null, problems = null, addresses = '{}'"
            " where bulk_send_id = %s",
            bulk_id,
        )

    def forget_person(self, address: str) -> None:
        """Of rows with this folded address nothing is left but their number and envelope."""
        self._rows.run(
            "update bulk_send_rows set cells = null, problems = null, addresses = '{}',"
            " state = case when state in ('sent', 'failed') then state else 'cancelled' end"
            " where %s = any(addresses)",
            address_hash(address),
        )

    def _row(self, bulk_id: UUID, row: dict[str, Any]) -> BulkRow:
        number = row["number"]
        cells = opened(self._rows, row["cells"], bulk_id, number, "cells")
        problems = opened(self._rows, row["problems"], bulk_id, number, "problems")
        return BulkRow(
            number,
            RowState(row["state"]),
            tuple(cells),
            tuple(map(filled_row.problem, problems)),
            row["repeats"],
            row["envelope_id"],
        )

    def _problems(self, bulk_id: UUID, number: int, problems: Sequence[RowProblem]) -> bytes | None:
        if not problems:
            return None
        return self._sealed([p.stored() for p in problems], bulk_id, number, "problems")

    def _sealed(self, value: object, bulk_id: UUID, number: int, what: str) -> bytes:
        context = f"bulk send {bulk_id} row {number} {what}"
        return self._rows.key.encrypt(json.dumps(value).encode(), context)


def opened(rows: Rows, sealed: bytes | None, bulk_id: UUID, number: int, what: str) -> list[Any]:
    """Its `cells` or `problems`."""
    if sealed is None:
        return []
    context = f"bulk send {bulk_id} row {number} {what}"
    found: list[Any] = json.loads(rows.key.decrypt(bytes(sealed), context))
    return found


def _hashes(cells: Iterable[str]) -> list[str]:
    """Of every address in them, as hexadecimal digits."""
    folded = (email_address.fold(cell.strip()) for cell in cells if "@" in cell)
    return sorted({address_hash(address).hex() for address in folded})


def address_hash(folded: str) -> bytes:
    return hashlib.sha256(folded.encode()).digest()
