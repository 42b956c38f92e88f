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


def write(page: pymupdf.Page, box: pymupdf.Rect, text: str, largest: float) -> None:
    """Each line of the text as one run within the box."""
    lines = text.split("\n")
    size = min(largest, box.height / len(lines))
    for number, line in enumerate(lines):
        baseline = box.y0 + (number + 0.8) * size
        _write_line(page, box, line, baseline, size)


def _write_line(
    page: pymupdf.Page, box: pymupdf.Rect, line: str, baseline: float, size: float
) -> None:
    letters = visual_order.visual(line)
    known = list(dict.fromkeys(letter for letter, _ in letters))[:CODES]
    if not known:
        return
    font = _font(page.parent, known)
    name = f"{NAME}{font}"
    _name_font(page, name, font)
    natural = sum(LETTER / 1000 * size for letter, _ in letters if not _is_mark(letter))
    stretch = min(1.0, box.width / natural) if natural else 1.0
    left = box.x1 - natural * stretch if visual_order.runs_left(line) else box.x0
    place = f"{stretch:.4f} 0 0 1 {left:.2f} {page.rect.height - baseline:.2f} Tm"
    shown = f"q BT 3 Tr /{name} {size:.2f} Tf {place} [{_shown(letters, known)}] TJ ET Q"
    _append(page, shown.encode())


def _shown(letters: list[tuple[str, int]], known: list[str]) -> str:
    """A space between directions is a gap: readers would take it to the wrong side."""
    codes = {letter: number for number, letter in enumerate(known, 1)}
    parts, levels = [], [level for _, level in letters]
    for at, (letter, _) in enumerate(letters):
        beside = {level % 2 for level in levels[max(at - 1, 0) : at + 2]}
        if letter == " " and len(beside) > 1:
            parts.append(str(-LETTER))
        elif letter in codes:
            parts.append(f"<{codes[letter]:02x}>")
    return "".join(parts).replace("><", "")


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
