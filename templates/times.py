"""
Times in the words of people, as the current language writes them, for pages and mails.

Hours are counted to 24 in every language: no one has to guess, and none is longer than another.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import (
    format_date,
    format_datetime,
    format_skeleton,
    format_timedelta,
    get_timezone,
)

from templates import language

# They have no region that could be named.
NO_REGION = ("UTC", "GMT", "Etc/UTC", "Etc/GMT")
DAY = timedelta(days=1)
SOON = 300 * DAY


def day(value: date) -> str:
    """“3 November 2026”; of a moment, the day in its own zone."""
    return format_date(value, "long", locale=language.date_locale())


def day_of_year(value: date) -> str:
    """“3 November”."""
    return _spelled("MMMMd", value)


def short_day(value: date) -> str:
    """“3 Nov”."""
    return _spelled("MMMd", value)


def short_date(value: date) -> str:
    """“3 Nov 2026”."""
    return _spelled("yMMMd", value)


def hour(local: datetime) -> str:
    """“14:30”."""
    return format_skeleton("Hm", local, locale=language.date_locale())


def clock(local: datetime) -> str:
    """“14:30 CET”."""
    return f"{hour(local)} {zone_letters(local)}"


def moment(local: datetime) -> str:
    """“3 November 2026, 14:30 CET”."""
    return language.gettext("%(date)s, %(time)s", date=day(local), time=clock(local))


def short_moment(local: datetime) -> str:
    """“3 Nov, 14:30”."""
    return language.gettext("%(date)s, %(time)s", date=short_day(local), time=hour(local))


def exactly(local: datetime) -> str:
    """“3 November 2026, 14:30:05 CET (UTC+01:00)”."""
    letters, offset = zone_letters(local), f"UTC{local.isoformat()[-6:]}"
    zone = letters if letters.startswith("UTC") else f"{letters} ({offset})"
    seconds = format_skeleton("Hms", local, locale=language.date_locale())
    return language.gettext("%(date)s, %(time)s", date=day(local), time=f"{seconds} {zone}")


def from_now(difference: timedelta) -> str:
    """“2 minutes ago”, “in 3 days”: whole minutes or days."""
    unit: Literal["day", "minute"] = "day" if abs(difference) >= DAY else "minute"
    length = DAY if unit == "day" else timedelta(minutes=1)
    return format_timedelta(
        length * int(difference / length),
        granularity=unit,
        threshold=100,
        add_direction=True,
        locale=language.date_locale(),
    )


def lasting(time: timedelta, threshold: float) -> str:
    """“2 minutes”; with a higher threshold, “90 minutes” is not yet “2 hours”."""
    least = max(time, timedelta(seconds=1))
    return format_timedelta(least, threshold=threshold, locale=language.date_locale())


def zone_letters(local: datetime) -> str:
    """“CET”; where people have no such name, “UTC+03:00”."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local.isoformat()[-6:]}"


def zone_name(at: datetime, zone: str) -> str:
    """“Central European Time”."""
    pattern = "zzzz" if zone in NO_REGION else "vvvv"
    return format_datetime(at, pattern, tzinfo=get_timezone(zone), locale=language.date_locale())


def by_day(at: datetime, zone: str) -> str:
    """“3 December”, as the last day of something; with the year, if that is not soon."""
    local = at.astimezone(ZoneInfo(zone))
    return day_of_year(local) if at - datetime.now(UTC) < SOON else day(local)


def on_day(iso: str) -> str:
    """“3 December 2026”, of a date as it is stored in a mail that waits."""
    return day(date.fromisoformat(iso))


def _spelled(skeleton: str, value: date) -> str:
    return format_skeleton(skeleton, value, locale=language.date_locale())
