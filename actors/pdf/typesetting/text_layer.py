"""Text that is not seen and says what was drawn as outlines, so that it is found and extracted.

Outlines of joined letters have no text that could be read from them, and readers of PDFs do not
agree on what `ActualText` says of letters that run to the left. They do on a font that maps each of
its codes to a letter, in the order in which letters stand: a Type 3 font without any glyph
(ISO 32000-2, 9.6.4 and 9.10.3).
"""

import unicodedata

import pymupdf
from pymupdf import mupdf

from actors.pdf.mupdf_objects import entry
from actors.pdf.typesetting import visual_order
from core.text.printable import INVISIBLE

LETTER = 500  # the width of each, in thousandths of the font size
CODES = 255
NAME = "Layer"
TO_LEFT, TO_RIGHT = "\u200f", "\u200e"
"""Marks without a look of their own."""


def write(page: pymupdf.Page, box: pymupdf.Rect, text: str, largest: float) -> None:
    """
    Each line of the text within the box.

    Readers do not agree on the order of a line in which letters and numbers run in two directions,
    and it depends on the rest of the page: what runs in one of them is a line of its own, below
    what is read before it.
    """
    lines = text.split("\n")
    size = min(largest, box.height / len(lines))
    for number, line in enumerate(lines):
        runs = _runs(line)
        leftward, height = visual_order.runs_left(line), size / max(len(runs), 1)
        for place, run in enumerate(runs):
            baseline = box.y0 + number * size + (place + 0.8) * height
            _write_run(page, box, run, baseline, height, leftward)


def _write_run(
    page: pymupdf.Page, box: pymupdf.Rect, run: str, baseline: float, size: float, leftward: bool
) -> None:
    # Signs at an end of it stay at that end, whichever way the rest of the page runs.
    sided = all(map(_side, run[:1] + run[-1:])) or not (leftward or any(map(_turns, run)))
    around = "" if sided else TO_LEFT if _side(run) == "left" else TO_RIGHT
    shown = f"{around}{_seen(run)}{around}"
    known = list(dict.fromkeys(shown))[:CODES]
    font = _font(page.parent, known)
    name = f"{NAME}{font}"
    _name_font(page, name, font)
    codes = {letter: f"{number:02x}" for number, letter in enumerate(known, 1)}
    natural = sum(0.0 if _is_mark(letter) else LETTER / 1000 for letter in shown) * size
    stretch = min(1.0, box.width / natural) if natural else 1.0
    at = box.x1 - natural * stretch if leftward else box.x0
    place = f"{stretch:.4f} 0 0 1 {at:.2f} {page.rect.height - baseline:.2f} Tm"
    text = "".join(codes.get(letter, "") for letter in shown)
    _append(page, f"q BT 3 Tr /{name} {size:.2f} Tf {place} <{text}> Tj ET Q".encode())


def _seen(run: str) -> str:
    """Letters from left to right; readers turn them around and leave brackets as they are."""
    return "".join(run[at] for at in visual_order.order(run))


def _runs(line: str) -> list[str]:
    """Words that run in one direction, in the order in which they are read."""
    if not any(map(_turns, line)):
        return [line] if line else []
    runs: list[list[str]] = []
    before = ""
    for word in line.split(" "):
        side = _side(word) or before
        if runs and side == before:
            runs[-1].append(word)
        else:
            runs.append([word])
        before = side
    return [run for words in runs if (run := " ".join(words))]


def _turns(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL", "AN")


def _side(word: str) -> str:
    """Which way it runs; "" of signs alone."""
    kinds = {unicodedata.bidirectional(letter) for letter in word}
    if kinds & {"R", "AL"}:
        return "left"
    if "AN" in kinds:
        return "numbers"
    return "right" if kinds & {"L", "EN"} else ""


def _name_font(page: pymupdf.Page, name: str, font: int) -> None:
    pdf = mupdf.pdf_document_from_fz_document(page.parent.this)
    place = mupdf.pdf_lookup_page_obj(pdf, page.number)
    for key in ("Resources", "Font"):
        if not mupdf.pdf_is_dict(entry(place, key)):
            mupdf.pdf_dict_puts(place, key, mupdf.pdf_new_dict(pdf, 1))
        place = entry(place, key)
    mupdf.pdf_dict_puts(place, name, mupdf.pdf_new_indirect(pdf, font, 0))


def _font(document: pymupdf.Document, known: list[str]) -> int:
    empty = _stream(document, b"0 0 d0\n")
    last = len(known)
    names = " ".join(f"/g{code}" for code in range(1, last + 1))
    glyphs = " ".join(f"/g{code} {empty} 0 R" for code in range(1, last + 1))
    widths = " ".join("0" if _is_mark(letter) else str(LETTER) for letter in known)
    font = document.get_new_xref()
    document.update_object(
        font,
        "<</Type/Font/Subtype/Type3/FontBBox[0 -200 1000 800]/FontMatrix[.001 0 0 .001 0 0]"
        f"/FirstChar 1/LastChar {last}/Widths[{widths}]/Resources<<>>"
        f"/Encoding<</Type/Encoding/Differences[1 {names}]>>/CharProcs<<{glyphs}>>"
        f"/ToUnicode {_stream(document, _unicode(known))} 0 R>>",
    )
    return int(font)


def _unicode(known: list[str]) -> bytes:
    lines = [
        f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in enumerate(known, 1)
    ]
    blocks = (lines[first : first + 100] for first in range(0, len(lines), 100))
    mapped = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Layer def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{mapped}\nendcmap\nend\nend\n"
    ).encode()


def _stream(document: pymupdf.Document, content: bytes) -> int:
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, content, new=True)
    return int(xref)


def _append(page: pymupdf.Page, content: bytes) -> None:
    document = page.parent
    added = _stream(document, content)
    before = " ".join(f"{xref} 0 R" for xref in page.get_contents())
    document.xref_set_key(page.xref, "Contents", f"[{before} {added} 0 R]")


def _is_mark(letter: str) -> bool:
    """It takes no room of its own."""
    return letter in INVISIBLE or unicodedata.category(letter) in ("Mn", "Me")
