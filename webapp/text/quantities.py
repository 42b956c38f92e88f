"""Numbers, sizes and lists, as people read them in their language."""

from collections.abc import Iterable, Mapping
from datetime import date

from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask

from core.organizations.quota import Size
from templates import language
from webapp.text import translation
from webapp.text.times import day
from webapp.text.translation import gettext

UNITS = ("kB", "MB", "GB", "TB", "PB")


def register(app: Flask) -> None:
    app.jinja_env.filters.update(number=number, size=size, listed=listed)


def told(values: Mapping[str, object]) -> dict[str, str]:
    """The values of a refusal's message."""
    return {name: _told(value) for name, value in values.items()}


def number(value: float) -> str:
    """“12,500”."""
    translation.speak()
    return format_decimal(value, locale=language.locale())


def listed(names: Iterable[object]) -> str:
    """“A, B and C”."""
    translation.speak()
    return format_list([str(name) for name in names], locale=language.date_locale())


def size(value: int) -> str:
    """“1.5 GB”."""
    if value < 1_000:
        return gettext("%(number)s bytes", number=number(value))
    amount, unit = float(value), ""
    for unit in UNITS:
        amount /= 1_000
        if amount < 999.95 or unit == UNITS[-1]:
            break
    return f"{number(round(amount, 1))} {unit}"


def _told(value: object) -> str:
    if isinstance(value, Size):
        return size(value)
    if isinstance(value, int):
        return number(value)
    return day(value) if isinstance(value, date) else str(value)
