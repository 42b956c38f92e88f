"""Times as people say them: one scale, the reader's zone, the exact time on hover."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import flask_babel
import pytest
from flask import Flask

from webapp import current
from webapp.text import times, translation

NOW = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)  # 15:00 in Berlin


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    app = Flask(__name__)
    translation.register(app)
    times.register(app)
    monkeypatch.setattr(current, "now", lambda: NOW)
    with app.test_request_context(), flask_babel.force_locale("en"):
        app.extensions["babel"].timezone_selector = lambda: "Europe/Berlin"
        flask_babel.refresh()
        yield


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "today at 14:00"),
        (timedelta(hours=16), "yesterday at 23:00"),
        (timedelta(days=3), "24 Nov, 15:00"),
        (timedelta(days=400), "23 Oct 2025"),
        (timedelta(seconds=-20), "in a moment"),
        (timedelta(minutes=-20), "in 20 minutes"),
        (timedelta(hours=-3), "today at 18:00"),
        (timedelta(hours=-20), "tomorrow at 11:00"),
        (timedelta(days=-3), "in 3 days"),
        (timedelta(days=-7), "on 4 December"),
        (timedelta(days=-60), "on 26 January 2027"),
    ],
)
def test_a_moment_is_told_as_people_say_it(passed: timedelta, words: str) -> None:
    assert times.ago(NOW - passed) == words


def test_the_last_hour_is_told_in_minutes_also_across_midnight(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    midnight = datetime(2026, 11, 28, 0, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    monkeypatch.setattr(current, "now", lambda: midnight)
    assert times.ago(midnight - timedelta(minutes=10)) == "10 minutes ago"
    assert times.ago(midnight - timedelta(minutes=70)) == "yesterday at 22:55"


def test_the_element_has_the_exact_time_with_its_zone() -> None:
    element = times.time_element(NOW - timedelta(days=1))
    assert 'datetime="2026-11-26T15:00:00+01:00"' in element
    assert 'title="26 November 2026, 15:00:00 CET (UTC+01:00)"' in element
    assert 'data-ago="26 Nov, 15:00">yesterday at 15:00</time>' in element


def test_what_stays_true_by_itself_is_not_rewritten() -> None:
    assert "data-ago" not in times.time_element(NOW - timedelta(days=3))


def test_a_day_is_that_of_the_reader() -> None:
    assert times.day(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == "1 December 2026"
    assert times.day(date(2026, 12, 1)) == "1 December 2026"
    assert times.short_day(date(2026, 12, 1)) == "1 Dec"
