"""What became of something of another product, and what of it has no counterpart."""

from dataclasses import dataclass, field
from typing import Any

from core.exchange.docusign.members import text
from core.fields import kinds, properties
from core.fields.field import SMALLEST
from core.refusals import Invalid
from core.text.printable import cleaned

PageSizes = tuple[tuple[float, float], ...]  # width and height of each page, in points


@dataclass(slots=True)
class Translated:
    """`item` is a template, an envelope or a record as the exchange format has it."""

    item: dict[str, Any]
    left_out: list[str] = field(default_factory=list)


def placed(
    kind: str, document: int, page: int, box: tuple[float, float, float, float], sizes: PageSizes
) -> dict[str, Any] | None:
    """
    A field at fractions of its page (left, top, width, height), `page` from 1; None off the pages.
    """
    if not 1 <= page <= len(sizes):
        return None
    wide, high = sizes[page - 1]
    own = kinds.named(kind).size
    left, top, width, height = box
    width = min(max(width * wide if width > 0 else own[0], SMALLEST), wide)
    height = min(max(height * high if height > 0 else own[1], SMALLEST), high)
    return {
        "kind": kind,
        "document": document,
        "page": page,
        "x": round(min(max(left * wide, 0.0), wide - width), 2),
        "y": round(min(max(top * high, 0.0), high - height), 2),
        "width": round(width, 2),
        "height": round(height, 2),
    }


def with_properties(
    kind: str, given: dict[str, Any], left: list[str], place: str
) -> dict[str, Any]:
    """Those that the kind has and that can be read; the others are left out by name."""
    known = kinds.named(kind).properties
    names = {p.name for p in known}
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value in (None, "", False, [], 0):
            continue
        try:
            if name not in names:
                raise Invalid(value="")
            found |= properties.read(known, {name: value})
        except Invalid:
            left.append(f"{place}: {name}")
    return found


def line(value: object, limit: int) -> str:
    """One line of text of no more than so many letters."""
    return cleaned(" ".join(text(value).split()))[:limit]
