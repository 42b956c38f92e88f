"""How long something is kept, as people say it: days, months or years. It is counted in days."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from core.refusals import Invalid, counted, sentence
from core.retention.retention import DAYS_LIMIT

DAYS_OF_A_YEAR = 365.25


class Unit(StrEnum):
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"


LENGTHS = {Unit.YEARS: DAYS_OF_A_YEAR, Unit.MONTHS: DAYS_OF_A_YEAR / 12, Unit.DAYS: 1}
WORDS = {
    Unit.YEARS: counted("%(num)d year", "%(num)d years"),
    Unit.MONTHS: counted("%(num)d month", "%(num)d months"),
    Unit.DAYS: counted("%(num)d day", "%(num)d days"),
}
UNITS = {
    Unit.YEARS: sentence("years"),
    Unit.MONTHS: sentence("months"),
    Unit.DAYS: sentence("days"),
}


@dataclass(frozen=True, slots=True)
class RetentionPeriod:
    number: int
    unit: Unit

    @property
    def days(self) -> int:
        """Never fewer than the calendar has: ten years are 3,653."""
        return ceil(self.number * LENGTHS[self.unit])


def period(days: int) -> RetentionPeriod:
    """The longest unit in which so many days are a whole number."""
    for unit, length in LENGTHS.items():
        found = RetentionPeriod(int(days / length), unit)
        if found.number and found.days == days:
            return found
    return RetentionPeriod(days, Unit.DAYS)


def parse(number: str, unit: str) -> RetentionPeriod | None:
    """As typed and chosen; None where nothing was typed. Raises Invalid."""
    number = number.strip()
    if not number:
        return None
    if unit in set(Unit) and number.isascii() and number.isdigit():
        found = RetentionPeriod(int(number[:9]), Unit(unit))
        if 1 <= found.days <= DAYS_LIMIT:
            return found
    raise Invalid(
        number=sentence(
            "Enter a whole number, up to 100 years. To keep everything, leave it empty."
        )
    )
