"""How the text of a field looks, on the signing page and on paper, and whether it fits its box."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.fields.look_properties import (
    ALIGNMENT,
    ALIGNMENTS,
    BOLD,
    CELLS,
    COLOUR,
    COLOURS,
    FONT,
    FONT_SIZE,
    ITALIC,
    VALUE_SIZE,
)
from core.refusals import FilledSentence, Invalid, sentence
from core.text import letter_widths
from core.text.line_breaking import LEADING, FittedText, fit
from core.text.printable import shortened

SMALLEST = 6.0
"""Points: what would have to be smaller is refused where it is typed."""
PADDING = 2.0
TOO_LONG = sentence(
    "This is too long for its box, which has room for about %(count)s characters like these. Please"
    " shorten it."
)
TOO_SMALL = sentence("This box is too small for text. Please ask the sender for a larger field.")


@dataclass(frozen=True, slots=True)
class TextLook:
    """
    `size` is the largest in points that text gets, `align` 0 for left, 0.5 for the middle, 1 for
    right, `cells` the number of boxes of equal width that take a letter each, 0 for none.
    """

    size: float = VALUE_SIZE
    align: float = 0.0
    family: str = "sans"
    bold: bool = False
    italic: bool = False
    colour: tuple[int, int, int] = COLOURS[COLOUR.default]
    cells: int = 0

    @property
    def face(self) -> str:
        return letter_widths.styled(self.family, self.bold, self.italic)

    def fitted(self, text: str, width: float, height: float) -> FittedText:
        """In a box of these points, as it is printed."""
        return fit(text, inside(width), height, self.size, self.face, SMALLEST)

    def fits(self, text: str, width: float, height: float) -> bool:
        """Without becoming smaller than can be read, or than the box is high."""
        if self.cells:
            return True
        least = min(SMALLEST, self.size, height / LEADING)
        return self.fitted(text, width, height).size >= least


PLAIN = TextLook()


def of(properties: Mapping[str, Any]) -> TextLook:
    return TextLook(
        FONT_SIZE.of(properties) or VALUE_SIZE,
        ALIGNMENTS[ALIGNMENT.of(properties)],
        FONT.of(properties),
        BOLD.of(properties),
        ITALIC.of(properties),
        COLOURS[COLOUR.of(properties)],
        CELLS.of(properties),
    )


def inside(width: float) -> float:
    """The width of a box without its padding; one too small for padding is used whole."""
    return width if width <= 4 * PADDING else width - 2 * PADDING


def check_fits(text: str, look: TextLook, width: float, height: float) -> None:
    """Raises Invalid(value=...), which says how much fits."""
    if not text or look.fits(text, width, height):
        return
    part = shortened(text, lambda start: look.fits(start, width, height))
    if not part:
        raise Invalid(value=TOO_SMALL)
    raise Invalid(value=FilledSentence(TOO_LONG, count=str(len(part))))
