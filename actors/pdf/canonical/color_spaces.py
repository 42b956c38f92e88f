"""What a colour space of the canonical version says (ISO 32000-2, 8.6)."""

from pymupdf import mupdf

from actors.pdf.mupdf_objects import bytes_of, entry, name_of

COMPONENTS = {"DeviceGray": 1, "G": 1, "CalGray": 1, "Indexed": 1, "Separation": 1}
COMPONENTS |= {"DeviceRGB": 3, "RGB": 3, "CalRGB": 3, "Lab": 3, "DeviceCMYK": 4, "CMYK": 4}
HIGHEST = 255


def family(space: mupdf.PdfObj) -> str:
    return name_of(mupdf.pdf_array_get(space, 0)) or name_of(space)


def components(space: mupdf.PdfObj) -> int:
    """Numbers that make a colour; none where that is not known."""
    named = family(space)
    if named == "ICCBased":
        return int(mupdf.pdf_to_int(entry(mupdf.pdf_array_get(space, 1), "N")))
    if named == "DeviceN":
        return int(mupdf.pdf_array_len(mupdf.pdf_array_get(space, 1)))
    return COMPONENTS.get(named, 0)


def highest(base: mupdf.PdfObj, last: mupdf.PdfObj, table: mupdf.PdfObj) -> mupdf.PdfObj:
    """The last entry that the table of an indexed space has (8.6.6.3).

    Beyond the end of a table that is shorter than it says each engine finds colours of its own.
    """
    size = components(base)
    if mupdf.pdf_is_stream(table):
        length = len(bytes_of(mupdf.pdf_load_stream(table)))
    else:
        length = int(mupdf.pdf_to_str_len(table))
    said = min(int(mupdf.pdf_to_int(last)), HIGHEST)
    return mupdf.pdf_new_int(max(0, min(said, length // size - 1) if size else said))
