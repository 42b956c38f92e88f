"""Times in the words of people, for mails and for the page of someone who has finished."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone

from templates import language

# They have no region that could be named.
NO_REGION = ("UTC", "GMT", "Etc/UTC", "Etc/GMT")
SOON = timedelta(days=300)


def zone_name(at: datetime, zone: str) -> str:
    """“Central European Time”."""
    pattern = "zzzz" if zone in NO_REGION else "vvvv"
    return format_datetime(at, pattern, tzinfo=get_timezone(zone), locale=language.current())


def by_day(at: datetime, zone: str) -> str:
    """“3 December”, as the last day of something; with the year, if that is not soon."""
    pattern = "d MMMM" if at - datetime.now(UTC) < SOON else "d MMMM y"
    return format_date(at.astimezone(ZoneInfo(zone)), pattern, locale=language.current())


def on_day(iso: str) -> str:
    """“3 December 2026”, of a date as it is stored in a mail that waits."""
    return format_date(date.fromisoformat(iso), "d MMMM y", locale=language.current())
