"""Embeds the fonts that a PDF only names, with the glyphs that MuPDF paints in their place.

Every viewer has a font of its own for what is not embedded, with other widths and other letters.
"""

import ctypes
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from pymupdf import mupdf

from actors.pdf import font_files
from actors.pdf.used_glyphs import UsedGlyphs
from actors.pdf.walking import entry, name_of

if TYPE_CHECKING:
    from actors.pdf.canonical import Canon

SYMBOLIC = 4
CODES = range(256)
TWO_BYTES = range(0x10000)
UNICODE = ("UniGB-", "UniCNS-", "UniJIS-", "UniJIS2004-", "UniJISX0213-", "UniKS-")
MAPS = {"Encoding": "Encoding", "ToUnicode": "Map"}
SYSTEM = {"Registry": "Adobe", "Ordering": "Identity"}
LETTERS = range(0x20, 0xD800)
COMPOSITE_KEYS = ("DW", "W", "DW2", "W2")


class Embedding:
    def __init__(self, canon: "Canon") -> None:
        self._canon = canon
        self._used = UsedGlyphs(canon.source)

    def of(self, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """A font dictionary that looks the same with its glyphs in it; None if they are already."""
        kind = name_of(entry(found, "Subtype"))
        if kind == "Type3":
            return None
        loaded = mupdf.ll_pdf_load_font(self._canon.source_pdf.m_internal, None, found.m_internal)
        if loaded.is_embedded:
            return None
        described = mupdf.PdfFontDesc(loaded)
        font = mupdf.FzFont(mupdf.ll_fz_keep_font(loaded.font))
        if kind == "Type0":
            return self._composite(found, described, font)
        return self._simple(found, described, font)

    def _simple(
        self, found: mupdf.PdfObj, described: mupdf.PdfFontDesc, font: mupdf.FzFont
    ) -> mupdf.PdfObj:
        glyphs = {code: mupdf.pdf_font_cid_to_gid(described, code) for code in CODES}
        glyphs = {code: glyph for code, glyph in glyphs.items() if glyph > 0}
        widths = [mupdf.ll_pdf_lookup_hmtx(described.m_internal, code).w for code in CODES]
        made, name = self._canon.dictionary, _name(found)
        copied = self._canon.resources.copy("Map", entry(found, "ToUnicode"))
        has_map = copied is not None and mupdf.pdf_is_dict(copied)
        letters = {code: chr(one) for code, one in enumerate(_letters(described)) if one in LETTERS}
        map_ = copied if has_map else self._canon.stream(font_files.to_unicode(letters))
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
            Widths=self._canon.array([mupdf.pdf_new_int(width) for width in widths]),
            Encoding=encoding,
            ToUnicode=map_,
            FontDescriptor=self._descriptor(font, name, "FontFile3", self._file(data, "Type1C")),
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
        widths = {key: copy("Plain", entry(descendant, key)) for key in COMPOSITE_KEYS}
        system = copy("CIDSystemInfo", entry(descendant, "CIDSystemInfo"))
        maps = {key: copy(kind, entry(found, key)) for key, kind in MAPS.items()}
        if name_of(entry(found, "Encoding")).startswith(UNICODE):
            system = self._system()
            maps = self._maps(entry(found, "Encoding"), described, used)
        inner = made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("CIDFontType2"),
            BaseFont=mupdf.pdf_new_name(name),
            CIDSystemInfo=system or self._system(),
            CIDToGIDMap=self._canon.stream(font_files.glyph_map(used, order)),
            FontDescriptor=self._descriptor(font, name, "FontFile2", self._file(data, None)),
            **{key: one for key, one in widths.items() if one is not None and one.m_internal},
        )
        return made(
            Type=mupdf.pdf_new_name("Font"),
            Subtype=mupdf.pdf_new_name("Type0"),
            BaseFont=mupdf.pdf_new_name(name),
            DescendantFonts=self._canon.array([inner]),
            **{key: one for key, one in maps.items() if one is not None and one.m_internal},
        )

    def _maps(
        self, encoding: mupdf.PdfObj, described: mupdf.PdfFontDesc, used: Collection[int]
    ) -> dict[str, mupdf.PdfObj | None]:
        """Of the maps from Unicode that viewers know by name, the part that is used: not every
        viewer has them, and each has an edition of its own."""
        known = described.m_internal.encoding
        codes = ((code, mupdf.ll_pdf_lookup_cmap(known, code)) for code in TWO_BYTES)
        places = {code: character for code, character in codes if character in used}
        vertical = name_of(encoding).endswith("V")
        made = self._canon.stream(font_files.code_map(places, vertical))
        mupdf.pdf_dict_puts(made, "Type", mupdf.pdf_new_name("CMap"))
        mupdf.pdf_dict_puts(made, "CMapName", mupdf.pdf_new_name(font_files.CODE_MAP))
        mupdf.pdf_dict_puts(made, "WMode", mupdf.pdf_new_int(int(vertical)))
        mupdf.pdf_dict_puts(made, "CIDSystemInfo", self._system())
        plainest = {character: code for code, character in reversed(places.items())}
        letters = {code: chr(plainest[one]) for code, one in places.items() if code in LETTERS}
        return {
            "Encoding": made,
            "ToUnicode": self._canon.stream(font_files.to_unicode(letters, wide=True)),
        }

    def _system(self) -> mupdf.PdfObj:
        names = {name: mupdf.pdf_new_string(one, len(one)) for name, one in SYSTEM.items()}
        return self._canon.dictionary(**names, Supplement=mupdf.pdf_new_int(0))

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


def _name(found: mupdf.PdfObj) -> str:
    """Of a subset (9.9.2), so that no viewer takes a font of its own with this name."""
    plain = "".join(letter for letter in name_of(entry(found, "BaseFont")) if letter.isalnum())
    return f"COUNTR+{plain[:60] or 'Font'}"


def _letters(described: mupdf.PdfFontDesc) -> Sequence[int]:
    """What each code stands for, as MuPDF knows it from the names of the glyphs."""
    inner = described.m_internal
    if not inner.cid_to_ucs_len:
        return ()
    letters = ctypes.c_ushort * inner.cid_to_ucs_len
    return list(letters.from_address(int(inner.cid_to_ucs)))
