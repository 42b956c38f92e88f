"""Takes over what a page is painted with, by an allow-list: what is not named here stays behind
(alternate images, references to other files, PostScript, transfer functions, private data).

The keys are those of ISO 32000-2, 8.4 to 11, that say how something looks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from pymupdf import mupdf

from actors.pdf.canonical import color_spaces, content_streams, images, shadings
from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.fonts import widths
from actors.pdf.canonical.fonts.embedding import Embedding
from actors.pdf.canonical.layers import States
from actors.pdf.canonical.resource_keys import BLEND_MODES, CATEGORIES, COLOR_SPACES, KEYS, NO_BASES
from actors.pdf.mupdf_objects import (
    MOST_ENTRIES,
    bytes_of,
    entries,
    entry,
    inherited,
    items,
    name_of,
    number_of,
)
from core.documents.refusals import ShownDifferently, TooComplex

DEEPEST = 24
SMALLEST_STEP = 0.001
UNCOLORED = 2
EMS, FARTHEST = 100, 1_000_000
FONT_FILES = ("FontFile", "FontFile2", "FontFile3")


@dataclass(frozen=True)
class Made:
    """An object of the canonical version and, if it is a stream, its data."""

    value: mupdf.PdfObj
    data: bytes | None = None
    compressed: bool = False


class Resources:
    """Copies kinds of objects into the canonical version; each only once, however often used."""

    def __init__(self, canon: Canon, states: States) -> None:
        self._canon, self._states = canon, states
        self.embedding = Embedding(canon)
        self._copies: dict[tuple[str, int], mupdf.PdfObj | None] = {}
        self._painters: list[mupdf.PdfObj] = []

    def painted(
        self, holder: mupdf.PdfObj, *streams: mupdf.PdfObj
    ) -> tuple[mupdf.PdfObj, list[bytes]]:
        """The resources and the contents of a page, a form, a pattern or a font, written anew.

        Without resources of its own it uses those of what it is painted by, as in PDF 1.1.
        """
        found = inherited(holder, "Resources")
        if not mupdf.pdf_is_dict(found) and self._painters:
            found = self._painters[-1]
        self._painters.append(found)
        made = self._resources(found)
        self._painters.pop()
        properties = entry(found, "Properties")

        def is_hidden(group: str) -> bool:
            return self._states.hides(entry(properties, group))

        pdf = self._canon.source_pdf
        return made, [
            content_streams.rewritten(pdf, found, stream, is_hidden) for stream in streams
        ]

    def copy(self, kind: str, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """None for what is not of this kind at all."""
        key = (kind, number_of(found))
        if not key[1]:
            made = self._made(kind, found)
            return made.value if made else None
        if key not in self._copies:
            number = mupdf.pdf_create_object(self._canon.target_pdf)
            reference = mupdf.pdf_new_indirect(self._canon.target_pdf, number, 0)
            self._copies[key] = reference  # before its parts, for they may lead back here
            made = self._made(kind, found)
            if made is None:
                self._copies[key] = None
            else:
                self._fill(reference, made)
        return self._copies[key]

    def _fill(self, reference: mupdf.PdfObj, made: Made) -> None:
        pdf = self._canon.target_pdf
        mupdf.pdf_update_object(pdf, number_of(reference), made.value)
        if made.data is not None:
            data = mupdf.fz_new_buffer_from_copied_data(made.data)
            mupdf.pdf_update_stream(pdf, reference, data, int(made.compressed))

    def _resources(self, found: mupdf.PdfObj) -> mupdf.PdfObj:
        categories = {}
        for category, names in entries(found):
            if category in CATEGORIES:
                copies = {name: self.copy(category, one) for name, one in entries(names)}
                categories[category] = self._dictionary(copies)
        return self._dictionary(categories)

    def _dictionary(self, copies: dict[str, mupdf.PdfObj | None]) -> mupdf.PdfObj:
        known = {name: one for name, one in copies.items() if one is not None}
        return self._canon.dictionary(**known)

    def _made(self, kind: str, found: mupdf.PdfObj) -> Made | None:
        special = {
            "Plain": self._plain,
            "XObject": self._xobject,
            "Form": self._form,
            "Pattern": self._pattern,
            "ColorSpace": self._color_space,
            "Font": self._font,
            "Image": self._image,
            "Stencil": self._stencil,
            "Softness": self._softness,
            "Colorants": self._colorants,
            "Base": self._base,
            "ExtGState": self._state,
            "Shading": self._shading,
            "Descendant": self._descendant,
            "FontAndSize": self._font_and_size,
            "FontDescriptor": self._descriptor,
        }
        if kind in special:
            return special[kind](found)
        if kind.startswith("["):
            return self._list(kind[1:-1], found)
        if kind == "BlendMode":
            return Made(mupdf.pdf_new_name(_blend_mode(found)))
        if not mupdf.pdf_is_dict(found):
            return self._plain(found)  # a name where a dictionary is usual, such as /Identity-H
        data = bytes_of(mupdf.pdf_load_stream(found)) if _is_stream(found) else None
        return Made(self._entries(kind, found), data)

    def _entries(self, kind: str, found: mupdf.PdfObj) -> mupdf.PdfObj:
        keys = ((name, of, entry(found, name)) for name, of in KEYS[kind].items())
        return self._dictionary(
            {name: self.copy(of, one) for name, of, one in keys if one.m_internal}
        )

    def _list(self, kind: str, found: mupdf.PdfObj) -> Made | None:
        """An array of things of a kind, or one of them alone."""
        if not mupdf.pdf_is_array(found):
            return self._made(kind, found)
        copies = [self.copy(kind, one) for one in items(found)]
        return None if None in copies else Made(self._canon.array(copies))

    def _plain(
        self, found: mupdf.PdfObj, depth: int = DEEPEST, counter: Iterator[int] | None = None
    ) -> Made | None:
        """Numbers, strings, names, and arrays of them, counted together. Raises TooComplex."""
        counter = counter or count()
        if next(counter) > MOST_ENTRIES:
            raise TooComplex
        if mupdf.pdf_is_dict(found) or not depth:
            return None
        if not mupdf.pdf_is_array(found):
            return Made(self._canon.copy(mupdf.pdf_resolve_indirect_chain(found)))
        copies = [self._plain(one, depth - 1, counter) for one in items(found)]
        return Made(self._canon.array([one.value if one else mupdf.PDF_NULL for one in copies]))

    def _xobject(self, found: mupdf.PdfObj) -> Made | None:
        kind = name_of(entry(found, "Subtype"))
        if not _is_stream(found) or kind not in ("Form", "Image"):
            return None
        if self._states.hides(entry(found, "OC")):
            return Made(self._entries("Hidden", found), b"")
        return self._form(found) if kind == "Form" else self._image(found)

    def _image(self, found: mupdf.PdfObj, kind: str = "Image") -> Made | None:
        if not _is_stream(found):
            return self._plain(found)  # a colour key in the place of a mask
        if kind == "Image" and mupdf.pdf_to_bool(entry(found, "ImageMask")):
            kind = "Stencil"
        made = self._entries(kind, found)
        images.settle(made)
        data, compressed = images.encoded(self._canon, found, made)
        return Made(made, data, compressed)

    def _stencil(self, found: mupdf.PdfObj) -> Made | None:
        """A mask of one bit; another image in its place is read otherwise by every engine."""
        if _is_stream(found) and not mupdf.pdf_to_bool(entry(found, "ImageMask")):
            raise ShownDifferently
        return self._image(found, "Stencil")

    def _softness(self, found: mupdf.PdfObj) -> Made | None:
        if not _is_stream(found):
            return None
        if mupdf.pdf_to_bool(entry(found, "ImageMask")):
            raise ShownDifferently
        return self._image(found, "Softness")

    def _form(self, found: mupdf.PdfObj, kind: str = "Form") -> Made | None:
        if not _is_stream(found):
            return None
        made = self._entries(kind, found)
        resources, (data,) = self.painted(found, found)
        mupdf.pdf_dict_puts(made, "Resources", resources)
        if kind == "Tiling" and mupdf.pdf_to_int(entry(made, "PaintType")) == UNCOLORED:
            data = content_streams.uncolored(data)
        return Made(made, data)

    def _pattern(self, found: mupdf.PdfObj) -> Made | None:
        if mupdf.pdf_to_int(entry(found, "PatternType")) == 1:
            steps = [mupdf.pdf_to_real(entry(found, name)) for name in ("XStep", "YStep")]
            if min(map(abs, steps)) < SMALLEST_STEP:  # forbidden (8.7.3.1): each engine has its way
                raise ShownDifferently
            return self._form(found, "Tiling")
        return Made(self._entries("ShadingPattern", found))

    def _state(self, found: mupdf.PdfObj) -> Made | None:
        if mupdf.pdf_to_real(entry(found, "LW")) < 0:
            raise ShownDifferently
        return Made(self._entries("ExtGState", found)) if mupdf.pdf_is_dict(found) else None

    def _shading(self, found: mupdf.PdfObj) -> Made:
        made = self._entries("Shading", found)
        shadings.settle(self._canon, made)
        if not _is_stream(found):
            return Made(made)
        data = bytes_of(mupdf.pdf_load_stream(found))
        shadings.settle_mesh(made, data)
        return Made(made, data)

    def _descendant(self, found: mupdf.PdfObj) -> Made:
        """A map to the glyphs of a file that is no TrueType font has no meaning (9.7.4.2)."""
        made = self._entries("Descendant", found)
        files = (entry(entry(found, "FontDescriptor"), name) for name in ("FontFile", "FontFile3"))
        if mupdf.pdf_is_stream(entry(found, "CIDToGIDMap")) and any(map(_is_stream, files)):
            mupdf.pdf_dict_dels(made, "CIDToGIDMap")
        return Made(made)

    def _font(self, found: mupdf.PdfObj) -> Made | None:
        widths.check(found)
        embedded = self.embedding.of(found)
        if embedded is not None:
            return Made(embedded)
        made = self._entries("Font", found)
        encoding = self.embedding.encoding(found)
        if encoding is not None:
            mupdf.pdf_dict_puts(made, "Subtype", mupdf.pdf_new_name("Type1"))
            mupdf.pdf_dict_puts(made, "Encoding", encoding)
        if name_of(entry(found, "Subtype")) != "Type3":
            self.embedding.widths(found, made)
        else:
            mupdf.pdf_dict_puts(made, "FontBBox", self._room(entry(found, "FontMatrix")))
        glyphs = {name: one for name, one in entries(entry(found, "CharProcs")) if _is_stream(one)}
        if glyphs:
            resources, contents = self.painted(found, *glyphs.values())
            copies = map(self._canon.stream, map(content_streams.glyph, contents))
            mupdf.pdf_dict_puts(
                made, "CharProcs", self._dictionary(dict(zip(glyphs, copies, strict=True)))
            )
            mupdf.pdf_dict_puts(made, "Resources", resources)
        return Made(made)

    def _room(self, matrix: mupdf.PdfObj) -> mupdf.PdfObj:
        """A box for the glyphs of a Type 3 font so large that no engine cuts them by it."""
        numbers = [mupdf.pdf_to_real(one) for one in items(matrix)]
        if any(numbers[4:]):
            raise ShownDifferently  # each engine moves the glyphs by another distance
        reach = min(
            EMS / max(map(abs, numbers[:4]), default=0.001) if any(numbers) else 1, FARTHEST
        )
        sides = [mupdf.pdf_new_real(side) for side in (-reach, -reach, reach, reach)]
        return self._canon.array(sides)

    def _font_and_size(self, found: mupdf.PdfObj) -> Made | None:
        font = self.copy("Font", mupdf.pdf_array_get(found, 0))
        return Made(self._canon.array([font, mupdf.pdf_array_get(found, 1)])) if font else None

    def _descriptor(self, found: mupdf.PdfObj) -> Made | None:
        """With the one font file that MuPDF takes where there are several."""
        made = self._entries("FontDescriptor", found)
        files = [name for name in FONT_FILES if mupdf.pdf_is_dict(entry(made, name))]
        for name in files[1:]:
            mupdf.pdf_dict_dels(made, name)
        return Made(made)

    def _color_space(self, found: mupdf.PdfObj) -> Made | None:
        """A name, or an array of a name and its parameters (8.6)."""
        if not mupdf.pdf_is_array(found):
            return self._plain(found) if name_of(found) else None
        family, *parameters = items(found)
        kinds = COLOR_SPACES.get(name_of(family))
        if kinds is None:
            return None
        copies = [self.copy(kind, one) for kind, one in zip(kinds, parameters, strict=False)]
        if None in copies:
            return None
        if name_of(family) == "Indexed" and len(copies) == 3:
            copies[1] = color_spaces.highest(copies[0], copies[1], parameters[2])
        return Made(self._canon.array([mupdf.pdf_new_name(name_of(family)), *copies]))

    def _base(self, found: mupdf.PdfObj) -> Made | None:
        """The colours that those of a colorant are mixed of."""
        if (name_of(mupdf.pdf_array_get(found, 0)) or name_of(found)) in NO_BASES:
            raise ShownDifferently
        return self._color_space(found)

    def _colorants(self, found: mupdf.PdfObj) -> Made:
        """By names of our own: of Black, All and None engines think something (8.6.6.4)."""
        if not mupdf.pdf_is_array(found):
            return Made(mupdf.pdf_new_name("Colorant"))
        names = [f"Colorant{number}" for number in range(mupdf.pdf_array_len(found))]
        return Made(self._canon.array([mupdf.pdf_new_name(name) for name in names]))


def _is_stream(found: mupdf.PdfObj) -> bool:
    return bool(mupdf.pdf_is_stream(found))


def _blend_mode(found: mupdf.PdfObj) -> str:
    """The first that is known of several (11.6.3); Normal where none is."""
    several = items(found) if mupdf.pdf_is_array(found) else [found]
    return next((name_of(one) for one in several if name_of(one) in BLEND_MODES), "Normal")
