"""Writing text onto a page in any script, so that it is seen and can be extracted again."""

import unicodedata

import pymupdf

from actors.pdf.typesetting import font_faces, outlines, shaping
from actors.pdf.typesetting.shaping import Colour
from core.text import letter_widths
from core.text.line_breaking import (
    ASCENT,
    LEADING,
    SMALLEST_WITH_WHOLE_WORDS,
    FittedText,
    fit,
)
from core.text.printable import INVISIBLE, letters, spelled_out

RIGHT_TO_LEFT = {"R", "AL", "AN"}
SHAPED = (  # scripts whose letters join, stack or reorder
    range(0x0900, 0x0E00),
    range(0x0F00, 0x1100),
    range(0x1780, 0x1800),
    range(0x1A00, 0x1B80),
)
IDEOGRAPHS = range(0x20000, 0x40000)
LAST_OF_PLANE_0 = 0xFFFF
"""What lies beyond MuPDF cuts to 16 bits when it notes which letters its glyphs stand for."""


def write(
    page: pymupdf.Page,
    box: pymupdf.Rect,
    text: str,
    largest: float,
    colour: Colour,
    align: float = 0.0,
    wanted: str = letter_widths.PLAIN,
    whole_words: float = SMALLEST_WITH_WHOLE_WORDS,
) -> None:
    """Write the text into the box at `largest` points, or smaller and on more lines until it fits.

    One line stands in the middle of the box's height; a box of several lines fills from the top.
    `align` is 0 for left, 0.5 for the middle, 1 for right; `wanted` is the font to be used where
    it has all letters.
    Letters are composed first; one that no font has is written as its number, `[U+12345]`.
    """
    text = spelled_out(text)
    if needs_shaping(text):
        shaping.write(page, box, text, largest, colour, align, wanted)
        return
    fitted = fit(_seen(text), box.width, box.height, largest, wanted, whole_words)
    step = fitted.size * LEADING
    alone = len(fitted.lines) == 1 and box.height < 2.5 * step
    top = box.y0 + ((box.height - step) / 2 if alone else 0)
    _append(page, fitted, box, top, align, color=colour)


def write_in_cells(
    page: pymupdf.Page,
    box: pymupdf.Rect,
    text: str,
    cells: int,
    largest: float,
    colour: Colour,
    wanted: str = letter_widths.PLAIN,
) -> None:
    """Write one letter into the middle of each cell; together they are extracted as the text.

    Letters that join or stack are written one by one: each stands alone in its cell.
    """
    text = spelled_out(text)
    width, size = box.width / cells, min(largest, box.height / LEADING)

    def paint(sheet: pymupdf.Page) -> None:
        for number, letter in enumerate(letters(text)):
            cell = pymupdf.Rect(number * width, 0, (number + 1) * width, box.height)
            write(sheet, cell, letter, size, colour, 0.5, wanted, whole_words=1.0)

    outlines.draw(page, box, text, size, paint)


def needs_shaping(text: str) -> bool:
    """Whether letters of the text join, stack or run from right to left."""
    return not text.isascii() and any(map(_is_shaped, text))


def write_unseen(page: pymupdf.Page, box: pymupdf.Rect, text: str) -> None:
    """Put the text there to be extracted and searched for, without a visible letter."""
    fitted = fit(_seen(spelled_out(text)), box.width, box.height, box.height / LEADING)
    _append(page, fitted, box, box.y0, render_mode=3)


def _append(
    page: pymupdf.Page,
    fitted: FittedText,
    box: pymupdf.Rect,
    top: float,
    align: float = 0.0,
    **options: Colour | int,
) -> None:
    writer, face = pymupdf.TextWriter(page.rect), font_faces.font(fitted.face)
    for number, line in enumerate(fitted.lines):
        left = box.x0 + align * (box.width - fitted.width(line))
        at = pymupdf.Point(left, top + fitted.size * (number * LEADING + ASCENT))
        for font, part in font_faces.runs(face, line):
            _, at = writer.append(at, part, font=font, fontsize=fitted.size)
    writer.write_text(page, **options)
    text = "\n".join(fitted.lines)
    if any(ord(letter) > LAST_OF_PLANE_0 for letter in text):
        shaping.note_meaning(page, text)


def _is_shaped(letter: str) -> bool:
    return (
        (
            ord(letter) > LAST_OF_PLANE_0
            and ord(letter) not in IDEOGRAPHS
            and letter not in INVISIBLE
        )
        or unicodedata.combining(letter) > 0
        or unicodedata.bidirectional(letter) in RIGHT_TO_LEFT
        or any(ord(letter) in script for script in SHAPED)
    )


def _seen(text: str) -> str:
    """Without what only steers the shaping of other letters: some fonts have a box for it."""
    return text if text.isascii() else "".join(c for c in text if c not in INVISIBLE)
