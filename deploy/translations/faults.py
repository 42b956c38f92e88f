"""What is missing or wrong in a translation, found without knowing its language."""

import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

from deploy.translations import same_words
from deploy.translations.catalogs import forms, messages

MISSING = "is missing"
FUZZY = "was made for another sentence: look at it, then remove “fuzzy”"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")


def of_catalog(tag: str, catalog: Catalog) -> Iterator[tuple[Message, str]]:
    for message in messages(catalog):
        for fault in of(tag, message, catalog.num_plurals):
            yield message, fault


def of(tag: str, message: Message, plurals: int) -> Iterator[str]:
    """What keeps this translation from being shown, in words for whoever translates."""
    if not all(forms(message)) or (message.pluralizable and len(forms(message)) != plurals):
        yield MISSING
        return
    if message.fuzzy:
        yield FUZZY
        return
    yield from _lost(message)
    if set(forms(message)) & set(_sources(message)) and not _may_be_same(tag, message):
        yield "is the English sentence"
    if any(_edges(form) != _edges(_sources(message)[0]) for form in forms(message)):
        yield "begins or ends with spaces that the sentence does not have, or without its own"


def _lost(message: Message) -> Iterator[str]:
    """Of a counted sentence, a form may be for one number only and leave that out."""
    *_, source = _sources(message)
    wanted = sorted(PLACEHOLDER.findall(source))
    counts = {"%(num)s", "%(num)d"} if message.pluralizable else set()
    for form in forms(message):
        found = sorted(PLACEHOLDER.findall(form))
        if found not in (wanted, [each for each in wanted if each not in counts]):
            yield f"has {', '.join(found) or 'no values'} and not {', '.join(wanted) or 'none'}"
        elif wanted and "%" in PLACEHOLDER.sub("", form):
            yield "has a percent sign that is not doubled"


def _sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _may_be_same(tag: str, message: Message) -> bool:
    words = PLACEHOLDER.sub("", " ".join(_sources(message)))
    return not re.search(r"[^\W\d_]", words) or message.id in same_words.of(tag)


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()
