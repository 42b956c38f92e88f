"""Fonts, their descriptors and descendants, copied into the canonical version."""

from pymupdf import mupdf

from actors.pdf.canonical import content_streams
from actors.pdf.canonical.copier import Copier, Made, is_stream
from actors.pdf.canonical.fonts import widths
from actors.pdf.mupdf_objects import entries, entry, items, name_of
from core.documents.refusals import ShownDifferently

EMS, FARTHEST = 100, 1_000_000
FONT_FILES = ("FontFile", "FontFile2", "FontFile3")


def font(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    widths.check(found)
    embedded = copier.embedding.of(found)
    if embedded is not None:
        return Made(embedded)
    made = copier.entries("Font", found)
    encoding = copier.embedding.encoding(found)
    if encoding is not None:
        mupdf.pdf_dict_puts(made, "Subtype", mupdf.pdf_new_name("Type1"))
        mupdf.pdf_dict_puts(made, "Encoding", encoding)
    if name_of(entry(found, "Subtype")) != "Type3":
        copier.embedding.widths(found, made)
    else:
        mupdf.pdf_dict_puts(made, "FontBBox", _room(copier, entry(found, "FontMatrix")))
    glyphs = {name: one for name, one in entries(entry(found, "CharProcs")) if is_stream(one)}
    if glyphs:
        resources, contents = copier.painted(found, *glyphs.values())
        copies = map(copier.canon.stream, map(content_streams.glyph, contents))
        mupdf.pdf_dict_puts(
            made, "CharProcs", copier.dictionary(dict(zip(glyphs, copies, strict=True)))
        )
        mupdf.pdf_dict_puts(made, "Resources", resources)
    return Made(made)


def font_and_size(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    copied = copier.copy("Font", mupdf.pdf_array_get(found, 0))
    return Made(copier.canon.array([copied, mupdf.pdf_array_get(found, 1)])) if copied else None


def descriptor(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    """With the one font file that MuPDF takes where there are several."""
    made = copier.entries("FontDescriptor", found)
    files = [name for name in FONT_FILES if mupdf.pdf_is_dict(entry(made, name))]
    for name in files[1:]:
        mupdf.pdf_dict_dels(made, name)
    return Made(made)


def descendant(copier: Copier, found: mupdf.PdfObj) -> Made:
    """A map to the glyphs of a file that is no TrueType font has no meaning (9.7.4.2)."""
    made = copier.entries("Descendant", found)
    files = (entry(entry(found, "FontDescriptor"), name) for name in ("FontFile", "FontFile3"))
    if mupdf.pdf_is_stream(entry(found, "CIDToGIDMap")) and any(map(is_stream, files)):
        mupdf.pdf_dict_dels(made, "CIDToGIDMap")
    return Made(made)


def _room(copier: Copier, matrix: mupdf.PdfObj) -> mupdf.PdfObj:
    """A box for the glyphs of a Type 3 font so large that no engine cuts them by it."""
    numbers = [mupdf.pdf_to_real(one) for one in items(matrix)]
    if any(numbers[4:]):
        raise ShownDifferently  # each engine moves the glyphs by another distance
    reach = min(EMS / max(map(abs, numbers[:4]), default=0.001) if any(numbers) else 1, FARTHEST)
    sides = [mupdf.pdf_new_real(side) for side in (-reach, -reach, reach, reach)]
    return copier.canon.array(sides)


HANDLERS = {
    "Font": font,
    "FontAndSize": font_and_size,
    "FontDescriptor": descriptor,
    "Descendant": descendant,
}
