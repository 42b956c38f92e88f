"""Takes over what a page is painted with, by an allow-list: what is not named here stays behind
(alternate images, references to other files, PostScript, transfer functions, private data).

The keys are those of ISO 32000-2, 8.4 to 11, that say how something looks.
"""

from pymupdf import mupdf

from actors.pdf.canonical import color_space_objects, content_streams, images, shadings
from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.copier import Copier, Made, is_stream
from actors.pdf.canonical.fonts import font_objects
from actors.pdf.canonical.layers import States
from actors.pdf.canonical.resource_keys import BLEND_MODES
from actors.pdf.mupdf_objects import bytes_of, entry, items, name_of
from core.documents.refusals import ShownDifferently

SMALLEST_STEP = 0.001
UNCOLORED = 2


def copier(canon: Canon, states: States) -> Copier:
    return Copier(canon, states, HANDLERS)


def xobject(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    kind = name_of(entry(found, "Subtype"))
    if not is_stream(found) or kind not in ("Form", "Image"):
        return None
    if copier.states.hides(entry(found, "OC")):
        return Made(copier.entries("Hidden", found), b"")
    return form(copier, found) if kind == "Form" else image(copier, found)


def form(copier: Copier, found: mupdf.PdfObj, kind: str = "Form") -> Made | None:
    if not is_stream(found):
        return None
    made = copier.entries(kind, found)
    resources, (data,) = copier.painted(found, found)
    mupdf.pdf_dict_puts(made, "Resources", resources)
    if kind == "Tiling" and mupdf.pdf_to_int(entry(made, "PaintType")) == UNCOLORED:
        data = content_streams.uncolored(data)
    return Made(made, data)


def image(copier: Copier, found: mupdf.PdfObj, kind: str = "Image") -> Made | None:
    if not is_stream(found):
        return copier.plain(found)  # a colour key in the place of a mask
    if kind == "Image" and mupdf.pdf_to_bool(entry(found, "ImageMask")):
        kind = "Stencil"
    made = copier.entries(kind, found)
    images.settle(made)
    data, compressed = images.encoded(copier.canon, found, made)
    return Made(made, data, compressed)


def stencil(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    """A mask of one bit; another image in its place is read otherwise by every engine."""
    if is_stream(found) and not mupdf.pdf_to_bool(entry(found, "ImageMask")):
        raise ShownDifferently
    return image(copier, found, "Stencil")


def softness(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    if not is_stream(found):
        return None
    if mupdf.pdf_to_bool(entry(found, "ImageMask")):
        raise ShownDifferently
    return image(copier, found, "Softness")


def pattern(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    if mupdf.pdf_to_int(entry(found, "PatternType")) == 1:
        steps = [mupdf.pdf_to_real(entry(found, name)) for name in ("XStep", "YStep")]
        if min(map(abs, steps)) < SMALLEST_STEP:  # forbidden (8.7.3.1): each engine has its way
            raise ShownDifferently
        return form(copier, found, "Tiling")
    return Made(copier.entries("ShadingPattern", found))


def state(copier: Copier, found: mupdf.PdfObj) -> Made | None:
    if mupdf.pdf_to_real(entry(found, "LW")) < 0:
        raise ShownDifferently
    return Made(copier.entries("ExtGState", found)) if mupdf.pdf_is_dict(found) else None


def shading(copier: Copier, found: mupdf.PdfObj) -> Made:
    made = copier.entries("Shading", found)
    shadings.settle(copier.canon, made)
    if not is_stream(found):
        return Made(made)
    data = bytes_of(mupdf.pdf_load_stream(found))
    shadings.settle_mesh(made, data)
    return Made(made, data)


def blend_mode(_: Copier, found: mupdf.PdfObj) -> Made:
    """The first that is known of several (11.6.3); Normal where none is."""
    several = items(found) if mupdf.pdf_is_array(found) else [found]
    known = next((name_of(one) for one in several if name_of(one) in BLEND_MODES), "Normal")
    return Made(mupdf.pdf_new_name(known))


HANDLERS = {
    **color_space_objects.HANDLERS,
    **font_objects.HANDLERS,
    "XObject": xobject,
    "Form": form,
    "Image": image,
    "Stencil": stencil,
    "Softness": softness,
    "Pattern": pattern,
    "ExtGState": state,
    "BlendMode": blend_mode,
    "Shading": shading,
}
