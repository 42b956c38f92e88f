"""The languages that Countersign is translated into, by their BCP 47 tags."""

from collections.abc import Iterable

OWN_NAMES = {
    "en": "English",
    "ar": "العربية",
    "cs": "Čeština",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "es": "Español",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt-BR": "Português (Brasil)",
    "ro": "Română",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh-Hans": "简体中文",
}
"""What its speakers call each language, so that they find theirs in any list."""

RIGHT_TO_LEFT = ("ar", "he")

# What browsers ask for by an older name, and what is written so differently that ours is no help.
FORMER_NAMES = {"iw": "he"}
OTHERS = ("zh-hant", "zh-hk", "zh-mo", "zh-tw")


def best_match(asked: Iterable[str], offered: Iterable[str]) -> str:
    """
    The first of the languages that a browser asks for, best first, that is offered; else "".

    One variety of each is offered, and it is for all who speak the language.
    """
    by_language = {tag.partition("-")[0]: tag for tag in offered}
    for tag in asked:
        name = tag.lower().partition("-")[0]
        found = by_language.get(FORMER_NAMES.get(name, name))
        if found and not tag.lower().startswith(OTHERS):
            return found
    return ""
