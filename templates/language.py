"""
The sentences of pages, mails and the certificate in the language of whoever reads them.

Whoever renders says the language first, with `use` or `speaking`; templates and `gettext` follow.
Sentences are marked with `_()` in templates and with `gettext()` or `sentence()` in Python, and
translated by `translations/<language>/LC_MESSAGES`: what signers read by `messages.mo`, what only
members and operators do by `portal.mo`. The set-up makes these files of complete catalogs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from core.refusals import FilledSentence
from core.text.languages import OWN_NAMES, RIGHT_TO_LEFT

FOLDER = Path(__file__).parent / "translations"
DEFAULT = "en"

_language = ContextVar("language", default=DEFAULT)


@cache
def for_signers() -> tuple[str, ...]:
    """The languages that everything can speak to signers, by their BCP 47 tags; English first."""
    return (DEFAULT, *sorted(_translated("messages")))


@cache
def for_portal() -> tuple[str, ...]:
    """Those in which members and operators can work."""
    return (DEFAULT, *sorted(_translated("messages") & _translated("portal")))


def folder_name(tag: str) -> str:
    """“pt_BR” for pt-BR, as gettext and CLDR write it."""
    return tag.replace("-", "_")


def use(language: str) -> None:
    """What follows in this thread speaks `language`; English where there is no such translation."""
    _language.set(language if language in for_signers() else DEFAULT)


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


def locale() -> Locale:
    """Of the current language: how it writes dates, numbers and lists."""
    return _locale(_language.get())


def date_locale() -> Locale:
    """The same for dates, which the pages in English write as Europe does: day, month, year."""
    return _locale("en-150" if _language.get() == DEFAULT else _language.get())


def own_name() -> str:
    """What its speakers call the current language."""
    return OWN_NAMES[_language.get()]


def direction() -> str:
    """In which it is written, as HTML says it: “ltr” or “rtl”."""
    return "rtl" if _language.get() in RIGHT_TO_LEFT else "ltr"


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(folder_name(tag))


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
        values = {name: own_words(value) for name, value in sentence.values.items()}
        return gettext(sentence.template, **values)
    return str(_translations(current()).gettext(sentence)) if sentence else ""


def own_words(value: str) -> str:
    """What is a sentence of ours translated; what people typed stays, whatever it says."""
    return translated(value) if isinstance(value, FilledSentence) else value


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
    made = Translations()
    for domain in ("messages", "portal"):
        found = Translations.load(FOLDER, [folder_name(language)], domain)
        if isinstance(found, Translations):
            made = found.merge(made)
    return made


def _translated(domain: str) -> set[str]:
    files = FOLDER.glob(f"*/LC_MESSAGES/{domain}.mo")
    return {file.parents[1].name.replace("_", "-") for file in files}


def forget() -> None:
    """Read the translations anew when they are asked for: for tests, which write some."""
    for each in (for_signers, for_portal, _translations):
        each.cache_clear()
    for catalog in CATALOGS.values():
        catalog.forget()
