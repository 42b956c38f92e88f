"""Figures for the dashboard: always what was folded plus what is pending."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from tenants.member import Member, MemberTransaction
from tenants.store.organizations import dashboard_queries
from tenants.store.organizations.summaries import NOBODY

TOP = 10
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
    """An envelope that somebody still has to act in, since `since`; `names` is for whom."""

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


def dashboard(member: Member, time: Period, sender_id: UUID | None = None) -> Dashboard:
    """
    Of the whole organization, or of one sender: senders see their own and no other.

    Raises NotFound.
    """
    with member.transaction(Permission.READ_REPORTS) as tx:
        sender = _scope(tx, sender_id)
        overseer = access.may(tx.role, Permission.SEE_ALL_ENVELOPES)
        sums = _sums(tx, time, [*DAILY, *TIMES], sender)
        unit, steps = period.steps(time)
        people = _people(tx) if overseer else {}
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
            waiting_for_me=_for_me(tx),
            waiting_for_others=_for_others(tx, sender),
            people=people,
        )


def days(
    member: Member, time: Period, sender_id: UUID | None = None
) -> Iterator[tuple[date, str, dict[str, int]]]:
    """Each day with each sender who did anything: month by month, one transaction each."""
    for part in _months(time):
        with member.transaction(Permission.READ_REPORTS) as tx:
            sender = _scope(tx, sender_id)
            rows = tx.all(dashboard_queries.BY_DAY, *_by_day(part, sender))
        for row in rows:
            yield row["day"], row["name"] or "", row["figures"]


def _scope(tx: MemberTransaction, sender_id: UUID | None) -> UUID | None:
    """Whose envelopes are counted; None: everybody's. Raises NotFound."""
    if access.may(tx.role, Permission.SEE_ALL_ENVELOPES):
        return sender_id
    if sender_id not in (None, tx.member.person_id):
        raise NotFound
    return tx.member.person_id


def _people(tx: MemberTransaction) -> dict[UUID, str]:
    rows = tx.all(
        "select p.id, p.name from memberships m join people p on p.id = m.person_id"
        " order by p.name, p.id limit 1000"
    )
    return {row["id"]: row["name"] for row in rows}


def _now(tx: MemberTransaction, sender: UUID | None) -> dict[Status, int]:
    metrics = [summary.NOW + status for status in Status]
    rows = tx.all(
        dashboard_queries.NOW, _cube(sender), metrics, sender or NOBODY, metrics, sender, sender
    )
    found = {row["metric"]: int(row["value"]) for row in rows}
    return {status: found.get(summary.NOW + status, 0) for status in Status}


def _sums(
    tx: MemberTransaction, time: Period, metrics: list[str], sender: UUID | None
) -> dict[str, int]:
    parts = period.segments(time)
    rows = tx.all(
        dashboard_queries.SUMS,
        *([p.grain for p in parts], [p.first for p in parts], [p.last for p in parts]),
        *(_cube(sender), metrics, sender or NOBODY),
        *(metrics, time.first, time.last, sender, sender),
    )
    return {row["metric"]: int(row["value"]) for row in rows}


def _steps(
    tx: MemberTransaction, unit: str, steps: Sequence[Period], sender: UUID | None
) -> Iterator[Step]:
    first, last = steps[0].first, steps[-1].last
    rows = tx.all(
        dashboard_queries.STEPS,
        *(unit, _cube(sender), sender or NOBODY, first, last),
        *(unit, first, last, sender, sender),
    )
    found = {(row["metric"], row["begins"]): int(row["value"]) for row in rows}
    for step in steps:
        begins = _beginning(step.first, unit)
        sent, completed = (found.get((name, begins), 0) for name in ("sent", "completed"))
        yield Step(step, sent, completed)


def _beginning(day: date, unit: str) -> date:
    if unit == "month":
        return day.replace(day=1)
    return day - day.weekday() * period.DAY


def _senders(tx: MemberTransaction, time: Period, people: dict[UUID, str]) -> tuple[Share, ...]:
    parts = period.segments(time)
    rows = tx.all(
        dashboard_queries.BY_SENDER,
        *([p.grain for p in parts], [p.first for p in parts], [p.last for p in parts]),
        *(time.first, time.last, TOP),
    )
    return tuple(_share(row, people.get(row["id"], "")) for row in rows)


def _templates(tx: MemberTransaction, time: Period, sender: UUID | None) -> tuple[Share, ...]:
    parts = period.segments(time)
    rows = tx.all(
        dashboard_queries.BY_TEMPLATE,
        *([p.grain for p in parts], [p.first for p in parts], [p.last for p in parts]),
        *("both" if sender else "template", sender or NOBODY),
        *(time.first, time.last, sender, sender, TOP),
    )
    return tuple(_share(row, "") for row in rows)


def _share(row: dict[str, Any], name: str) -> Share:
    sent, completed, seconds = (int(row[n] or 0) for n in ("sent", "completed", "seconds"))
    return Share(row["id"], name, sent, completed, seconds // completed if completed else None)


def _for_me(tx: MemberTransaction) -> tuple[Waiting, ...]:
    rows = tx.all(dashboard_queries.FOR_ME, tx.member.email.lower(), TOP)
    return tuple(Waiting(row["id"], row["name"], row["since"]) for row in rows)


def _for_others(tx: MemberTransaction, sender: UUID | None) -> tuple[Waiting, ...]:
    only = "and sender_id = %s" if sender else ""
    rows = tx.all(
        dashboard_queries.FOR_OTHERS.replace("{only}", only), *([sender] if sender else []), TOP
    )
    return tuple(Waiting(r["id"], r["name"], r["since"], tuple(r["names"])) for r in rows)


def _months(time: Period) -> Iterator[Period]:
    first = time.first
    while first <= time.last:
        following = (first.replace(day=1) + 32 * period.DAY).replace(day=1)
        yield Period(first, min(following - period.DAY, time.last))
        first = following


def _by_day(part: Period, sender: UUID | None) -> tuple[object, ...]:
    names = list(DAILY)
    return (names, part.first, part.last, names, part.first, part.last, sender, sender)


def _cube(sender: UUID | None) -> str:
    return "sender" if sender else "total"
