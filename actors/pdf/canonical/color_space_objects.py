"""Colour spaces, copied into the canonical version."""

from pymupdf import mupdf

from actors.pdf.canonical import color_spaces
from actors.pdf.canonical.copier import Copier, Made
from actors.pdf.canonical.resource_keys import COLOR_SPACES, NO_BASES
from actors.pdf.mupdf_objects import items, name_of
from core.documents.refusals import ShownDifferently


def color_space(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    """A name, or an array of a name and its parameters (8.6)."""
    if not mupdf.pdf_is_array(found):
        return copier.plain(found) if name_of(found) else None
    family, *parameters = items(found)
    kinds = COLOR_SPACES.get(name_of(family))
    if kinds is None:
        return None
    copies = [copier.copy(kind, one) for kind, one in zip(kinds, parameters, strict=False)]
    if None in copies:
        return None
    if name_of(family) == "Indexed" and len(copies) == 3:
        copies[1] = color_spaces.highest(copies[0], copies[1], parameters[2])
    return Made(copier.canon.array([mupdf.pdf_new_name(name_of(family)), *copies]))


def base(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    """The colours that those of a colorant are mixed of."""
    if (name_of(mupdf.pdf_array_get(found, 0)) or name_of(found)) in NO_BASES:
        raise ShownDifferently
    return color_space(copier, found)


def colorants(copier: Copier, found: mupdf.PdfObj) -> Made:
    """By names of our own: of Black, All and None engines think something (8.6.6.4)."""
    if not mupdf.pdf_is_array(found):
        return Made(mupdf.pdf_new_name("Colorant"))
    names = [f"Colorant{number}" for number in range(mupdf.pdf_array_len(found))]
    return Made(copier.canon.array([mupdf.pdf_new_name(name) for name in names]))


HANDLERS = {"ColorSpace": color_space, "Base": base, "Colorants": colorants}
