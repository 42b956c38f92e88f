"""Moments, days and lengths of time as people say them, in the reader's zone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

import flask_babel  # type: ignore[import-untyped]
from babel.dates import get_month_names
from flask import Flask, g
from markupsafe import Markup

from core.fields.field import Field
from core.organizations import date_format
from core.refusals import sentence
from tenants.use_cases.fields import field_words
from webapp import current
from webapp.text.translation import gettext, ngettext

HOUR = timedelta(hours=1)
NEAR_DAYS = {
    -1: sentence("yesterday at %(time)s"),
    0: sentence("today at %(time)s"),
    1: sentence("tomorrow at %(time)s"),
}
COUNTED_DAYS = 6  # of the future; later ones have a date
KEPT_TRUE = timedelta(days=2)  # by static/js/times.js, for as long as a page stays open


def register(app: Flask) -> None:
    app.jinja_env.filters.update(exactly=exactly, moment=moment, clock=clock)
    app.jinja_env.filters.update(day=day, short_day=short_day, lasting=lasting)
    app.jinja_env.filters.update(time_element=time_element, day_name=day_name)
    app.jinja_env.filters.update(written_day=written_day, shown_value=shown_value)


def ago(at: datetime) -> str:
    """
    “2 minutes ago”, “yesterday at 14:30”, “3 Nov, 14:30”; “in 3 days”, “on 3 December”.

    One scale for all: down a sorted list, the words never sound out of order.
    """
    now, zone = current.now(), _zone()
    if abs(at - now) < HOUR:
        return _within_the_hour(at - now)
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days in NEAR_DAYS:
        return gettext(NEAR_DAYS[days], time=f"{local:%H:%M}")
    if days > 0:
        return _later(local, days, today)
    if local.year != today.year:
        return f"{short_day(local)} {local.year}"
    return f"{short_day(local)}, {local:%H:%M}"


def time_element(at: datetime) -> Markup:
    """As people say it, exact on hover."""
    local = at.astimezone(_zone())
    later = ""
    if abs(at - current.now()) < KEPT_TRUE:
        later = Markup(' data-ago="{}"').format(f"{short_day(local)}, {local:%H:%M}")
    return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
        local.isoformat(timespec="seconds"), _exactly(local), later, ago(at)
    )


def exactly(at: datetime) -> str:
    """“3 November 2026, 14:30:05 CET (UTC+01:00)”."""
    return _exactly(at.astimezone(_zone()))


def moment(at: datetime) -> str:
    """“3 November 2026, 14:30 CET”, within a sentence."""
    local = at.astimezone(_zone())
    return f"{day(local)}, {clock(at)}"


def clock(at: datetime) -> str:
    """“14:30 CET”, for what happens within hours."""
    local = at.astimezone(_zone())
    return f"{local:%H:%M} {_zone_name(local)}"


def duration(time: timedelta) -> str:
    """“2 minutes”."""
    return str(flask_babel.format_timedelta(max(time, timedelta(seconds=1)), threshold=1.1))


def lasting(time: timedelta | None) -> str:
    """“2 days”: of what took so long, roughly."""
    if time is None:
        return gettext("none yet")
    return str(flask_babel.format_timedelta(max(time, timedelta(seconds=1)), threshold=1.5))


def day(value: date) -> str:
    """“1 December 2026”; of a moment, the day in the reader's zone."""
    local = value.astimezone(_zone()) if isinstance(value, datetime) else value
    return f"{local.day} {_months('wide')[local.month]} {local.year}"


def day_name(value: date) -> str:
    """“Today”, “Yesterday”, “1 December 2026”: above what happened on it."""
    today = current.now().astimezone(_zone()).date()
    names = {0: gettext("Today"), 1: gettext("Yesterday")}
    return names.get((today - value).days) or day(value)


def short_day(value: date) -> str:
    """“1 Dec”."""
    return f"{value.day} {_months('abbreviated')[value.month]}"


def written_day(iso: str) -> str:
    """A day of a document, as the organization writes days."""
    return date_format.shown(iso, g.get("date_format", ""))


def shown_value(field: Field) -> str:
    return field_words.shown_value(field, g.get("date_format", ""))


def _within_the_hour(difference: timedelta) -> str:
    minutes = int(abs(difference).total_seconds()) // 60
    if not minutes:
        return gettext("just now") if difference <= timedelta(0) else gettext("in a moment")
    if difference > timedelta(0):
        return ngettext("in %(num)d minute", "in %(num)d minutes", minutes)
    return ngettext("%(num)d minute ago", "%(num)d minutes ago", minutes)


def _later(local: datetime, days: int, today: date) -> str:
    if days <= COUNTED_DAYS:
        return ngettext("in %(num)d day", "in %(num)d days", days)
    month = _months("wide")[local.month]
    date = f"{local.day} {month}" + (f" {local.year}" if local.year != today.year else "")
    return gettext("on %(date)s", date=date)


def _exactly(local: datetime) -> str:
    name, offset = _zone_name(local), f"UTC{local.isoformat()[-6:]}"
    zone = name if name.startswith("UTC") else f"{name} ({offset})"
    return f"{local.day} {_months('wide')[local.month]} {local.year}, {local:%H:%M:%S} {zone}"


def _zone_name(local: datetime) -> str:
    """“CET”; where people have no such name, “UTC+03:00”."""
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local.isoformat()[-6:]}"


def _zone() -> tzinfo:
    zone: tzinfo = flask_babel.get_timezone()
    return zone


def _months(width: Literal["wide", "abbreviated"]) -> Mapping[int, str]:
    return get_month_names(width, locale=flask_babel.get_locale())
