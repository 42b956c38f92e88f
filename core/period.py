"""A time from one day to another, and how it is cut into months, weeks and days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.refusals import Invalid, sentence

LONGEST = timedelta(days=5 * 366)
# Past these many weeks a chart shows months.
WEEKS_LIMIT = 54
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Segment:
    """Whole months, or days: `grain` says by which sums it is read."""

    grain: str
    first: date
    last: date


def between(first: str, last: str) -> Period:
    """From what was typed. Raises Invalid with errors for `first` and `last`."""
    days = {"first": _day(first), "last": _day(last)}
    words = sentence("Enter a date, such as 2026-03-31.")
    errors = {name: words for name, day in days.items() if day is None}
    if errors:
        raise Invalid(**errors)
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if end < begin:
        raise Invalid(last=sentence("The last day is before the first day."))
    if end - begin > LONGEST:
        raise Invalid(first=sentence("Choose a period of up to five years."))
    return Period(begin, end)


def up_to(today: date, days: int) -> Period:
    """The last `days` days, today included."""
    return Period(today - (days - 1) * DAY, today)


def segments(period: Period) -> tuple[Segment, ...]:
    """As few sums as possible: the whole months in it, and the days before and after them."""
    first = _month(period.first)
    if first != period.first:
        first = _next_month(first)
    end = _month(period.last + DAY)
    if first >= end:
        return (Segment("day", period.first, period.last),)
    parts = (
        Segment("day", period.first, first - DAY),
        Segment("month", first, _month(end - DAY)),
        Segment("day", end, period.last),
    )
    return tuple(part for part in parts if part.first <= part.last)


def steps(period: Period) -> tuple[str, tuple[Period, ...]]:
    """What a chart shows one by one: "week", or "month" when it is long; cut at the ends."""
    weeks = (period.last - period.first).days // 7
    unit = "week" if weeks <= WEEKS_LIMIT else "month"
    return unit, tuple(_cut(period, unit))


def _cut(period: Period, unit: str) -> Iterator[Period]:
    first = period.first
    while first <= period.last:
        week = first + (7 - first.weekday()) * DAY
        following = week if unit == "week" else _next_month(first)
        yield Period(first, min(following - DAY, period.last))
        first = following


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return (_month(day) + timedelta(days=32)).replace(day=1)
