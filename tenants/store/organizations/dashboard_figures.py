"""What the dashboard shows, as rows: what was folded plus what is pending."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from core import period
from core.period import Period
from tenants.store.organizations import dashboard_queries
from tenants.store.organizations.summaries import NOBODY
from tenants.store.rows import Rows

Row = dict[str, Any]


class DashboardFigures:
    """`sender` is whose envelopes are counted; None: everyone's."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def people(self) -> dict[UUID, str]:
        """Members by id, in the order of their names."""
        rows = self._rows.all(
            "select p.id, p.name from memberships m join people p on p.id = m.person_id"
            " order by p.name, p.id limit 1000"
        )
        return {row["id"]: row["name"] for row in rows}

    def standing(self, metrics: list[str], sender: UUID | None) -> dict[str, int]:
        """How many envelopes there are now, by metric."""
        rows = self._rows.all(
            dashboard_queries.NOW,
            *(_cube(sender), metrics, sender or NOBODY, metrics, sender, sender),
        )
        return {row["metric"]: int(row["value"]) for row in rows}

    def sums(self, time: Period, metrics: list[str], sender: UUID | None) -> dict[str, int]:
        rows = self._rows.all(
            dashboard_queries.SUMS,
            *(*_segments(time), _cube(sender), metrics, sender or NOBODY),
            *(metrics, time.first, time.last, sender, sender),
        )
        return {row["metric"]: int(row["value"]) for row in rows}

    def steps(self, unit: str, time: Period, sender: UUID | None) -> dict[tuple[str, date], int]:
        """By metric and the day on which a week or month begins."""
        first, last = time.first, time.last
        rows = self._rows.all(
            dashboard_queries.STEPS,
            *(unit, _cube(sender), sender or NOBODY, first, last),
            *(unit, first, last, sender, sender),
        )
        return {(row["metric"], row["begins"]): int(row["value"]) for row in rows}

    def by_sender(self, time: Period, limit: int) -> list[Row]:
        return self._rows.all(
            dashboard_queries.BY_SENDER, *_segments(time), time.first, time.last, limit
        )

    def by_template(self, time: Period, sender: UUID | None, limit: int) -> list[Row]:
        return self._rows.all(
            dashboard_queries.BY_TEMPLATE,
            *(*_segments(time), "both" if sender else "template", sender or NOBODY),
            *(time.first, time.last, sender, sender, limit),
        )

    def waiting_for(self, email: str, limit: int) -> list[Row]:
        return self._rows.all(dashboard_queries.FOR_ME, email.lower(), limit)

    def waiting_for_others(self, sender: UUID | None, limit: int) -> list[Row]:
        only = "and sender_id = %s" if sender else ""
        query = dashboard_queries.FOR_OTHERS.replace("{only}", only)
        return self._rows.all(query, *([sender] if sender else []), limit)

    def by_day(self, time: Period, metrics: Sequence[str], sender: UUID | None) -> list[Row]:
        names = list(metrics)
        return self._rows.all(
            dashboard_queries.BY_DAY,
            *(names, time.first, time.last, names, time.first, time.last, sender, sender),
        )


def _segments(time: Period) -> tuple[list[Any], list[date], list[date]]:
    parts = period.segments(time)
    return [p.grain for p in parts], [p.first for p in parts], [p.last for p in parts]


def _cube(sender: UUID | None) -> str:
    return "sender" if sender else "total"
