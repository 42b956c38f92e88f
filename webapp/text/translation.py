"""Languages: gettext, and the locale and time zone of a request."""

from typing import Any

import flask_babel  # type: ignore[import-untyped]
from flask import Flask, g, request

from templates import environment, language


def register(app: Flask) -> None:
    babel = flask_babel.Babel(configure_jinja=False)
    babel.init_app(app, locale_selector=locale, timezone_selector=_time_zone)
    environment.prepare(app.jinja_env)
    app.jinja_env.globals.update(locale=flask_babel.get_locale)


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
