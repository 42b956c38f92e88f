"""Which column of the table fills in what, and the words into which cells are put."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.bulk_sends.target import Target, TargetKind
from core.people import contact
from core.refusals import FilledSentence, Invalid, sentence

# {{ Column }} in the name of the envelope or the message is the row's cell in that column.
PLACEHOLDER = re.compile(r"\{\{\s*([^{}\n]{1,200}?)\s*\}\}")
NOWHERE = -1
NO_COLUMN = sentence(
    "There is no column named “%(name)s”. Correct the name, or write the words without braces."
)
CHOOSE_NAME = sentence("Choose the column with the names.")
CHOOSE_EMAIL = sentence("Choose the column with the e-mail addresses.")
CHOOSE_VALUE = sentence("Choose a column. Every envelope needs a value here.")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """
    `columns` has the place of a column, from 0, by the key of what it fills in; what is not there
    is as in the template. `header`: the first row names the columns.
    """

    header: bool = True
    columns: Mapping[str, int] = field(default_factory=dict)
    name: str = ""
    message: str = ""

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        texts = {"name": self.name, "message": self.message}
        return {"header": self.header, "columns": dict(self.columns), **texts}


def read(stored: Mapping[str, Any]) -> ColumnMapping:
    return ColumnMapping(**stored)


def named(first: Sequence[str], header: bool) -> tuple[str, ...]:
    """What the columns are called; one without a name by its letters, as spreadsheets do."""
    texts = [cell.strip() for cell in first] if header else [""] * len(first)
    found: list[str] = []
    for number, text in enumerate(texts):
        name = " ".join(text.split())[:100] or letters(number)
        again = sum(contact.fold(name) == contact.fold(other) for other in texts[:number])
        found.append(f"{name} ({letters(number)})" if again and text else name)
    return tuple(found)


def letters(number: int) -> str:
    """A, B, …, Z, AA: the column of this place, from 0."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def check(
    mapping: ColumnMapping, targets: Sequence[Target], headings: Sequence[str]
) -> ColumnMapping:
    """Without columns and targets that there are none of. Raises Invalid, by the targets' keys."""
    keys = {target.key for target in targets}
    columns = {
        key: place
        for key, place in mapping.columns.items()
        if key in keys and 0 <= place < len(headings)
    }
    errors = {t.key: _asked(t) for t in targets if t.required and t.key not in columns}
    for about, text in (("name", mapping.name), ("message", mapping.message)):
        if wrong := _unknown(text, headings):
            errors[about] = FilledSentence(NO_COLUMN, name=wrong)
    if errors:
        raise Invalid(**errors)
    return replace(mapping, columns=columns)


def filled(text: str, headings: Sequence[str], cells: Sequence[str]) -> str:
    """With the row's cells in the place of the columns' names."""
    places = {contact.fold(name): n for n, name in reversed(list(enumerate(headings)))}

    def cell(found: re.Match[str]) -> str:
        place = places.get(contact.fold(found[1]))
        return found[0] if place is None else cells[place].strip()

    return PLACEHOLDER.sub(cell, text)


def _unknown(text: str, headings: Sequence[str]) -> str:
    known = {contact.fold(name) for name in headings}
    return next((n for n in PLACEHOLDER.findall(text) if contact.fold(n) not in known), "")


def _asked(target: Target) -> str:
    asked = {TargetKind.NAME: CHOOSE_NAME, TargetKind.EMAIL: CHOOSE_EMAIL}
    return asked.get(target.kind, CHOOSE_VALUE)
