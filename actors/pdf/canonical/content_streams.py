"""Writes a content stream anew from what MuPDF understood of it (ISO 32000-2, 7.8.2).

MuPDF's interpreter reads the bytes once and writes known operators with operands of the right
type; inline images come out in hexadecimal digits, so that none of their bytes ends them early.
What is left to do on its plain output: marked content goes, and with it what is hidden; saved
graphics states are closed where they were opened.
"""

import re
from collections.abc import Callable

from pymupdf import mupdf

from actors.pdf.mupdf_objects import bytes_of
from core.documents.refusals import ShownDifferently

TOKENS = re.compile(
    rb"((?:[\s\d.+\-\[\]]+|\((?:[^\\()]++|\\.)*+\)|<<|>>|<[0-9a-fA-F\s]*>"
    rb"|/[^\s()<>\[\]{}/%]*|(?:true|false|null)\b)*+)"
    rb"(BI\b(?:.*?)\bID\s[0-9a-fA-F\s]*>\s*EI\b|[A-Za-z'\"][A-Za-z0-9*]*)",
    re.DOTALL,
)
"""The operands and the operator of one instruction, as MuPDF writes them."""

TO_BE_LOOKED_AT = re.compile(rb"\b(?:BDC|BMC|EMC|MP|DP|BX|EX|null|[qQ]|[4-7] Tr)\b|-[\d.]+ w\b")

FILLED_PATHS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"}
MARKS = {b"Do", b"sh", b"Tj", b"TJ", b"'", b'"'}
SIZES = {b"d0", b"d1"}
STROKES = {b"S", b"s", b"B", b"B*", b"b", b"b*"}
PLAIN_LINES = b"\n1 w 0 J 0 j 10 M [] 0 d"
COLORS = {b"g", b"G", b"rg", b"RG", b"k", b"K", b"cs", b"CS", b"sc", b"SC", b"scn", b"SCN"}
SHOWN = {b"Tj", b"TJ", b"'", b'"'}
TEXTS = SHOWN | {b"BT", b"ET"}
CLIPPING = 4
"""Modes of text from this on clip (ISO 32000-2, table 104)."""

MARKED, POINTS = {b"BMC", b"BDC"}, {b"MP", b"DP", b"BX", b"EX"}

LAYER = re.compile(rb"\s*/OC\s*/([^\s()<>\[\]{}/%]*)\s*")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")

IsHidden = Callable[[str], bool]
"""Whether the optional content that the resources call by this name is switched off."""


def rewritten(
    pdf: mupdf.PdfDocument, resources: mupdf.PdfObj, stream: mupdf.PdfObj, is_hidden: IsHidden
) -> bytes:
    """The content of a page (its /Contents), a form, a pattern or a glyph of a Type 3 font."""
    return settled(_understood(pdf, resources, stream), is_hidden)


def settled(content: bytes, is_hidden: IsHidden) -> bytes:
    """MuPDF's own output without marked content, with every q closed and no Q too many."""
    if not TO_BE_LOOKED_AT.search(content):
        return content
    writer = _Writer(is_hidden)
    for operands, operator in TOKENS.findall(content):
        writer.take(operands, operator)
    return b"".join(writer.parts) + b" Q" * writer.depth


def glyph(content: bytes) -> bytes:
    """Of a Type 3 font (9.6.4): engines either give it the lines of the page or new ones."""
    operators = [operator for _, operator in TOKENS.findall(content)]
    if SIZES & set(operators[1:]):
        raise ShownDifferently
    if operators[:1] == [b"d1"]:  # it has the colour of the text
        content = uncolored(content)
    if not operators or operators[0] not in SIZES or not STROKES & set(operators):
        return content
    end = next(TOKENS.finditer(content)).end()
    return content[:end] + PLAIN_LINES + content[end:]


def uncolored(content: bytes) -> bytes:
    """Of a pattern that is given its colour (8.7.3.3): colours of its own are not allowed."""
    kept = [found[0] for found in TOKENS.finditer(content) if found[2] not in COLORS]
    return b"".join(kept)


def _understood(pdf: mupdf.PdfDocument, resources: mupdf.PdfObj, stream: mupdf.PdfObj) -> bytes:
    buffer = mupdf.fz_new_buffer(1024)
    processor = mupdf.pdf_new_buffer_processor(buffer, 1, 0)
    # The class-aware wrapper asks for a cookie that it cannot be given.
    mupdf.ll_pdf_process_contents(
        processor.m_internal, pdf.m_internal, resources.m_internal, stream.m_internal, None
    )
    mupdf.pdf_close_processor(processor)
    return bytes_of(buffer)


class _Writer:
    def __init__(self, is_hidden: IsHidden) -> None:
        self.parts: list[bytes] = []
        self.depth = 0
        self._is_hidden = is_hidden
        self._nesting: list[bool] = []
        self._hidden = 0
        self._mode, self._clips, self._held = 0, False, b""

    def take(self, operands: bytes, operator: bytes) -> None:
        if operator == b"Tr" or operator in TEXTS:
            self._follow(operands, operator)
        if operator == b"w" and operands.strip().startswith(b"-"):
            raise ShownDifferently
        if self._held and operator == b"Tr":
            return
        if operator in MARKED or operator == b"EMC":
            self._nest(operands, operator)
        elif operator in POINTS or (operator == b"TJ" and b"null" in operands):
            return
        elif operator == b"q":
            self.depth += 1
            self._keep(b" ", operator)
        elif operator == b"Q":
            if self.depth:
                self.depth -= 1
                self._keep(b" ", operator)
        elif self._hidden and operator in FILLED_PATHS:
            self._keep(b" ", b"n")
        elif not (self._hidden and (operator in MARKS or operator.startswith(b"BI"))):
            self._keep(operands, operator)
        if self._held and operator == b"ET":
            self._keep(self._held, b"Tr")
            self._held = b""

    def _follow(self, operands: bytes, operator: bytes) -> None:
        """Text that clips, with an end to it before the end of its text object (9.3.6): engines
        disagree about when it does. What changes the mode is put behind the end."""
        if operator in (b"BT", b"ET"):
            self._clips = False
        elif operator == b"Tr":
            self._mode, self._held = int(float(operands)), operands if self._clips else b""
        elif self._held and self._mode < CLIPPING:
            raise ShownDifferently
        else:
            self._clips = self._clips or self._mode >= CLIPPING

    def _nest(self, operands: bytes, operator: bytes) -> None:
        if operator == b"EMC":
            self._hidden -= self._nesting.pop() if self._nesting else 0
            return
        layer = LAYER.fullmatch(operands) if operator == b"BDC" else None
        hidden = layer is not None and self._is_hidden(_unescaped(layer[1]))
        self._nesting.append(hidden)
        self._hidden += hidden

    def _keep(self, operands: bytes, operator: bytes) -> None:
        if operands[:1] not in b" \n/([<":
            self.parts.append(b" ")
        self.parts.append(operands)
        self.parts.append(operator)


def _unescaped(name: bytes) -> str:
    plain = ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), name)
    return plain.decode(errors="surrogateescape")
