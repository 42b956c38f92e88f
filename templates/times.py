"""Times as people say them, with the name of the zone: in mails, and once somebody has finished."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone

from templates import language

# They have no region that could be named.
NO_REGION = ("UTC", "GMT", "Etc/UTC", "Etc/GMT")


def zone_name(at: datetime, zone: str) -> str:
    """“Central European Time”."""
    pattern = "zzzz" if zone in NO_REGION else "vvvv"
    return format_datetime(at, pattern, tzinfo=get_timezone(zone), locale=language.current())


def clock(at: datetime, zone: str) -> str:
    """“14:30”."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def day(at: datetime, zone: str) -> str:
    """“3 December 2026”."""
    return format_date(at.astimezone(ZoneInfo(zone)), "d MMMM y", locale=language.current())


def by_day(at: datetime, zone: str) -> str:
    """“3 December”, as the last day of something; with the year, if that is not soon."""
    soon = at - datetime.now(UTC) < timedelta(days=300)
    local = at.astimezone(ZoneInfo(zone))
    return format_date(local, "d MMMM" if soon else "d MMMM y", locale=language.current())


def moment(at: datetime, zone: str) -> str:
    """“3 December 2026 at 14:30 (Central European Time)”."""
    return language.gettext(
        "%(day)s at %(time)s (%(zone)s)",
        day=day(at, zone),
        time=clock(at, zone),
        zone=zone_name(at, zone),
    )
