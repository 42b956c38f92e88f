"""Embeds the fonts that a PDF only names, with the glyphs that MuPDF paints in their place.

Every viewer has a font of its own for what is not embedded, with other widths and other letters.
"""

import ctypes

from pymupdf import mupdf

from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.fonts import code_maps, font_files, widths
from actors.pdf.canonical.fonts.code_maps import CodeMaps
from actors.pdf.canonical.fonts.used_glyphs import UsedGlyphs
from actors.pdf.mupdf_objects import bytes_of, entry, name_of

SYMBOLIC = 4
FACE_FLAGS, TRICKY = 2, 1 << 13
"""FreeType's FT_FaceRec: the third number, and FT_FACE_FLAG_TRICKY in it."""
CODES = range(256)
TRUETYPE = (b"\0\1\0\0", b"true")
NAMED, NONE = ("Type1", "MMType1", "TrueType"), ".notdef"
MAPS = {"Encoding": "Encoding", "ToUnicode": "Map"}
COMPOSITE_KEYS = ("DW", "W", "DW2", "W2")


class Embedding:
    def __init__(self, canon: Canon) -> None:
        self._canon = canon
        self._used = UsedGlyphs(canon.source)
        self._maps = CodeMaps(canon)
        self.fonts_embedded = False

    def of(self, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """A font dictionary that looks the same and leaves no choice of glyphs; None where the one
        that is there does."""
        kind = name_of(entry(found, "Subtype"))
        if kind == "Type3":
            return None
        loaded = mupdf.ll_pdf_load_font(self._canon.source_pdf.m_internal, None, found.m_internal)
        described = mupdf.PdfFontDesc(loaded)
        font = mupdf.FzFont(mupdf.ll_fz_keep_font(loaded.font))
        if loaded.is_embedded and not _moves(font):
            return self._by_glyphs(found, described) if _is_simple_truetype(found) else None
        self.fonts_embedded |= not loaded.is_embedded
        if kind == "Type0":
            return self._composite(found, described, font)
        return self._simple(found, described, font)

    def encoding(self, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """Of an embedded simple font whose glyphs have names: the name of every code, as MuPDF
        understood the encodings of the font and of its file (9.6.5). None for other fonts."""
        descriptor = entry(found, "FontDescriptor")
        files = (entry(descriptor, name) for name in ("FontFile", "FontFile3"))
        if name_of(entry(found, "Subtype")) not in NAMED or not any(
            map(mupdf.pdf_is_stream, files)
        ):
            return None
        loaded = mupdf.ll_pdf_load_font(self._canon.source_pdf.m_internal, None, found.m_internal)
        described, font = (
            mupdf.PdfFontDesc(loaded),
            mupdf.FzFont(mupdf.ll_fz_keep_font(loaded.font)),
        )
        glyphs = [max(0, mupdf.pdf_font_cid_to_gid(described, code)) for code in CODES]
        names = [mupdf.fz_get_glyph_name2(font, glyph) if glyph else NONE for glyph in glyphs]
        if not all(names):
            return None
        listed = [mupdf.pdf_new_name(name) for name in names]
        differences = self._canon.array([mupdf.pdf_new_int(0), *listed])
        return self._canon.dictionary(Type=mupdf.pdf_new_name("Encoding"), Differences=differences)

    def widths(self, found: mupdf.PdfObj, made: mupdf.PdfObj) -> None:
        """Puts into the copy of an embedded font what MuPDF knows of its widths."""
        kind = name_of(entry(found, "Subtype"))
        loaded = mupdf.ll_pdf_load_font(self._canon.source_pdf.m_internal, None, found.m_internal)
        described = mupdf.PdfFontDesc(loaded)
        if kind in NAMED:
            if widths.are_plain(found):  # perhaps not of whole numbers, as MuPDF has them
                return
            mupdf.pdf_dict_puts(made, "FirstChar", mupdf.pdf_new_int(0))
            mupdf.pdf_dict_puts(made, "LastChar", mupdf.pdf_new_int(255))
            mupdf.pdf_dict_puts(made, "Widths", self._numbers(widths.simple(described)))
            return
        descendant = mupdf.pdf_array_get(entry(found, "DescendantFonts"), 0)
        copy = mupdf.pdf_array_get(entry(made, "DescendantFonts"), 0)
        known = widths.doubtful(described, descendant)
        if known is not None and mupdf.pdf_is_dict(copy):
            array = self._canon.array([])
            for character, width in known.items():
                mupdf.pdf_array_push(array, mupdf.pdf_new_int(character))
                mupdf.pdf_array_push(array, self._numbers([width]))
            mupdf.pdf_dict_puts(copy, "W", array)

    def _numbers(self, numbers: list[int]) -> mupdf.PdfObj:
        return self._canon.array([mupdf.pdf_new_int(number) for number in numbers])

    def _simple(
        self, found: mupdf.PdfObj, described: mupdf.PdfFontDesc, font: mupdf.FzFont
    ) -> mupdf.PdfObj:
        glyphs = {code: mupdf.pdf_font_cid_to_gid(described, code) for code in CODES}
        glyphs = {code: glyph for code, glyph in glyphs.items() if glyph > 0}
        made, name = self._canon.dictionary, _name(found)
        data = font_files.compact(font, sorted(set(glyphs.values())), name)
        differences: list[mupdf.PdfObj] = []
        for code, glyph in glyphs.items():
            differences += [
                mupdf.pdf_new_int(code),
                mupdf.pdf_new_name(font_files.glyph_name(glyph)),
            ]
        encoding = made(Differences=self._canon.array(differences))
        return made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("Type1"),
            BaseFont=mupdf.pdf_new_name(name),
            FirstChar=mupdf.pdf_new_int(0),
            LastChar=mupdf.pdf_new_int(255),
            Widths=self._numbers(widths.simple(described)),
            Encoding=encoding,
            ToUnicode=self._maps.to_unicode(found, described),
            FontDescriptor=self._descriptor(font, name, "FontFile3", self._file(data, "Type1C")),
        )

    def _by_glyphs(self, found: mupdf.PdfObj, described: mupdf.PdfFontDesc) -> mupdf.PdfObj:
        """A simple TrueType font as one whose codes lead to glyphs by their numbers.

        Its file has several tables of letters, and viewers do not agree on which to use (9.6.5.4).
        """
        glyphs = {code: max(0, mupdf.pdf_font_cid_to_gid(described, code)) for code in CODES}
        map_ = b"".join(glyph.to_bytes(2, "big") for glyph in glyphs.values())
        copy, made, array = self._canon.resources.copy, self._canon.dictionary, self._canon.array
        listed = self._numbers(widths.simple(described))
        inner = made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("CIDFontType2"),
            BaseFont=mupdf.pdf_new_name(_name(found)),
            CIDSystemInfo=self._maps.system(),
            CIDToGIDMap=self._canon.stream(map_),
            FontDescriptor=copy("FontDescriptor", entry(found, "FontDescriptor")),
            W=array([mupdf.pdf_new_int(0), listed]),
        )
        return made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("Type0"),
            BaseFont=mupdf.pdf_new_name(_name(found)),
            Encoding=self._maps.from_bytes(),
            DescendantFonts=array([inner]),
            ToUnicode=self._maps.to_unicode(found, described),
        )

    def _composite(
        self, found: mupdf.PdfObj, described: mupdf.PdfFontDesc, font: mupdf.FzFont
    ) -> mupdf.PdfObj:
        """Only with the glyphs that the pages use: those of a script may be 20,000."""
        used, name = self._used.of(font), _name(found)
        order = sorted(set(used.values()))
        data = font_files.outlined(font, order, name)
        descendant = mupdf.pdf_array_get(entry(found, "DescendantFonts"), 0)
        copy, made = self._canon.resources.copy, self._canon.dictionary
        listed = {key: copy("Plain", entry(descendant, key)) for key in COMPOSITE_KEYS}
        system = copy("CIDSystemInfo", entry(descendant, "CIDSystemInfo"))
        maps = {key: copy(kind, entry(found, key)) for key, kind in MAPS.items()}
        if name_of(entry(found, "Encoding")).startswith(code_maps.UNICODE):
            system = self._maps.system()
            maps = self._maps.from_unicode(entry(found, "Encoding"), described, used)
        inner = made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("CIDFontType2"),
            BaseFont=mupdf.pdf_new_name(name),
            CIDSystemInfo=system or self._maps.system(),
            CIDToGIDMap=self._canon.stream(font_files.glyph_map(used, order)),
            FontDescriptor=self._descriptor(font, name, "FontFile2", self._file(data, None)),
            **{key: one for key, one in listed.items() if one is not None and one.m_internal},
        )
        return made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("Type0"),
            BaseFont=mupdf.pdf_new_name(name),
            DescendantFonts=self._canon.array([inner]),
            **{key: one for key, one in maps.items() if one is not None and one.m_internal},
        )

    def _file(self, data: bytes, kind: str | None) -> mupdf.PdfObj:
        stream = self._canon.stream(data)
        if kind:
            mupdf.pdf_dict_puts(stream, "Subtype", mupdf.pdf_new_name(kind))
        else:
            mupdf.pdf_dict_puts(stream, "Length1", mupdf.pdf_new_int(len(data)))
        return stream

    def _descriptor(
        self, font: mupdf.FzFont, name: str, key: str, file: mupdf.PdfObj
    ) -> mupdf.PdfObj:
        box = mupdf.fz_font_bbox(font)
        corners = [round(1000 * side) for side in (box.x0, box.y0, box.x1, box.y1)]
        numbers = {"Flags": SYMBOLIC, "ItalicAngle": 0, "StemV": 80}
        numbers |= {"Ascent": corners[3], "Descent": corners[1], "CapHeight": corners[3]}
        made = self._canon.dictionary(
            Type=mupdf.pdf_new_name("FontDescriptor"),
            FontName=mupdf.pdf_new_name(name),
            FontBBox=self._canon.array([mupdf.pdf_new_int(corner) for corner in corners]),
            **{number: mupdf.pdf_new_int(value) for number, value in numbers.items()},
        )
        mupdf.pdf_dict_puts(made, key, file)
        return mupdf.pdf_add_object(self._canon.target_pdf, made)


def _moves(font: mupdf.FzFont) -> bool:
    """Whether FreeType lets the font's own program move its outlines whatever it is asked, as it
    does for a few families: another shape at each size, and each engine asks for a size of its
    own."""
    face = mupdf.ll_fz_font_ft_face(font.m_internal)
    if not face:
        return False
    flags = ctypes.cast(int(face), ctypes.POINTER(ctypes.c_long))[FACE_FLAGS]
    return bool(flags & TRICKY)


def _is_simple_truetype(found: mupdf.PdfObj) -> bool:
    file = entry(entry(found, "FontDescriptor"), "FontFile2")
    if name_of(entry(found, "Subtype")) == "Type0" or not mupdf.pdf_is_stream(file):
        return False
    return bytes_of(mupdf.pdf_load_stream(file))[:4] in TRUETYPE


def _name(found: mupdf.PdfObj) -> str:
    """Of a subset (9.9.2), so that no viewer takes a font of its own with this name."""
    plain = "".join(letter for letter in name_of(entry(found, "BaseFont")) if letter.isalnum())
    return f"COUNTR+{plain[:60] or 'Font'}"
