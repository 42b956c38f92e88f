"""The usual types of properties: a line, a tick, a whole number, one of several choices."""

from collections.abc import Callable, Mapping

from core.fields.field_property import (
    LINE_LIMIT,
    NO_CHOICE,
    FieldProperty,
    Properties,
    PropertyControl,
    PropertySection,
    read_line,
)
from core.refusals import FilledSentence, Invalid, sentence

TICKED, UNTICKED = ("true", "on", "yes"), ("", "false", "off", "no")
CONTENT = PropertySection.CONTENT


def line_property(
    name: str, word: str, *, hint: str = "", section: PropertySection = CONTENT
) -> FieldProperty[str]:
    return FieldProperty(
        name=name,
        word=word,
        hint=hint,
        section=section,
        control=PropertyControl.LINE,
        default="",
        read=read_line,
        schema={"type": "string", "maxLength": LINE_LIMIT},
    )


def tick_property(
    name: str, word: str, *, section: PropertySection = CONTENT
) -> FieldProperty[bool]:
    return FieldProperty(
        name=name,
        word=word,
        section=section,
        control=PropertyControl.TICK,
        default=False,
        read=_read_tick,
        schema={"type": "boolean"},
    )


def number_property(
    name: str,
    word: str,
    least: int,
    most: int,
    *,
    hint: str = "",
    section: PropertySection = CONTENT,
    check: Callable[[int, Properties], None] | None = None,
) -> FieldProperty[int]:
    """A whole number in these bounds; 0, which is also what an empty input gives, says nothing."""
    return FieldProperty(
        name=name,
        word=word,
        hint=hint,
        section=section,
        control=PropertyControl.NUMBER,
        default=0,
        read=_whole_number(least, most),
        schema={"type": "integer", "minimum": 0, "maximum": most},
        check=check,
    )


def choice_property(
    name: str,
    word: str,
    choices: Mapping[str, str],
    *,
    hint: str = "",
    section: PropertySection = CONTENT,
) -> FieldProperty[str]:
    """`choices` are words by value; the first one is what it is by default."""
    return FieldProperty(
        name=name,
        word=word,
        hint=hint,
        section=section,
        control=PropertyControl.CHOICE,
        default=next(iter(choices)),
        read=_one_of(*choices),
        choices=tuple(choices.items()),
        schema={"enum": list(choices)},
    )


def _read_tick(given: object) -> bool:
    if given is None or isinstance(given, bool):
        return bool(given)
    if given in TICKED or given in UNTICKED:
        return given in TICKED
    raise Invalid(value=NO_CHOICE)


def _whole_number(least: int, most: int) -> Callable[[object], int]:
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


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(given: object) -> str:
        if given in (None, ""):
            return choices[0]
        if not isinstance(given, str) or given not in choices:
            raise Invalid(value=NO_CHOICE)
        return given

    return read
