import pytest

from core.fields import kinds
from core.organizations.date_format import DateFormat, shown


@pytest.mark.parametrize(
    ("format", "words"),
    [
        (DateFormat.ISO, "2026-03-04"),
        (DateFormat.WORDS, "4 Mar 2026"),
        (DateFormat.WORDS_MONTH_FIRST, "Mar 4, 2026"),
        (DateFormat.SLASHES, "04/03/2026"),
        (DateFormat.SLASHES_MONTH_FIRST, "03/04/2026"),
        (DateFormat.POINTS, "04.03.2026"),
    ],
)
def test_a_day_is_shown_as_the_organization_writes_it(format: DateFormat, words: str) -> None:
    assert shown("2026-03-04", format) == words


@pytest.mark.parametrize("value", ["", "soon", "31.12.2026"])
def test_what_is_no_day_is_shown_as_it_is(value: str) -> None:
    assert shown(value, DateFormat.SLASHES) == value


def test_only_days_have_a_format() -> None:
    assert {kind.name for kind in kinds.ALL if kind.is_day} == {"date", "date_signed"}
