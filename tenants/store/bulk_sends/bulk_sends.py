"""Bulk sends themselves; their rows are in bulk_send_rows.py."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from core.bulk_sends import column_mapping
from core.bulk_sends.bulk_send import BulkSend, BulkState
from core.bulk_sends.column_mapping import ColumnMapping
from core.text.charset_detection import EncodingGuess
from tenants.store.rows import Rows

COLUMNS = ", ".join(f"b.{field.name}" for field in fields(BulkSend))
OPEN = "('running', 'paused')"


class BulkSends:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def add(self, bulk: BulkSend) -> bool:
        """False when there is one with this id."""
        added = self._rows.run(
            "insert into bulk_sends (organization_id, id, person_id, template_id,"
            " template_version, content_id, name, file_name, upload_id, created_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            *(self._rows.organization_id, bulk.id, bulk.person_id, bulk.template_id),
            *(bulk.template_version, bulk.content_id, bulk.name, bulk.file_name),
            *(bulk.upload_id, bulk.created_at),
        )
        return added == 1

    def get(self, bulk_id: UUID, lock: bool = False) -> BulkSend:
        """Raises NotFound."""
        waiting = " for no key update" if lock else ""
        return _of_row(
            self._rows.one(
                f"select {COLUMNS} from bulk_sends b where b.id = %s{waiting}",  # noqa: S608 - our own names
                bulk_id,
            )
        )

    def is_there(self, bulk_id: UUID, lock: bool = False) -> bool:
        waiting = " for no key update" if lock else ""
        query = f"select from bulk_sends where id = %s{waiting}"
        return bool(self._rows.all(query, bulk_id))

    def page(
        self, person_id: UUID | None, after: tuple[datetime, UUID] | None, most: int
    ) -> list[BulkSend]:
        """The latest first; with None of everyone."""
        whose = "b.person_id = %s" if person_id else "true"
        values: list[object] = [person_id] if person_id else []
        if after:
            whose += " and (b.created_at, b.id) < (%s, %s)"
            values += after
        found = self._rows.all(
            f"select {COLUMNS} from bulk_sends b where {whose}"  # noqa: S608 - our own words
            " order by b.created_at desc, b.id desc limit %s",
            *(*values, most),
        )
        return [_of_row(row) for row in found]

    def readings(self, bulk_id: UUID) -> tuple[EncodingGuess, ...]:
        """The ways to read the letters of a file that does not say, until one is chosen."""
        row = self._rows.one("select readings from bulk_sends where id = %s", bulk_id)
        if row["readings"] is None:
            return ()
        opened = self._rows.key.decrypt(bytes(row["readings"]), _readings_of(bulk_id))
        return tuple(
            EncodingGuess(**way | {"samples": tuple(way["samples"])}) for way in json.loads(opened)
        )

    def save_reading(
        self, bulk_id: UUID, readings: Sequence[EncodingGuess], sheet: str, total: int
    ) -> None:
        """What the job found in the file; columns are to be chosen now."""
        ways = json.dumps([asdict(reading) for reading in readings]).encode()
        sealed = self._rows.key.encrypt(ways, _readings_of(bulk_id)) if readings else None
        self._rows.run(
            "update bulk_sends set state = 'read', readings = %s, sheet = %s,"
            " total = %s, certain = encoding <> '' or %s, problem = '', problem_number = 0"
            " where id = %s",
            *(sealed, sheet, total, not readings, bulk_id),
        )

    def forget_readings(self, bulk_id: UUID) -> None:
        self._rows.run("update bulk_sends set readings = null where id = %s", bulk_id)

    def save_mapping(self, bulk_id: UUID, mapping: ColumnMapping, header_row: int) -> None:
        self._rows.run(
            "update bulk_sends set mapping = %s, header_row = %s where id = %s",
            *(Jsonb(mapping.stored()), header_row, bulk_id),
        )

    def save_encoding(self, bulk_id: UUID, encoding: str) -> None:
        """Someone has chosen it: the file is read again."""
        self._rows.run(
            "update bulk_sends set state = 'reading', encoding = %s, certain = true where id = %s",
            *(encoding, bulk_id),
        )

    def become(self, bulk_id: UUID, state: BulkState, problem: str = "", number: int = 0) -> None:
        """In a transaction that has locked it and knows that it may."""
        self._rows.run(
            "update bulk_sends set state = %s, problem = %s, problem_number = %s where id = %s",
            *(state, problem, number, bulk_id),
        )

    def count_checked(self, bulk_id: UUID, checked: int, total: int) -> None:
        self._rows.run(
            "update bulk_sends set checked = %s, total = %s where id = %s",
            *(checked, total, bulk_id),
        )

    def begin(self, bulk_id: UUID, rate: int, now: datetime) -> int:
        """Run, for the first time or again; all rows that are ready are queued anew."""
        row = self._rows.one(
            "update bulk_sends set state = 'running', rate = %s, problem = '', queued = 0,"
            " queued_to = 0, generation = generation + 1, resumed_at = %s, ended_at = null,"
            " begun_at = coalesce(begun_at, %s) where id = %s returning generation",
            *(rate, now, now, bulk_id),
        )
        return int(row["generation"])

    def halt(self, bulk_id: UUID, state: BulkState, problem: str, now: datetime) -> None:
        """Pause or cancel: jobs that are queued do nothing any more."""
        ended = now if state is BulkState.CANCELLED else None
        self._rows.run(
            "update bulk_sends set state = %s, problem = %s, ended_at = %s,"
            " generation = generation + 1 where id = %s",
            *(state, problem, ended, bulk_id),
        )

    def queue_place(self, bulk_id: UUID) -> tuple[int, int, datetime]:
        """How many rows were queued in this generation, up to which, and when it began."""
        row = self._rows.one(
            "select queued, queued_to, resumed_at from bulk_sends where id = %s", bulk_id
        )
        return row["queued"], row["queued_to"], row["resumed_at"]

    def advance_queue(self, bulk_id: UUID, queued: int, queued_to: int) -> None:
        self._rows.run(
            "update bulk_sends set queued = %s, queued_to = %s where id = %s",
            *(queued, queued_to, bulk_id),
        )

    def finish(self, bulk_id: UUID, now: datetime) -> bool:
        """Unless a row still waits, or it does not run. Whether it has ended now."""
        return (
            self._rows.run(
                "update bulk_sends b set state = 'finished', ended_at = %s where b.id = %s"
                " and b.state = 'running' and not exists (select from bulk_send_rows r"
                " where r.bulk_send_id = b.id and r.state in ('ready', 'preparing'))",
                *(now, bulk_id),
            )
            == 1
        )

    def used_rate(self, without: UUID) -> int:
        """Rows in a minute that the organization's other bulk sends take."""
        row = self._rows.one(
            "select coalesce(sum(rate), 0) as used from bulk_sends where state = 'running'"
            " and id <> %s",
            without,
        )
        return int(row["used"])

    def rename(self, bulk_id: UUID, name: str) -> None:
        self._rows.run("update bulk_sends set name = %s where id = %s", name, bulk_id)

    def delete(self, bulk_id: UUID) -> None:
        self._rows.run("delete from bulk_sends where id = %s", bulk_id)

    def forget(self, bulk_id: UUID, now: datetime) -> None:
        """All that its table held."""
        self._rows.run(
            "update bulk_sends set readings = null, forgotten_at = %s where id = %s",
            *(now, bulk_id),
        )


def _readings_of(bulk_id: UUID) -> str:
    return f"bulk send {bulk_id} readings"


def _of_row(row: dict[str, Any]) -> BulkSend:
    mapping = column_mapping.read(row["mapping"])
    return BulkSend(**row | {"state": BulkState(row["state"]), "mapping": mapping})
