"""Makes font files from the outlines that MuPDF paints."""

import io
from collections.abc import Sequence
from typing import Any

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]
from fontTools.pens.t2CharStringPen import T2CharStringPen  # type: ignore[import-untyped]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]
from pymupdf import mupdf

EM = 1000
CODE_MAP = "Countersign-Codes"
CLOSEST = 0.5
"""Units of the em by which a quadratic curve may leave a cubic one."""


def glyph_name(number: int) -> str:
    return f"g{number}"


def compact(font: mupdf.FzFont, glyphs: Sequence[int], name: str) -> bytes:
    """A bare CFF font (ISO 32000-2, table 124: Type1C) with these glyphs by their names."""
    builder = FontBuilder(EM, isTTF=False)
    builder.setupGlyphOrder([".notdef", *map(glyph_name, glyphs)])
    letters = {".notdef": T2CharStringPen(0, None).getCharString()}
    for glyph in glyphs:
        pen = T2CharStringPen(None, None)
        _draw(font, glyph, pen)
        letters[glyph_name(glyph)] = pen.getCharString()
    builder.setupCFF(name, {"FullName": name}, letters, {})
    output = io.BytesIO()
    table = builder.font["CFF "].cff
    table.compile(output, builder.font, isCFF2=False)
    return output.getvalue()


def outlined(font: mupdf.FzFont, glyphs: Sequence[int], name: str) -> bytes:
    """A TrueType font with these glyphs in this order, from the second on."""
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *map(glyph_name, glyphs)])
    letters = {".notdef": TTGlyphPen(None).glyph()}
    for glyph in glyphs:
        pen = TTGlyphPen(None)
        _draw(font, glyph, Cu2QuPen(pen, CLOSEST, reverse_direction=True))
        letters[glyph_name(glyph)] = pen.glyph()
    builder.setupGlyf(letters)
    advances = [EM, *(round(EM * mupdf.fz_advance_glyph(font, glyph, 0)) for glyph in glyphs)]
    table = builder.font["glyf"]
    edges = [getattr(table[letter], "xMin", 0) for letter in letters]
    metrics = zip(letters, zip(advances, edges, strict=True), strict=True)
    builder.setupHorizontalMetrics(dict(metrics))
    builder.setupHorizontalHeader(ascent=EM, descent=-EM // 4)
    builder.setupCharacterMap({})
    builder.setupNameTable({"familyName": name, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    output = io.BytesIO()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(output)
    return output.getvalue()


def glyph_map(used: dict[int, int], order: Sequence[int]) -> bytes:
    """From the characters of a font (CIDs) to the places of their glyphs (9.7.4.3)."""
    places = {glyph: place for place, glyph in enumerate(order, start=1)}
    glyphs = (places.get(used.get(one, 0), 0) for one in range(max(used, default=0) + 1))
    return b"".join(place.to_bytes(2, "big") for place in glyphs)


def to_unicode(letters: dict[int, str], wide: bool = False) -> bytes:
    """A map from codes of one byte, or of two if they are wide, to letters (9.10.3)."""
    digits = 4 if wide else 2
    lines = [
        f"<{code:0{digits}x}> <{letter.encode('utf-16-be').hex()}>"
        for code, letter in letters.items()
    ]
    codes = "<0000> <ffff>" if wide else "<00> <ff>"
    return _map("Adobe-Identity-UCS", "UCS", 2, codes, "bfchar", lines)


def code_map(places: dict[int, int], vertical: bool) -> bytes:
    """A map from two-byte codes to characters of a font (ISO 32000-2, 9.7.5.4)."""
    lines = [f"<{code:04x}> {character}" for code, character in places.items()]
    mode = f"/WMode {int(vertical)} def\n"
    return _map(CODE_MAP, "Identity", 1, "<0000> <ffff>", "cidchar", lines, mode)


def byte_map() -> bytes:
    """A map from one-byte codes to the characters of the same numbers."""
    return _map(CODE_MAP, "Identity", 1, "<00> <ff>", "cidrange", ["<00> <ff> 0"])


def _map(
    name: str, ordering: str, kind: int, codes: str, entries: str, lines: list[str], more: str = ""
) -> bytes:
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "".join(
        f"{len(block)} begin{entries}\n" + "\n".join(block) + f"\nend{entries}\n"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo <</Registry (Adobe) /Ordering ({ordering}) /Supplement 0>> def\n"
        f"/CMapName /{name} def\n/CMapType {kind} def\n{more}"
        f"1 begincodespacerange\n{codes}\nendcodespacerange\n{body}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _draw(font: mupdf.FzFont, glyph: int, pen: Any) -> None:
    path = mupdf.fz_outline_glyph(font, glyph, mupdf.FzMatrix(EM, 0, 0, EM, 0, 0))
    if path.m_internal:
        walker = _Walker(pen)
        mupdf.fz_walk_path(path, walker, walker.m_internal)
        walker.end()


class _Walker(mupdf.FzPathWalker2):  # type: ignore[misc]
    """Hands a path of MuPDF's to a pen of fontTools'."""

    def __init__(self, pen: Any) -> None:
        super().__init__()
        self._pen, self._open = pen, False
        self.use_virtual_moveto()
        self.use_virtual_lineto()
        self.use_virtual_curveto()
        self.use_virtual_closepath()

    def moveto(self, _: Any, x: float, y: float) -> None:
        self.end()
        self._pen.moveTo((round(x), round(y)))
        self._open = True

    def lineto(self, _: Any, x: float, y: float) -> None:
        self._pen.lineTo((round(x), round(y)))

    def curveto(self, _: Any, *numbers: float) -> None:
        x1, y1, x2, y2, x3, y3 = map(round, numbers)
        self._pen.curveTo((x1, y1), (x2, y2), (x3, y3))

    def closepath(self, _: Any) -> None:
        self.end()

    def end(self) -> None:
        if self._open:
            self._pen.closePath()
            self._open = False
