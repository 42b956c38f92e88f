"""Numbers and sizes, as people read them."""

from collections.abc import Mapping
from datetime import date

import flask_babel  # type: ignore[import-untyped]
from flask import Flask

from core.organizations.quota import Size
from webapp.text.times import day
from webapp.text.translation import gettext

UNITS = ("kB", "MB", "GB", "TB", "PB")


def register(app: Flask) -> None:
    app.jinja_env.filters.update(number=number, size=size)


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


def _told(value: object) -> str:
    if isinstance(value, Size):
        return size(value)
    if isinstance(value, int):
        return number(value)
    return day(value) if isinstance(value, date) else str(value)
