"""
The sentences of pages, mails and the certificate in the language of whoever reads them.

Whoever renders says the language first, with `use` or `speaking`; templates and `gettext` follow.
Sentences are marked with `_()` in templates and with `gettext()` or `sentence()` in Python, and
translated by `translations/<language>/LC_MESSAGES/messages.mo`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from markupsafe import Markup

from core.refusals import FilledSentence

FOLDER = Path(__file__).parent / "translations"
DEFAULT = "en"

_language = ContextVar("language", default=DEFAULT)


@cache
def languages() -> tuple[str, ...]:
    """English, in which the sentences are written, and each language that has translations."""
    translated = (path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/messages.mo"))
    return (DEFAULT, *sorted(translated))


def use(language: str) -> None:
    """What follows in this thread speaks `language`; English where there is no such translation."""
    _language.set(language if language in languages() else DEFAULT)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    before = _language.get()
    use(language)
    try:
        yield
    finally:
        _language.set(before)


def current() -> str:
    return _language.get()


def gettext(sentence: str, /, **values: Any) -> str:
    """
    The sentence; `%(name)s` in it stands for a value.

    Without values it is left as it is: who calls fills it in, or there is nothing to fill in.
    """
    found = str(_translations(current()).gettext(sentence))
    return found % values if values else found


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """The form that goes with the number, which is `%(num)d` in it."""
    chosen = str(_translations(current()).ngettext(one, many, number))
    return chosen % {"num": number, **values}


def translated(sentence: str) -> str:
    """A sentence of core, which `core.refusals.sentence` marked there."""
    if isinstance(sentence, FilledSentence):
        return gettext(sentence.template, **sentence.values)
    return str(_translations(current()).gettext(sentence)) if sentence else ""


class Catalog:
    """What `_("…")` in a template becomes: each sentence is looked up once for each language."""

    def __init__(self, kind: type[str], literal: bool) -> None:
        self._kind = kind
        self._literal = literal
        self._of: dict[str, _Sentences] = {}

    def __getitem__(self, sentence: str) -> str:
        language = _language.get()
        sentences = self._of.get(language)
        if sentences is None:
            sentences = _Sentences(language, self._kind, self._literal)
            self._of[language] = sentences
        return sentences[sentence]

    def forget(self) -> None:
        self._of.clear()


class _Sentences(dict[str, str]):
    def __init__(self, language: str, kind: type[str], literal: bool) -> None:
        self._language = language
        self._kind = kind
        self._literal = literal

    def __missing__(self, sentence: str) -> str:
        text = str(_translations(self._language).gettext(sentence))
        # Without values nothing is put in: only a doubled percent sign has to be one.
        found = self._kind(text % {} if self._literal else text)
        self[sentence] = found
        return found


CATALOGS = {
    "say": Catalog(Markup, literal=True),
    "say_with": Catalog(Markup, literal=False),
    "say_plain": Catalog(str, literal=True),
    "say_plain_with": Catalog(str, literal=False),
}


@cache
def _translations(language: str) -> NullTranslations:
    return Translations.load(FOLDER, [language])


def forget() -> None:
    """Read the translations anew when they are asked for: for tests, which write some."""
    languages.cache_clear()
    _translations.cache_clear()
    for catalog in CATALOGS.values():
        catalog.forget()
