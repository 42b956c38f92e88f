"""Merge fields of a typed page, such as {{ client.name }}: found, and filled in."""

import re
from collections.abc import Mapping
from html import escape

from core.fields import kinds

KINDS = frozenset(kind.name for kind in kinds.ALL)
FIELD = re.compile(
    r"\{\{\s*([A-Za-z][A-Za-z0-9_]{0,39}(?:\.[A-Za-z][A-Za-z0-9_]{0,39}){0,3})\s*\}\}"
)
MOST, LONGEST = 100, 2_000
"""Different fields of a document, letters of a value."""


def names(text: str) -> tuple[str, ...]:
    """In the order in which they first stand. {{signature}} is a text tag: it places a field."""
    found = dict.fromkeys(match[1] for match in FIELD.finditer(text))
    return tuple(name for name in found if name not in KINDS)


def word(name: str) -> str:
    """What it is called on pages: “Client name” for client.name."""
    return name.replace(".", " ").replace("_", " ").capitalize()


def filled_in(page: str, values: Mapping[str, str]) -> str:
    """The HTML with each value in place of its field, as text: tags in it are shown, not meant."""

    def value(match: re.Match[str]) -> str:
        given = values.get(match[1])
        return match[0] if given is None else escape(given).replace("\n", "<br>")

    return FIELD.sub(value, page)
