"""Entries of the admin log by what is asked for, and the names of whom they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.store.evidence.personal_values import PersonalValues
from tenants.store.rows import Rows

COLUMNS = "sequence, id, type, at, text, hash"


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries: of these types (empty: all), by an actor, between two moments, with words."""

    types: tuple[str, ...] = ()
    actor: str = ""
    first: datetime | None = None
    last: datetime | None = None
    words: str = ""

    @property
    def spelled(self) -> list[str]:
        """The words, as they are compared."""
        return self.words.casefold().split()[:5]


class AdminLogSearch:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(self, wanted: LogFilter, lower: int, upper: int, limit: int) -> list[dict[str, Any]]:
        """From the entry `lower` up to, not including, `upper`; the latest first."""
        where, arguments = _condition(wanted)
        if wanted.spelled:
            where += " and id = any(%s)"
            arguments.append(self._saying(wanted, lower, upper))
        return self._rows.all(
            f"select {COLUMNS} from admin_events where sequence >= %s and sequence < %s{where}"  # noqa: S608 - our own words
            " order by sequence desc limit %s",
            *(lower, upper, *arguments, limit),
        )

    def after(self, sequence: int, limit: int) -> list[dict[str, Any]]:
        """In their order."""
        return self._rows.all(
            f"select {COLUMNS} from admin_events where sequence > %s"  # noqa: S608 - our own words
            " order by sequence limit %s",
            *(sequence, limit),
        )

    def before(self, sequence: int, limit: int) -> list[dict[str, Any]]:
        """The latest first."""
        return self._rows.all(
            f"select {COLUMNS} from admin_events where sequence < %s"  # noqa: S608 - our own words
            " order by sequence desc limit %s",
            *(sequence, limit),
        )

    def names(self, people: Iterable[UUID], teams: Iterable[UUID]) -> dict[str, str]:
        """By "person:<id>" and "team:<id>"."""
        rows = self._rows.all(
            "select 'person:' || id as key, name from known_people where id = any(%s)"
            " union all select 'team:' || id, name from teams where id = any(%s)",
            *(list(people), list(teams)),
        )
        return {row["key"]: row["name"] for row in rows}

    def people(self) -> dict[str, str]:
        """All who are or were members, by "person:<id>"."""
        rows = self._rows.all("select id, name from known_people order by name, id")
        return {f"person:{row['id']}": row["name"] for row in rows}

    def envelopes(self, ids: Sequence[UUID]) -> dict[str, str]:
        rows = self._rows.all("select id, name from envelopes where id = any(%s)", list(ids))
        return {str(row["id"]): row["name"] for row in rows}

    def _saying(self, wanted: LogFilter, lower: int, upper: int) -> list[UUID]:
        """Which of the entries have the words in their personal values."""
        where, arguments = _condition(wanted)
        entries = f"(select id from admin_events where sequence >= %s and sequence < %s{where})"  # noqa: S608 - our own words
        values = PersonalValues(self._rows, "admin_values")
        said = values.where(f"v.event_id in {entries}", lower, upper, *arguments)
        return [each.event_id for each in said if each.says(*wanted.spelled)]


def _condition(wanted: LogFilter) -> tuple[str, list[object]]:
    parts: list[tuple[str, object]] = []
    if wanted.types:
        parts.append(("type = any(%s)", list(wanted.types)))
    if wanted.actor:
        parts.append(("actor = %s", wanted.actor))
    if wanted.first:
        parts.append(("at >= %s", wanted.first))
    if wanted.last:
        parts.append(("at < %s", wanted.last))
    return "".join(f" and {text}" for text, _ in parts), [value for _, value in parts]
