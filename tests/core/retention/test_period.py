import pytest

from core.refusals import Invalid
from core.retention import period
from core.retention.period import RetentionPeriod, Unit


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (3653, RetentionPeriod(10, Unit.YEARS)),
        (366, RetentionPeriod(1, Unit.YEARS)),
        (183, RetentionPeriod(6, Unit.MONTHS)),
        (31, RetentionPeriod(1, Unit.MONTHS)),
        (30, RetentionPeriod(30, Unit.DAYS)),
        (365, RetentionPeriod(365, Unit.DAYS)),
        (36525, RetentionPeriod(100, Unit.YEARS)),
    ],
)
def test_days_are_told_in_the_longest_unit_that_fits(days: int, told: RetentionPeriod) -> None:
    assert period.period(days) == told


@pytest.mark.parametrize("unit", list(Unit))
def test_what_was_chosen_is_what_is_told_afterwards(unit: Unit) -> None:
    most = {Unit.YEARS: 100, Unit.MONTHS: 11, Unit.DAYS: 30}[unit]
    chosen = [RetentionPeriod(n, unit) for n in range(1, most + 1)]
    assert [period.period(each.days) for each in chosen] == chosen


def test_nothing_typed_keeps_everything() -> None:
    assert period.parse(" ", "years") is None


@pytest.mark.parametrize("typed", ["soon", "0", "-1", "1.5", "101", "1e3", "٣"])
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        period.parse(typed, "years")
    assert "whole number" in refused.value.errors["number"]


def test_a_unit_that_we_do_not_know_is_refused() -> None:
    with pytest.raises(Invalid):
        period.parse("3", "decades")
