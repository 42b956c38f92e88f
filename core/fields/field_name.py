"""The name by which conditions, formulas, bulk sends and programs refer to a field."""

import keyword
import re
import unicodedata
from collections.abc import Collection, Iterable

from core.fields.expressions.functions import FUNCTIONS
from core.fields.field_property import FieldProperty, Properties, PropertyControl
from core.refusals import FilledSentence, Invalid, sentence

NAME_LIMIT = 40
PATTERN = re.compile(rf"[a-z][a-z0-9_]{{0,{NAME_LIMIT - 1}}}")
# Words of the language in which conditions and formulas are written, and those it may learn.
WORDS = {*FUNCTIONS, "if", "date", "true", "false", "sent_on", "today", "now"}
RESERVED = frozenset(WORDS | {word.lower() for word in keyword.kwlist})


def read(given: object) -> str:
    """Raises Invalid."""
    name = given.strip() if isinstance(given, str) else ""
    if not isinstance(given, str | None) or (name and not PATTERN.fullmatch(name)):
        wrong = sentence(
            "Enter a name such as start_date: up to 40 lowercase letters, digits and"
            " underscores, starting with a letter."
        )
        raise Invalid(value=wrong)
    if name in RESERVED:
        wrong = sentence("“%(name)s” is reserved for formulas. Enter another name.")
        raise Invalid(value=FilledSentence(wrong, name=name))
    return name


NAME = FieldProperty[str](
    name="name",
    word=sentence("Name in formulas and data"),
    hint=sentence("Lowercase letters, digits and underscores; unique in the envelope"),
    control=PropertyControl.LINE,
    is_unique=True,
    default="",
    read=read,
    schema={"type": "string", "pattern": f"^{PATTERN.pattern}$", "maxLength": NAME_LIMIT},
)


def check_free(properties: Properties, taken: Collection[str]) -> None:
    """Raises Invalid where another field of the envelope has the name."""
    name = NAME.of(properties)
    if name and name in taken:
        wrong = sentence("Another field is called “%(name)s”. Enter another name.")
        raise Invalid(name=FilledSentence(wrong, name=name))


def taken(properties: Iterable[Properties]) -> set[str]:
    return {name for each in properties if (name := NAME.of(each))}


def suggested(label: str, taken: Collection[str] = ()) -> str:
    """A free name made of the words of a label; "" of one without Latin letters or digits."""
    plain = unicodedata.normalize("NFKD", label.casefold())
    words = re.sub(r"[^a-z0-9]+", "_", "".join(c for c in plain if not unicodedata.combining(c)))
    stem = words.strip("_")[:NAME_LIMIT].rstrip("_")
    if not stem:
        return ""
    if not PATTERN.fullmatch(stem) or stem in RESERVED:
        stem = f"field_{stem}"[:NAME_LIMIT].rstrip("_")
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem[: NAME_LIMIT - 1 - len(str(number))]}_{number}"
    return name
