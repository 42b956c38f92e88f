"""A property that kinds of fields share: how it is shown, read and kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from core.refusals import FilledSentence, Invalid, sentence
from core.text.printable import cleaned, is_line, is_prose, why_undrawable

# By name, in the form in which JSON keeps them; what is as it is by default is left out.
Properties = Mapping[str, Any]
Value = TypeVar("Value")

LINE_LIMIT, PROSE_LIMIT = 200, 2_000
OPTIONS_LIMIT = 100
OPTION_LENGTH = 100
TICKED, UNTICKED = ("true", "on", "yes"), ("", "false", "off", "no")
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


def read_tick(given: object) -> bool:
    if given is None or isinstance(given, bool):
        return bool(given)
    if given in TICKED or given in UNTICKED:
        return given in TICKED
    raise Invalid(value=NO_CHOICE)


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


def whole_number(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers in these bounds; nothing is 0, which says nothing."""

    def read(given: object) -> int:
        text = str(given).strip() if isinstance(given, int | str) else "" if given is None else "?"
        if text in ("", "0"):
            return 0
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1
        if not least <= number <= most:
            wrong = sentence("Enter a whole number from %(least)s to %(most)s.")
            raise Invalid(value=FilledSentence(wrong, least=str(least), most=str(most)))
        return number

    return read


def one_of(*choices: str) -> Callable[[object], str]:
    """A reader of one of these; the first one stands for nothing."""

    def read(given: object) -> str:
        if given in (None, ""):
            return choices[0]
        if not isinstance(given, str) or given not in choices:
            raise Invalid(value=NO_CHOICE)
        return given

    return read
