from datetime import UTC, datetime, timedelta

import pytest

from templates.mails import clipped
from templates.times import by_day, zone_name

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Europe/Berlin", "Central European Time"),
        ("America/New_York", "Eastern Time"),
        ("UTC", "Coordinated Universal Time"),
    ],
)
def test_a_zone_has_the_name_that_people_give_it(zone: str, name: str) -> None:
    assert zone_name(NOON, zone) == name


def test_a_last_day_has_its_year_only_if_it_is_far_away() -> None:
    now = datetime.now(UTC)
    soon, late = now + timedelta(days=20), now + timedelta(days=900)

    assert not by_day(soon, "UTC").endswith(str(soon.year))
    assert by_day(late, "UTC").endswith(str(late.year))


@pytest.mark.parametrize(
    ("text", "clip"),
    [
        ("Meyer & Sons", "Meyer & Sons"),
        ("Meyer & Sons Property Management", "Meyer & Sons Property…"),
        ("Meyer & Sons Property M and more", "Meyer & Sons Property M…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsg…"),
    ],
)
def test_a_name_in_a_subject_is_cut_between_words(text: str, clip: str) -> None:
    assert clipped(text, 24) == clip
