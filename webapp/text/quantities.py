"""Numbers, sizes, days and lengths of time, as people read them."""

from collections.abc import Mapping
from datetime import date, timedelta

import flask_babel  # type: ignore[import-untyped]
from babel.dates import format_skeleton
from flask import Flask

from core.organizations.quota import Size
from webapp.text.translation import gettext

UNITS = ("kB", "MB", "GB", "TB", "PB")


def register(app: Flask) -> None:
    app.jinja_env.filters.update(number=number, size=size, day=day, short_day=short_day)
    app.jinja_env.filters.update(lasting=lasting)


def told(values: Mapping[str, object]) -> dict[str, str]:
    """The values of a refusal's message."""
    return {name: _told(value) for name, value in values.items()}


def number(value: int) -> str:
    """“12,500”."""
    return str(flask_babel.format_decimal(value))


def size(value: int) -> str:
    """“1.5 GB”."""
    if value < 1_000:
        return gettext("%(number)s bytes", number=number(value))
    amount, unit = float(value), ""
    for unit in UNITS:
        amount /= 1_000
        if amount < 999.95 or unit == UNITS[-1]:
            break
    return f"{flask_babel.format_decimal(round(amount, 1))} {unit}"


def day(value: date) -> str:
    """“1 December 2026”."""
    return str(flask_babel.format_date(value, "long"))


def short_day(value: date) -> str:
    """“1 Dec”."""
    return format_skeleton("MMMd", value, locale=flask_babel.get_locale())


def lasting(time: timedelta | None) -> str:
    """“2.5 days”: of what took so long, roughly."""
    if time is None:
        return gettext("none yet")
    return str(flask_babel.format_timedelta(max(time, timedelta(seconds=1)), threshold=1.5))


def _told(value: object) -> str:
    if isinstance(value, Size):
        return size(value)
    if isinstance(value, int):
        return number(value)
    return day(value) if isinstance(value, date) else str(value)
