"""Shadings that have one meaning (ISO 32000-2, 8.7.4.5)."""

from typing import TYPE_CHECKING

from pymupdf import mupdf

from actors.pdf.walking import entry, items
from core.refusals import ShownDifferently

if TYPE_CHECKING:
    from actors.pdf.canonical import Canon

COORDINATES = {2: 4, 3: 6}
"""Of an axial and of a radial shading."""


def settle(canon: "Canon", made: mupdf.PdfObj) -> None:
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
