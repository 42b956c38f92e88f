"""Maps from the codes of a font to its characters and to letters, such as every viewer reads."""

import ctypes
from collections.abc import Collection, Sequence

from pymupdf import mupdf

from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.fonts import font_files
from actors.pdf.mupdf_objects import entry, name_of

TWO_BYTES = range(0x10000)
UNICODE = ("UniGB-", "UniCNS-", "UniJIS-", "UniJIS2004-", "UniJISX0213-", "UniKS-")
SYSTEM = {"Registry": "Adobe", "Ordering": "Identity"}
ASCII = range(0x20, 0x7F)
LETTERS = range(0x20, 0xD800)


class CodeMaps:
    def __init__(self, canon: Canon) -> None:
        self._canon = canon

    def to_unicode(self, found: mupdf.PdfObj, described: mupdf.PdfFontDesc) -> mupdf.PdfObj:
        """Of a simple font: its own map, or what MuPDF knows from the names of its glyphs."""
        copied = self._canon.resources.copy("Map", entry(found, "ToUnicode"))
        if copied is not None and mupdf.pdf_is_dict(copied):
            return copied
        known = {code: chr(one) for code, one in enumerate(_letters(described)) if one in LETTERS}
        letters = {code: chr(code) for code in ASCII} | known  # as engines guess without a map
        return self._canon.stream(font_files.to_unicode(letters))

    def from_unicode(
        self, encoding: mupdf.PdfObj, described: mupdf.PdfFontDesc, used: Collection[int]
    ) -> dict[str, mupdf.PdfObj | None]:
        """The entries of a font for its codes.

        Of the maps from Unicode that viewers know by name, the part that is used: not
        every viewer has them, and each has an edition of its own.
        """
        known = described.m_internal.encoding
        codes = ((code, mupdf.ll_pdf_lookup_cmap(known, code)) for code in TWO_BYTES)
        places = {code: character for code, character in codes if character in used}
        vertical = name_of(encoding).endswith("V")
        made = self._code_map(font_files.code_map(places, vertical), vertical)
        plainest = {character: code for code, character in reversed(places.items())}
        letters = {code: chr(plainest[one]) for code, one in places.items() if code in LETTERS}
        return {
            "Encoding": made,
            "ToUnicode": self._canon.stream(font_files.to_unicode(letters, wide=True)),
        }

    def from_bytes(self) -> mupdf.PdfObj:
        """From one-byte codes to the characters of the same numbers."""
        return self._code_map(font_files.byte_map(), vertical=False)

    def system(self) -> mupdf.PdfObj:
        """Of characters that are numbered as in this font alone."""
        names = {name: mupdf.pdf_new_string(one, len(one)) for name, one in SYSTEM.items()}
        return self._canon.dictionary(**names, Supplement=mupdf.pdf_new_int(0))

    def _code_map(self, data: bytes, vertical: bool) -> mupdf.PdfObj:
        made = self._canon.stream(data)
        mupdf.pdf_dict_puts(made, "Type", mupdf.pdf_new_name("CMap"))
        mupdf.pdf_dict_puts(made, "CMapName", mupdf.pdf_new_name(font_files.CODE_MAP))
        mupdf.pdf_dict_puts(made, "WMode", mupdf.pdf_new_int(int(vertical)))
        mupdf.pdf_dict_puts(made, "CIDSystemInfo", self.system())
        return made


def _letters(described: mupdf.PdfFontDesc) -> Sequence[int]:
    """What each code stands for, as MuPDF knows it from the names of the glyphs."""
    inner = described.m_internal
    if not inner.cid_to_ucs_len:
        return ()
    letters = ctypes.c_ushort * inner.cid_to_ucs_len
    return list(letters.from_address(int(inner.cid_to_ucs)))
