"""What rows of bulk sends say about one person, for the export of it."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from core.bulk_sends import column_mapping, own_cells
from tenants.store.bulk_sends import bulk_send_rows
from tenants.store.rows import Rows


def added(rows: Rows, lines: Sequence[str], address: str) -> list[str]:
    """Each of these exported rows with the cells of a folded address, by the number of a column."""
    exported = [json.loads(line) for line in lines]
    found = rows.all(
        "select r.bulk_send_id, r.number, r.cells, b.mapping, b.content_id"
        " from unnest(%s::uuid[], %s::int[]) as t (bulk_send_id, number)"
        " join bulk_send_rows r on (r.bulk_send_id, r.number) = (t.bulk_send_id, t.number)"
        " join bulk_sends b on b.id = r.bulk_send_id where r.cells is not null",
        *([row["bulk_send_id"] for row in exported], [row["number"] for row in exported]),
    )
    fillers = _fillers(rows, {row["content_id"] for row in found})
    cells = {
        (str(row["bulk_send_id"]), row["number"]): own_cells.of_person(
            bulk_send_rows.opened(rows, row["cells"], row["bulk_send_id"], row["number"], "cells"),
            column_mapping.read(row["mapping"]),
            fillers,
            address,
        )
        for row in found
    }
    return [_line(row, cells) for row in exported]


def _fillers(rows: Rows, content_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The recipient of each field of these envelopes that has one alone."""
    found = rows.all(
        "select f.id, (array_agg(r.recipient_id))[1] as recipient_id"
        " from fields f join field_recipients r on r.field_id = f.id"
        " where f.envelope_id = any(%s) group by f.id having count(*) = 1",
        list(content_ids),
    )
    return {row["id"]: row["recipient_id"] for row in found}


def _line(row: Mapping[str, Any], cells: Mapping[tuple[str, int], Mapping[int, str]]) -> str:
    own = cells.get((row["bulk_send_id"], row["number"]), {})
    return json.dumps({**row, "cells": own}, ensure_ascii=False, separators=(",", ":"))
