"""Writes core/text/letter_widths_table.py: how wide letters are in the fonts that stamps use.

Run it as `python -m deploy.letter_widths_table` when a font or MuPDF has changed; a test says when.
"""

import base64
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from textwrap import wrap

import pymupdf

from actors.pdf.typesetting import font_faces
from core.text.letter_widths import EASTERN, EUROPEAN, REST

TABLE = Path(__file__).parents[1] / "core" / "text" / "letter_widths_table.py"
PLANE_0 = range(0x20, 0x10000)
EVERYTHING = range(0x20, 0x40000)
COARSE = 50  # thousandths: beyond this plane, widths are rounded up to such steps
HEAD = '''"""How wide letters are, by face, as core/text/letter_widths.py reads it.

Made by deploy/letter_widths_table.py from the fonts that stamps use, packed because it is long.
Do not edit: a test compares it with the fonts.
"""

PACKED = (
'''


def main() -> None:
    TABLE.write_text(HEAD + "".join(_lines()) + ")\n")
    sys.stdout.write(f"{TABLE} has {len(TABLE.read_text())} bytes\n")


def tables() -> Iterator[tuple[str, str]]:
    """Of each face its own letters; of what none of them has, the width in the font that has it."""
    for face in font_faces.STANDARD:
        yield face, _ranges(PLANE_0, _own(font_faces.font(face)))
    yield EUROPEAN, _ranges(PLANE_0, _own(font_faces.EUROPEAN))
    yield EASTERN, _ranges(EVERYTHING, _own(font_faces.EASTERN))
    yield REST, _ranges(EVERYTHING, _rest)


def _own(font: pymupdf.Font) -> Callable[[int], int]:
    def width(code: int) -> int:
        return _thousandths(font, code) if font.has_glyph(code) else 0

    return width


def _rest(code: int) -> int:
    letter = chr(code)
    if font_faces.has(font_faces.PLAIN, letter) or not font_faces.anything_draws(letter):
        return 0
    width = _thousandths(font_faces.for_letter(font_faces.PLAIN, letter), code)
    return width if code in PLANE_0 else -(-width // COARSE) * COARSE


def _thousandths(font: pymupdf.Font, code: int) -> int:
    return round(1000 * float(font.text_length(chr(code), 1)))


def _ranges(codes: Iterable[int], width: Callable[[int], int]) -> str:
    """`20:278 1-1:355 …`: how far each run is from the end of the last, how many follow, width."""
    runs: list[list[int]] = []
    for code in codes:
        if 0xD800 <= code < 0xF900 or 0x7F <= code < 0xA0 or not (found := width(code)):
            continue
        if runs and runs[-1][1:] == [code - 1, found]:
            runs[-1][1] = code
        else:
            runs.append([code, code, found])
    ends = [0, *(last for _, last, _ in runs)]
    each = zip(runs, ends, strict=False)
    return " ".join(_run(first, last, width, end) for (first, last, width), end in each)


def _run(first: int, last: int, width: int, end: int) -> str:
    more = f"-{last - first:x}" if last > first else ""
    return f"{first - end:x}{more}:{width}"


def _lines() -> Iterator[str]:
    text = "\n".join(f"{name} {ranges}" for name, ranges in tables())
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    for line in wrap(packed, 92):
        yield f'    "{line}"\n'


if __name__ == "__main__":
    main()
