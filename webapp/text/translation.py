"""Languages: gettext, and the language and time zone of a request."""

from typing import Any

import flask_babel  # type: ignore[import-untyped]
from flask import Flask, g, request

from core.signing.disclosures.disclosure import Wording
from core.text.languages import best_match
from templates import environment, language

SIGNERS_PAGES = (
    "direct_links",
    "embedded_signings",
    "languages",
    "mail_checks",
    "phones",
    "signings",
    "verifications",
)
"""The blueprints of pages for people without an account: they are there in more languages."""
COOKIE = "language"


def register(app: Flask) -> None:
    babel = flask_babel.Babel(configure_jinja=False)
    babel.init_app(app, locale_selector=locale, timezone_selector=_time_zone)
    environment.prepare(app.jinja_env)
    app.before_request(speak)
    app.jinja_env.globals["offers_languages"] = offers_languages


def gettext(sentence: str, **values: Any) -> str:
    """The sentence in the reader's language; `%(name)s` in it stands for a value."""
    speak()
    return language.gettext(sentence, **values)


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The form that goes with the number, which is `%(num)d` in it."""
    speak()
    return language.ngettext(one, many, number, **values)


def translated(sentence: str) -> str:
    """A sentence of core, marked there by `sentence()`, in the reader's language."""
    speak()
    return language.translated(sentence)


def speak() -> None:
    """What this request says from now on is in its reader's language."""
    language.use(reader_language())


def wording() -> Wording:
    """For texts that are kept as the reader gets them."""
    speak()
    return Wording(language.current(), language.translated)


def wording_in(tag: str) -> Wording:
    """The same in another language than the reader's, English where it is not spoken here."""

    def translate(sentence: str) -> str:
        with language.speaking(tag):
            return language.translated(sentence)

    return Wording(tag, translate)


def locale() -> str:
    """The reader's language as CLDR names it."""
    return language.folder_name(reader_language())


def reader_language() -> str:
    """The BCP 47 tag of the language in which a request is answered."""
    return _of_signer() if is_signers_page() else _of_member()


def is_signers_page() -> bool:
    return bool(request.blueprint and request.blueprint.split(".")[0] in SIGNERS_PAGES)


def offers_languages() -> bool:
    """Whether the page can be read in another language."""
    return is_signers_page() and len(language.for_signers()) > 1


def _of_signer() -> str:
    """
    What they chose on the page, what the sender chose for them, what their browser asks for.

    Else the organization's own: whoever loads a recipient's pages sets these two in `g`.
    """
    offered = language.for_signers()
    chosen = (request.cookies.get(COOKIE, ""), g.get("recipient_language", ""))
    found = next((tag for tag in chosen if tag in offered), "")
    found = found or best_match(request.accept_languages.values(), offered)
    own = g.get("organization_language", "")
    return found or (own if own in offered else language.DEFAULT)


def _of_member() -> str:
    """The language of the member who asks, else the best of those that the browser asks for."""
    offered = language.for_portal()
    member = g.get("member")
    if member is not None and member.locale in offered:
        return str(member.locale)
    return best_match(request.accept_languages.values(), offered) or language.DEFAULT


def _time_zone() -> str | None:
    """What finds the organization of a request sets g.time_zone."""
    zone: str | None = g.get("time_zone")
    return zone
