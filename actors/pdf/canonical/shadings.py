"""Shadings that have one meaning (ISO 32000-2, 8.7.4.5)."""

from pymupdf import mupdf

from actors.pdf.canonical import color_spaces
from actors.pdf.canonical.canon import Canon
from actors.pdf.mupdf_objects import entry, items
from core.documents.refusals import ShownDifferently

COORDINATES = {2: 4, 3: 6}
"""Of an axial and of a radial shading."""

HIGHEST_FLAGS = {4: 2, 6: 3, 7: 3}
PARTS = {4: ((1, 1), (1, 1)), 6: ((12, 4), (8, 2)), 7: ((16, 4), (12, 2))}
"""Points and colours of a part of its own, and of one that shares an edge with the last."""

FLAG_BITS = (2, 4, 8)
BITS = ("BitsPerFlag", "BitsPerCoordinate", "BitsPerComponent")


def settle(canon: Canon, made: mupdf.PdfObj) -> None:
    """Raises ShownDifferently of a shading with too few numbers; one without a length ends at its
    ends, where engines paint nothing or everything."""
    wanted = COORDINATES.get(mupdf.pdf_to_int(entry(made, "ShadingType")))
    if wanted is None:
        return
    extend = entry(made, "Extend")
    if extend.m_internal and mupdf.pdf_array_len(extend) != 2:
        raise ShownDifferently
    numbers = [mupdf.pdf_to_real(one) for one in items(entry(made, "Coords"))]
    if len(numbers) != wanted:
        raise ShownDifferently
    if numbers[: wanted // 2] == numbers[wanted // 2 :]:
        ends = [mupdf.pdf_new_bool(0), mupdf.pdf_new_bool(0)]
        mupdf.pdf_dict_puts(made, "Extend", canon.array(ends))


def settle_mesh(made: mupdf.PdfObj, data: bytes) -> None:
    """Raises ShownDifferently of a mesh of triangles or patches (8.7.4.5.5 to 8) with an edge flag
    that means nothing, or with parts that end within a byte: some engines go on at the next."""
    kind = mupdf.pdf_to_int(entry(made, "ShadingType"))
    if kind not in HIGHEST_FLAGS:
        return
    components = 1 if entry(made, "Function").m_internal else _components(made)
    flag, coordinate, component = (_bits(made, name) for name in BITS)
    if flag not in FLAG_BITS:
        raise ShownDifferently
    place = 0
    while place < len(data):
        value = data[place] >> (8 - flag)
        points, corners = PARTS[kind][value > 0]
        bits = flag + 2 * coordinate * points + component * components * corners
        if bits % 8:
            raise ShownDifferently
        place += bits // 8
        if value > HIGHEST_FLAGS[kind] and place <= len(data):
            raise ShownDifferently


def _components(made: mupdf.PdfObj) -> int:
    return color_spaces.components(entry(made, "ColorSpace"))


def _bits(made: mupdf.PdfObj, name: str) -> int:
    return int(mupdf.pdf_to_int(entry(made, name)))
