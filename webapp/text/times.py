"""Moments, days and lengths of time as people say them, in the reader's zone."""

from datetime import date, datetime, timedelta, tzinfo

import flask_babel  # type: ignore[import-untyped]
from flask import Flask, g
from markupsafe import Markup

from core.fields.field import Field
from core.organizations import date_format
from core.refusals import sentence
from templates import times
from tenants.use_cases.fields import field_words
from webapp import current
from webapp.text import translation
from webapp.text.translation import gettext

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
    now, local = current.now(), _local(at)
    today = now.astimezone(local.tzinfo).date()
    if abs(at - now) < HOUR:
        return _within_the_hour(at - now)
    days = (local.date() - today).days
    if days in NEAR_DAYS:
        return gettext(NEAR_DAYS[days], time=times.hour(local))
    if days > 0:
        return _later(local, days, today)
    return times.short_moment(local) if local.year == today.year else times.short_date(local)


def time_element(at: datetime) -> Markup:
    """As people say it, exact on hover."""
    local, later = _local(at), ""
    if abs(at - current.now()) < KEPT_TRUE:
        later = Markup(' data-ago="{}"').format(times.short_moment(local))
    return Markup('<time datetime="{}" title="{}"{}>{}</time>').format(
        local.isoformat(timespec="seconds"), times.exactly(local), later, ago(at)
    )


def exactly(at: datetime) -> str:
    """“3 November 2026, 14:30:05 CET (UTC+01:00)”."""
    return times.exactly(_local(at))


def moment(at: datetime) -> str:
    """“3 November 2026, 14:30 CET”, within a sentence."""
    return times.moment(_local(at))


def clock(at: datetime) -> str:
    """“14:30 CET”, for what happens within hours."""
    return times.clock(_local(at))


def duration(time: timedelta) -> str:
    """“2 minutes”."""
    translation.speak()
    return times.lasting(time, threshold=1.1)


def lasting(time: timedelta | None) -> str:
    """“2 days”: of what took so long, roughly."""
    return gettext("none yet") if time is None else times.lasting(time, threshold=1.5)


def day(value: date) -> str:
    """“1 December 2026”; of a moment, the day in the reader's zone."""
    translation.speak()
    return times.day(_local(value) if isinstance(value, datetime) else value)


def day_name(value: date) -> str:
    """“Today”, “Yesterday”, “1 December 2026”: above what happened on it."""
    today = _local(current.now()).date()
    names = {0: gettext("Today"), 1: gettext("Yesterday")}
    return names.get((today - value).days) or day(value)


def short_day(value: date) -> str:
    """“1 Dec”."""
    translation.speak()
    return times.short_day(value)


def written_day(iso: str) -> str:
    """A day of a document, as the organization writes days."""
    return date_format.shown(iso, g.get("date_format", ""))


def shown_value(field: Field) -> str:
    return field_words.shown_value(field, g.get("date_format", ""))


def _within_the_hour(difference: timedelta) -> str:
    if abs(difference) < timedelta(minutes=1):
        return gettext("just now") if difference <= timedelta(0) else gettext("in a moment")
    return times.from_now(difference)


def _later(local: datetime, days: int, today: date) -> str:
    if days <= COUNTED_DAYS:
        return times.from_now(timedelta(days=days))
    same_year = local.year == today.year
    date = times.day_of_year(local) if same_year else times.day(local)
    return gettext("on %(date)s", date=date)


def _local(at: datetime) -> datetime:
    """In the reader's zone, and from now on in their language."""
    translation.speak()
    zone: tzinfo = flask_babel.get_timezone()
    return at.astimezone(zone)
