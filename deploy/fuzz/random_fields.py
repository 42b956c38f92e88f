"""Fields of every kind at random places, with random properties and values."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from core.documents.document import Document
from core.fields import field as field_rules
from core.fields import kinds
from core.fields import properties as property_rules
from core.fields.field import Field
from core.fields.field_property import FieldProperty, Properties, PropertyControl
from core.fields.kind import FieldKind, Printed
from core.refusals import Invalid

Taken = TypeVar("Taken")

WORDS = (
    *(
        "",
        "x",
        "Ana Lima",
        "2026-02-28",
        "12,5",
        "true",
        "-1",
        "1e999",
        "a" * 5_000,
        "\0",
        "\u202e",
    ),
    *(
        "محمد",
        "田中",
        "नमस्ते",
        "👩‍👩‍👧",
        "ﷺ",
        "a\nb\nc",
        "W" * 40,
        "=cmd|' /C calc'!A0",
        "{{ name }}",
    ),
    *(
        '[["Chair","2","10"]]',
        "[[[[",
        "Item",
        "Price: number",
        "a = b * c",
        "[A-Z]+",
        "(a+)+$",
        "(((((",
    ),
    *("#ff0000", "left", "1" * 400, "quantity * price", "name = name", "\ud800", "ana@example.com"),
)
NUMBERS = (0, 1, -1, 2, 7, 50, 499, 9_999, 10**9, 1.5, True)


def placed(
    document: Document, recipient_id: UUID, picture_id: UUID, chance: Random
) -> tuple[Field, ...]:
    """One field that is filled in. Raises Invalid for what would be refused in the portal."""
    kind = chance.choice(kinds.ALL)
    page = chance.randint(1, len(document.pages) + (chance.random() < 0.03))
    field = Field(
        UUID(int=chance.getrandbits(128)),
        document.id,
        (recipient_id,),
        kind,
        page,
        *_box(document, page, kind, chance),
        properties=_until_taken(lambda share: _properties(kind, chance, share)),
    )
    field_rules.check_place(field, document)
    value = _until_taken(lambda share: _value(field, picture_id, chance))
    return (field.filled(value, recipient_id),) if value else ()


def _until_taken(tried: Callable[[float], Taken]) -> Taken:
    """What is tried, with a smaller share of what may be wrong each time. Raises Invalid."""
    for share in (0.5, 0.3, 0.3, 0.1, 0.1):
        with suppress(Invalid):
            return tried(share)
    return tried(0.0)


def _properties(kind: FieldKind, chance: Random, share: float) -> Properties:
    given = {each.name: _given(each, chance) for each in kind.properties if chance.random() < share}
    given |= {each.name: _given(each, chance) for each in kind.needs}
    return field_rules.with_default(kind, property_rules.read(kind.properties, given))


def _given(each: FieldProperty[Any], chance: Random) -> object:
    """Often what the property asks for, else anything; but signers are told what senders write."""
    if each is property_rules.PATTERN_MESSAGE:
        return "Write it otherwise."
    if chance.random() < 0.15:
        return chance.choice((*WORDS, *NUMBERS, None, [], ["a", "b"], {}, [["x"]]))
    match each.control:
        case PropertyControl.TICK:
            return chance.choice((True, False, "on", ""))
        case PropertyControl.NUMBER:
            return chance.choice(NUMBERS)
        case PropertyControl.CHOICE:
            return chance.choice([value for value, _ in each.choices] or WORDS)
        case PropertyControl.LINES:
            return chance.sample(WORDS, chance.randint(1, 5))
    return chance.choice(WORDS)


def _box(
    document: Document, number: int, kind: FieldKind, chance: Random
) -> tuple[float, float, float, float]:
    """Mostly on the page, at its edges too, as small and as large as there are."""
    page = document.pages[min(number, len(document.pages)) - 1]
    width, height = kind.size
    if chance.random() < 0.5:
        width, height = (
            chance.choice((6, 7.3, 40, 300, side)) for side in (page.width, page.height)
        )
    width, height = min(width, page.width), min(height, page.height)
    x = chance.choice((0.0, -0.4, page.width - width, chance.uniform(0, page.width - width)))
    y = chance.choice((0.0, page.height - height, chance.uniform(0, page.height - height)))
    if chance.random() < 0.03:
        return chance.choice((float("nan"), float("inf"), -5.0, 1e9)), y, width, height
    return x, y, width, height


def _value(field: Field, picture_id: UUID, chance: Random) -> str:
    if field.kind.printed is Printed.PICTURE:
        return str(picture_id)
    options = field.properties.get("options")
    words = [*WORDS, *(options if isinstance(options, list) else [])]
    return field_rules.accept_value(field, chance.choice(words))
