from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from templates import language, times
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


def test_a_zone_without_a_name_is_told_by_its_offset() -> None:
    assert times.clock(NOON.astimezone(ZoneInfo("Europe/Berlin"))) == "13:00 CET"
    assert times.clock(NOON.astimezone(ZoneInfo("America/Sao_Paulo"))) == "09:00 UTC-03:00"
    assert times.exactly(NOON) == "3 November 2026, 12:00:00 UTC"


@pytest.mark.parametrize(
    ("tag", "day", "short", "ago"),
    [
        ("en", "3 November 2026", "3 Nov", "2 minutes ago"),
        ("de", "3. November 2026", "3. Nov.", "vor 2 Minuten"),
        ("cs", "3. listopadu 2026", "3. 11.", "před 2 minutami"),
        ("ja", "2026年11月3日", "11月3日", "2 分前"),
        ("ar", "3 نوفمبر 2026", "3 نوفمبر", "قبل دقيقتين"),
    ],
)
def test_each_language_writes_dates_its_own_way(
    monkeypatch: pytest.MonkeyPatch, tag: str, day: str, short: str, ago: str
) -> None:
    monkeypatch.setattr(language, "for_signers", lambda: (tag,))

    with language.speaking(tag):
        assert times.day(NOON) == day
        assert times.short_day(NOON) == short
        assert times.from_now(timedelta(seconds=-125)) == ago
        assert times.hour(NOON) == "12:00"


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
