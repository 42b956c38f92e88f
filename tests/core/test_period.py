from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import period
from core.period import Period, Segment
from core.refusals import Invalid

DAYS = st.dates(date(2001, 1, 1), date(2030, 12, 31))


def days_of(segment: Segment) -> list[date]:
    last = segment.last
    if segment.grain == "month":
        last = (last + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return [segment.first + timedelta(days=n) for n in range((last - segment.first).days + 1)]


@given(DAYS, st.integers(0, 900))
def test_segments_hold_every_day_once(first: date, length: int) -> None:
    whole = Period(first, first + timedelta(days=length))

    found = [day for segment in period.segments(whole) for day in days_of(segment)]

    assert found == [first + timedelta(days=n) for n in range(length + 1)]
    assert sum(s.grain == "day" for s in period.segments(whole)) <= 2


@given(DAYS, st.integers(0, 900))
def test_steps_follow_each_other_without_a_gap(first: date, length: int) -> None:
    whole = Period(first, first + timedelta(days=length))

    _, steps = period.steps(whole)

    assert (steps[0].first, steps[-1].last) == (whole.first, whole.last)
    for one, two in zip(steps, steps[1:], strict=False):  # noqa: RUF007 - pairs read better so
        assert two.first - one.last == timedelta(days=1)
    assert len(steps) <= 60


def test_whole_months_are_read_as_months() -> None:
    found = period.segments(Period(date(2026, 1, 15), date(2026, 4, 30)))

    assert found == (
        Segment("day", date(2026, 1, 15), date(2026, 1, 31)),
        Segment("month", date(2026, 2, 1), date(2026, 4, 1)),
    )


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("", "2026-01-01", "first"),
        ("2026-01-01", "tomorrow", "last"),
        ("2026-02-01", "2026-01-01", "last"),
        ("2001-01-01", "2026-01-01", "first"),
        ("0001-01-01", "0001-01-02", "first"),
    ],
)
def test_a_time_that_is_none_is_told_at_the_day_that_is_wrong(
    first: str, last: str, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        period.between(first, last)

    assert field in caught.value.errors


def test_the_last_thirty_days_end_today() -> None:
    assert period.up_to(date(2026, 3, 30), 30) == Period(date(2026, 3, 1), date(2026, 3, 30))
