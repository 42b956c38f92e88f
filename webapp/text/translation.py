"""Languages and times: gettext, the locale of a request, times as people say them."""

from datetime import datetime, timedelta
from typing import Any

import flask_babel  # type: ignore[import-untyped]
from flask import Flask, g, request

from core.refusals import FilledSentence
from webapp import current

LOCALES = ("en",)


def register(app: Flask) -> None:
    flask_babel.Babel(app, locale_selector=_locale, timezone_selector=_time_zone)
    app.jinja_env.globals.update(locale=flask_babel.get_locale)
    app.jinja_env.filters.update(translated=translated, ago=ago, exactly=exactly, clock=clock)


def gettext(sentence: str, **values: Any) -> str:
    """The sentence in the reader's language; `%(name)s` in it stands for a value."""
    return str(flask_babel.gettext(sentence, **values))


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The form that goes with the number, which is `%(num)d` in it."""
    return str(flask_babel.ngettext(one, many, number, **values))


def translated(sentence: str) -> str:
    """A sentence of core, marked there by `sentence()`, in the reader's language."""
    if isinstance(sentence, FilledSentence):
        return gettext(sentence.template, **sentence.values)
    return gettext(sentence) if sentence else ""


def ago(at: datetime) -> str:
    """“3 minutes ago”, “in 2 days”."""
    difference = at - current.now()
    if abs(difference.total_seconds()) < 45:
        return gettext("just now")
    return str(flask_babel.format_timedelta(difference, add_direction=True, threshold=1.1))


def duration(time: timedelta) -> str:
    """“2 minutes”."""
    return str(flask_babel.format_timedelta(max(time, timedelta(seconds=1)), threshold=1.1))


def exactly(at: datetime) -> str:
    """With the date, the second and the zone: for certificates and for those who ask."""
    return str(flask_babel.format_datetime(at, "d MMMM y, HH:mm:ss zzz"))


def clock(at: datetime) -> str:
    """“14:05”, for what happens within hours."""
    return str(flask_babel.format_time(at, "short"))


def _locale() -> str | None:
    member = g.get("member")
    if member is not None and member.locale in LOCALES:
        return str(member.locale)
    return request.accept_languages.best_match(LOCALES, LOCALES[0])


def _time_zone() -> str | None:
    """Whoever finds out the organization of a request sets g.time_zone."""
    zone: str | None = g.get("time_zone")
    return zone
