"""Languages and times: gettext, the locale of a request, times as people say them."""

from datetime import datetime, timedelta
from typing import Any

import flask_babel  # type: ignore[import-untyped]
from flask import Flask, g, request

from templates import environment, language
from webapp import current


def register(app: Flask) -> None:
    babel = flask_babel.Babel(configure_jinja=False)
    babel.init_app(app, locale_selector=locale, timezone_selector=_time_zone)
    environment.prepare(app.jinja_env)
    app.jinja_env.globals.update(locale=flask_babel.get_locale)
    app.jinja_env.filters.update(ago=ago, exactly=exactly, clock=clock)


def gettext(sentence: str, **values: Any) -> str:
    """The sentence in the reader's language; `%(name)s` in it stands for a value."""
    language.use(locale())
    return language.gettext(sentence, **values)


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The form that goes with the number, which is `%(num)d` in it."""
    language.use(locale())
    return language.ngettext(one, many, number, **values)


def translated(sentence: str) -> str:
    """A sentence of core, marked there by `sentence()`, in the reader's language."""
    language.use(locale())
    return language.translated(sentence)


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


def locale() -> str:
    """The language of the member who asks, else the best of those that the browser asks for."""
    languages = language.languages()
    member = g.get("member")
    if member is not None and member.locale in languages:
        return str(member.locale)
    if len(languages) == 1:
        return language.DEFAULT
    return str(request.accept_languages.best_match(languages, language.DEFAULT))


def _time_zone() -> str | None:
    """What finds the organization of a request sets g.time_zone."""
    zone: str | None = g.get("time_zone")
    return zone
