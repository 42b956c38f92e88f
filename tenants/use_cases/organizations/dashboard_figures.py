"""Figures for the dashboard: always what was folded plus what is pending."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from core import access, period
from core.access import Permission
from core.envelopes.envelope import Status
from core.organizations import summary
from core.organizations.summary import BOUNDS, Durations
from core.period import Period
from core.refusals import NotFound
from tenants.transaction import Transaction

TOP = 10
MONTHS = 12
DAILY = ("created", *summary.REACHED, "completed", "declined", "voided", "expired")
TIMES = [f"{summary.TIME}{number}" for number in range(len(BOUNDS) + 1)]


@dataclass(frozen=True, slots=True)
class Step:
    """What happened in one week or month."""

    period: Period
    sent: int
    completed: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one sender, or one template, had a part in. `name` is empty when there is none."""

    id: UUID
    name: str
    sent: int
    completed: int
    seconds: int | None  # on average, until completed

    @property
    def lasting(self) -> timedelta | None:
        return None if self.seconds is None else timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An envelope in which recipients have to act, since `since`; `names` are theirs."""

    envelope_id: UUID
    name: str
    since: datetime
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dashboard:
    """`figures` are by metric, in the period; `now` counts envelopes by where they stand."""

    period: Period
    now: dict[Status, int]
    figures: dict[str, int]
    durations: Durations
    unit: str
    steps: tuple[Step, ...]
    senders: tuple[Share, ...]
    templates: tuple[Share, ...]
    waiting_for_me: tuple[Waiting, ...]
    waiting_for_others: tuple[Waiting, ...]
    people: dict[UUID, str]

    @property
    def empty(self) -> bool:
        """Whether nothing was sent or completed in this time, and nothing is on its way."""
        on_its_way = any(n for status, n in self.now.items() if status is not Status.DRAFT)
        waiting = self.waiting_for_me or self.waiting_for_others
        return not (on_its_way or waiting or self.figures["sent"] or self.figures["completed"])


def dashboard(tx: Transaction, time: Period, sender_id: UUID | None = None) -> Dashboard:
    """
    Of the whole organization, or of one sender: senders see their own and no other.

    Raises NotFound.
    """
    tx.require(Permission.READ_REPORTS)
    others = _for_others(tx, _scope(tx, sender_id))
    found = report(tx, time, sender_id)
    return replace(found, waiting_for_me=_for_me(tx), waiting_for_others=others)


def report(tx: Transaction, time: Period, sender_id: UUID | None = None) -> Dashboard:
    """The same, without single envelopes. Raises NotFound."""
    tx.require(Permission.READ_REPORTS)
    sender, figures = _scope(tx, sender_id), tx.dashboard_figures
    overseer = access.may(tx.role, Permission.SEE_ALL_ENVELOPES)
    sums = figures.sums(time, [*DAILY, *TIMES], sender)
    unit, steps = period.steps(time)
    people = figures.people() if overseer else {}
    if sender_id is not None and overseer and sender_id not in people:
        raise NotFound
    return Dashboard(
        period=time,
        now=_now(tx, sender),
        figures={name: sums.get(name, 0) for name in DAILY},
        durations=summary.durations(
            {n: sums[name] for n, name in enumerate(TIMES) if sums.get(name)}
        ),
        unit=unit,
        steps=tuple(_steps(tx, unit, steps, sender)),
        senders=_senders(tx, time, people) if overseer and sender is None else (),
        templates=_templates(tx, time, sender),
        waiting_for_me=(),
        waiting_for_others=(),
        people=people,
    )


def days(
    tx: Transaction, month: Period, sender_id: UUID | None = None
) -> list[tuple[date, str, dict[str, int]]]:
    """Each day with each sender who did anything. Raises NotFound."""
    tx.require(Permission.READ_REPORTS)
    rows = tx.dashboard_figures.by_day(month, DAILY, _scope(tx, sender_id))
    return [(row["day"], row["name"] or "", row["figures"]) for row in rows]


def by_month(tx: Transaction, now: datetime) -> tuple[Step, ...]:
    """What was sent and completed in each of the last months, this one included."""
    tx.require(Permission.READ_REPORTS)
    last = tx.own_organization.month(now)
    first = (last - (MONTHS - 1) * 30 * period.DAY).replace(day=1)
    time = Period(first, (last + 32 * period.DAY).replace(day=1) - period.DAY)
    return tuple(_steps(tx, "month", list(months(time))[-MONTHS:], _scope(tx, None)))


def months(time: Period) -> Iterator[Period]:
    """The parts of a period that are read in a transaction each."""
    first = time.first
    while first <= time.last:
        following = (first.replace(day=1) + 32 * period.DAY).replace(day=1)
        yield Period(first, min(following - period.DAY, time.last))
        first = following


def _scope(tx: Transaction, sender_id: UUID | None) -> UUID | None:
    """Whose envelopes are counted; None: everyone's. Raises NotFound."""
    if access.may(tx.role, Permission.SEE_ALL_ENVELOPES):
        return sender_id
    if sender_id not in (None, tx.member.person_id):
        raise NotFound
    return tx.member.person_id


def _now(tx: Transaction, sender: UUID | None) -> dict[Status, int]:
    metrics = [summary.NOW + status for status in Status]
    found = tx.dashboard_figures.standing(metrics, sender)
    return {status: found.get(summary.NOW + status, 0) for status in Status}


def _steps(
    tx: Transaction, unit: str, steps: Sequence[Period], sender: UUID | None
) -> Iterator[Step]:
    found = tx.dashboard_figures.steps(unit, Period(steps[0].first, steps[-1].last), sender)
    for step in steps:
        begins = _beginning(step.first, unit)
        sent, completed = (found.get((name, begins), 0) for name in ("sent", "completed"))
        yield Step(step, sent, completed)


def _beginning(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day - day.weekday() * period.DAY


def _senders(tx: Transaction, time: Period, people: dict[UUID, str]) -> tuple[Share, ...]:
    rows = tx.dashboard_figures.by_sender(time, TOP)
    return tuple(_share(row, people.get(row["id"], "")) for row in rows)


def _templates(tx: Transaction, time: Period, sender: UUID | None) -> tuple[Share, ...]:
    return tuple(_share(r, "") for r in tx.dashboard_figures.by_template(time, sender, TOP))


def _share(row: dict[str, Any], name: str) -> Share:
    sent, completed, seconds = (int(row[n] or 0) for n in ("sent", "completed", "seconds"))
    return Share(row["id"], name, sent, completed, seconds // completed if completed else None)


def _for_me(tx: Transaction) -> tuple[Waiting, ...]:
    rows = tx.dashboard_figures.waiting_for(tx.member.email, TOP)
    return tuple(Waiting(row["id"], row["name"], row["since"]) for row in rows)


def _for_others(tx: Transaction, sender: UUID | None) -> tuple[Waiting, ...]:
    rows = tx.dashboard_figures.waiting_for_others(sender, TOP)
    return tuple(Waiting(r["id"], r["name"], r["since"], tuple(r["names"])) for r in rows)
