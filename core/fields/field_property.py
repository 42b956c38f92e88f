"""A property that kinds of fields share: how it is shown, read and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line, is_prose, why_undrawable

# By name, in the form in which JSON keeps them; what is as it is by default is left out.
Properties = Mapping[str, Any]
Value = TypeVar("Value")

LINE_LIMIT, PROSE_LIMIT = 200, 2_000
OPTIONS_LIMIT = 100
OPTION_LENGTH = 100
OPTIONS_ASKED = sentence("Enter up to 100 options of up to 100 characters each.")
NO_CHOICE = sentence("Please choose one of the options.")


class PropertySection(StrEnum):
    """Under which heading the field editor shows it; in its order."""

    CONTENT = sentence("Content")
    CHECKS = sentence("Validation")
    LOOK = sentence("Appearance")
    HELP = sentence("Help and order")


class PropertyControl(StrEnum):
    """What the field editor shows to set it."""

    LINE = "line"
    LINES = "lines"
    TEXT = "text"
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"


@dataclass(frozen=True, eq=False, kw_only=True)
class FieldProperty(Generic[Value]):
    """
    `read` makes a value of what a form or JSON gives; it raises Invalid with the name `value`.

    `asked` is the sentence to the sender where a kind needs it and there is none. `schema` is the
    JSON schema of the value.
    """

    name: str
    word: str
    control: PropertyControl
    default: Value
    read: Callable[[object], Value]
    schema: Mapping[str, Any]
    hint: str = ""
    section: PropertySection = PropertySection.CONTENT
    choices: tuple[tuple[str, str], ...] = ()  # value and word
    asked: str = ""
    is_unique: bool = False  # no two fields of an envelope have the same
    # Whether it goes together with the others; raises Invalid with the name `value`.
    check: Callable[[Value, Properties], None] | None = None

    def of(self, properties: Properties) -> Value:
        found: Value = properties.get(self.name, self.default)
        return found


def read_line(given: object) -> str:
    text = cleaned(given) if isinstance(given, str) else ""
    if not isinstance(given, str | None) or len(text) > LINE_LIMIT or not is_line(text):
        raise Invalid(value=sentence("Enter one line of up to 200 characters."))
    return text


def read_prose(given: object) -> str:
    text = cleaned(given) if isinstance(given, str) else ""
    if not isinstance(given, str | None) or len(text) > PROSE_LIMIT or not is_prose(text):
        raise Invalid(value=sentence("Enter plain text of up to 2,000 characters."))
    return text


def read_lines(given: object) -> list[str]:
    """Each once, without the empty ones."""
    lines = given.splitlines() if isinstance(given, str) else [] if given is None else given
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise Invalid(value=OPTIONS_ASKED)
    options = list(dict.fromkeys(filter(None, map(cleaned, lines))))
    if len(options) > OPTIONS_LIMIT or any(len(option) > OPTION_LENGTH for option in options):
        raise Invalid(value=OPTIONS_ASKED)
    for option in options:
        if not is_line(option):
            raise Invalid(value=sentence("Please remove the unprintable characters."))
        if why := why_undrawable(option):
            raise Invalid(value=why)
    return options
