"""Builders of PDFs that MuPDF and PDFium read alike, and Poppler otherwise; or on dark ground."""

import io
import zlib
from collections.abc import Callable
from functools import partial

from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program
from PIL import Image

from actors.pdf.canonical.fonts import font_files
from tests.actors.pdf.comparison.viewer_dependent_pdfs import (
    DESCRIPTOR,
    SMALL,
    compact_font,
    own_font,
    page,
)
from tests.actors.pdf.pdfs import stream

IMAGE = b"/Type/XObject/Subtype/Image/Width 8/Height 8"
STENCIL = IMAGE + b"/ImageMask true/BitsPerComponent 1"
GREY = IMAGE + b"/BitsPerComponent 8/ColorSpace/DeviceGray"
INDEXED = IMAGE + b"/BitsPerComponent %d/ColorSpace[/Indexed/DeviceGray %d<%s>]"
TURNED = b"<</FunctionType 2/Domain[0 1]/N 1/C0[0]/C1[1]>>"
WHITE = b"<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[1]>>"


def painted(entries: bytes, data: bytes, *more: bytes) -> bytes:
    paint = SMALL + b"q 380 0 0 50 20 20 cm /I Do Q"
    return page(paint, stream(data, entries), *more, resources=b"/XObject<</I 6 0 R>>")


def _filled(space: bytes, color: bytes = b"1 scn") -> bytes:
    paint = SMALL + b"q /C cs " + color + b" 20 20 380 50 re f Q"
    return page(paint, resources=b"/ColorSpace<</C " + space + b">>")


def _predicted(bits: int, predictor: int, columns: int) -> bytes:
    line = (b"\3" if predictor >= 10 else b"") + bytes([15, 17, 34, 0] * 4)[:bits]
    parameters = b"/Predictor %d/BitsPerComponent %d/Columns %d" % (predictor, bits, columns)
    entries = b"/BitsPerComponent %d/ColorSpace/DeviceGray/Filter/FlateDecode/DecodeParms<<%s>>"
    return painted(IMAGE + entries % (bits, parameters), zlib.compress(line * 8))


def _mixed(names: bytes, base: bytes = b"/DeviceGray", function: bytes = WHITE) -> bytes:
    return _filled(b"[/%s %s%s]" % (names, base, function))


BUILDERS: dict[str, Callable[[], bytes]] = {
    "a_stencil_turned_by_less_than_nothing": partial(
        painted, STENCIL + b"/Decode[-1 0]", b"\0" * 8
    ),
    "a_decode_array_that_is_too_short": partial(painted, GREY + b"/Decode[0]", b"\x80" * 64),
    "a_table_of_colours_that_is_too_short": partial(
        painted, INDEXED % (8, 255, b"ff00"), b"\5" * 64
    ),
    "a_decode_array_of_a_table": partial(
        painted, INDEXED % (4, 3, b"ff00ff00") + b"/Decode[3 0]", b'"' * 32
    ),
    "a_stencil_as_a_soft_mask": partial(
        painted, GREY + b"/SMask 7 0 R", b"\0" * 64, stream(b"\0" * 8, STENCIL)
    ),
    "a_soft_mask_of_a_stencil": partial(
        painted, STENCIL + b"/SMask 7 0 R", b"\0" * 8, stream(b"\0" * 64, GREY)
    ),
    "a_stencil_of_a_stencil": partial(
        painted, STENCIL + b"/Mask 7 0 R", b"\0" * 8, stream(b"\xff" * 8, STENCIL)
    ),
    "samples_of_three_bits": partial(
        painted, IMAGE + b"/BitsPerComponent 3/ColorSpace/DeviceGray", b"\17" * 64
    ),
    "a_stencil_of_eight_bits": partial(
        painted, IMAGE + b"/ImageMask true/BitsPerComponent 8", b"\0" * 8 + b"\xff" * 56
    ),
    "a_predictor_of_sixteen_bits": partial(_predicted, 16, 2, 8),
    "a_predictor_of_shorter_lines": partial(_predicted, 8, 15, 4),
    "a_colorant_called_black": partial(_mixed, b"Separation/Black"),
    "colorants_called_none": partial(
        _filled, b"[/DeviceN[/None]/DeviceGray%s]" % TURNED.replace(b"C0[0]/C1[1]", b"C0[1]/C1[0]")
    ),
    "a_colorant_made_of_a_table": partial(
        _mixed, b"Separation/Spot", b"[/Indexed/DeviceGray 1<ff00>]", TURNED
    ),
    "text_that_clips_but_not_at_its_end": lambda: page(
        SMALL + b"q BT 7 Tr /F 40 Tf 30 30 Td (W) Tj 0 Tr 100 0 Td (WW) Tj ET 20 20 380 50 re f Q"
    ),
    "text_that_clips_and_is_set_back": lambda: page(
        SMALL + b"q BT 7 Tr /F 40 Tf 30 30 Td (W) Tj 0 Tr ET 20 20 380 50 re f Q"
    ),
    "a_colour_with_too_few_numbers_on_black": lambda: page(
        b"0 g 0 0 420 160 re f /DeviceRGB cs 1 sc BT /F 20 Tf 30 90 Td (5000) Tj ET"
    ),
}


BUILDERS |= {
    "widths_of_a_character_twice": lambda: composite(b"/CIDToGIDMap/Identity/W[2 2 100 2 2 900]"),
    "a_map_to_the_glyphs_of_another_kind_of_file": lambda: composite(
        b"/CIDToGIDMap 10 0 R", compact_font(), b"/FontFile3", b"/Subtype/CIDFontType0C"
    ),
    "an_embedded_font_without_widths": lambda: _simple(b""),
    "a_first_letter_below_none": lambda: _simple(
        b"/FirstChar -2/LastChar 255/Widths[%s]" % (b"100 " * 55 + b"900 " * 100)
    ),
    "a_font_that_moves_its_outlines": lambda: composite(
        b"/CIDToGIDMap/Identity", own_font(_moving), size=90
    ),
    "a_glyph_that_says_its_size_late": lambda: _drawn(b"0 0 500 700 re f 600 0 0 0 500 700 d1"),
    "a_glyph_that_leaves_its_boxes": lambda: _drawn(
        SIZE + b"0 0 100 700 re f 520 0 400 700 re f 8000 0 400 700 re f"
    ),
    "a_glyph_with_a_colour_of_its_own": lambda: _drawn(SIZE + b"1 g 0 0 500 700 re f"),
    "glyphs_that_are_moved": lambda: _drawn(SIZE + b"0 0 500 700 re f", b"[.001 0 0 .001 1 1]"),
    "a_gradient_without_a_length": lambda: _shaded(b"/Coords[100 0 100 0]/Extend[true true]"),
    "a_gradient_with_one_end": lambda: _shaded(b"/Coords[100 0 300 0]/Extend[true]"),
    "a_gradient_with_three_numbers": lambda: _shaded(b"/Coords[100 0 300]/Extend[true true]"),
    "a_line_of_less_than_no_width": lambda: page(SMALL + b"-20 w 20 40 m 400 40 l S"),
    "a_state_with_a_line_of_less_than_no_width": lambda: page(
        SMALL + b"/G gs 20 40 m 400 40 l S", resources=b"/ExtGState<</G<</LW -20>>>>"
    ),
    "a_photograph_of_other_colours": lambda: _photograph("RGB", b"8/Height 8", b"CMYK"),
    "a_mesh_with_edges_that_mean_nothing": lambda: _mesh(
        (0, 250, 120), (6, 250, 120), (0, 0, 0), (4, 40, 100)
    ),
    "a_mesh_with_edges_that_are_known": lambda: _mesh(
        (0, 0, 0), (0, 250, 0), (0, 250, 120), (1, 100, 200), (2, 30, 200)
    ),
    "a_photograph_of_another_size": lambda: _photograph("L", b"32/Height 32", b"Gray"),
}
SIZE = b"600 0 0 0 500 700 d1 "
FONT = b"/Font<</F 5 0 R>>"


def _with_font(content: bytes, *objects: bytes) -> bytes:
    return page(content, *objects).replace(FONT, b"/Font<</F 5 0 R/T 6 0 R>>", 1)


def composite(
    entries: bytes,
    data: bytes | None = None,
    key: bytes = b"/FontFile2",
    file: bytes = b"",
    size: int = 20,
) -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/T/Encoding/Identity-H/ToUnicode 11 0 R"
    font += b"/DescendantFonts[7 0 R]>>"
    kind = b"2" if key == b"/FontFile2" else b"0"
    inner = (
        b"<</Type/Font/Subtype/CIDFontType%s/BaseFont/T/FontDescriptor 8 0 R/DW 600%s"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>" % (kind, entries)
    )
    return _with_font(
        b"BT /T %d Tf 30 60 Td <000700020002> Tj ET" % size,
        font,
        inner,
        DESCRIPTOR + key + b" 9 0 R>>",
        stream(data or own_font(lambda font: None), file),
        stream(b"\0\1\0\2\0\3\0\4\0\5\0\6\0\7\0\1"),
        stream(font_files.to_unicode({7: "5", 2: "0"}, wide=True)),
    )


def _simple(widths: bytes) -> bytes:
    named = b"<</Type/Font/Subtype/Type1/BaseFont/T/Encoding/WinAnsiEncoding/FontDescriptor 7 0 R"
    file = stream(compact_font(), b"/Subtype/Type1C")
    content = b"BT /T 20 Tf 30 90 Td (500) Tj ET"
    return _with_font(content, named + widths + b">>", DESCRIPTOR + b"/FontFile3 8 0 R>>", file)


def _drawn(glyph: bytes, matrix: bytes = b"[.001 0 0 .001 0 0]") -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontMatrix%s/FontBBox[0 0 500 700]/CharProcs<</zero 7 0 R>>"
        b"/FirstChar 48/LastChar 48/Widths[600]/Encoding<</Differences[48/zero]>>/Resources<<>>>>"
    )
    return _with_font(b"BT /T 20 Tf 30 90 Td (00) Tj ET", font % matrix, stream(glyph))


def _shaded(entries: bytes) -> bytes:
    shading = b"<</ShadingType 2/ColorSpace/DeviceGray%s/Function %s>>" % (entries, TURNED)
    paint = SMALL + b"q 20 20 380 50 re W n /S sh Q"
    return page(paint, shading, resources=b"/Shading<</S 6 0 R>>")


def _mesh(*corners: tuple[int, int, int]) -> bytes:
    """Each with its edge flag and its place."""
    entries = (
        b"/ShadingType 4/ColorSpace/DeviceGray/BitsPerFlag 8/BitsPerCoordinate 8"
        b"/BitsPerComponent 8/Decode[0 420 0 160 0 1]"
    )
    mesh = stream(b"".join(bytes([*corner, 0]) for corner in corners), entries)
    return page(SMALL + b"q /S sh Q", mesh, resources=b"/Shading<</S 6 0 R>>")


def _photograph(mode: str, size: bytes, space: bytes) -> bytes:
    output = io.BytesIO()
    Image.new(mode, (8, 8)).save(output, "JPEG")
    entries = b"/Type/XObject/Subtype/Image/BitsPerComponent 8/Filter/DCTDecode"
    return painted(entries + b"/Width " + size + b"/ColorSpace/Device" + space, output.getvalue())


def _moving(font: TTFont) -> None:
    """Its family is one whose programs FreeType always lets run; this one moves at large sizes."""
    font["name"].setName("DFKaiSho-SB", 1, 3, 1, 0x409)
    for table, code in (("fpgm", b"\xb0\x00\x2c\x2d"), ("d5", MOVE)):
        program = Program()
        program.fromBytecode(code)
        if table == "fpgm":
            font[table] = newTable(table)
        (font[table] if table == "fpgm" else font["glyf"][table]).program = program
    numbers = font["maxp"]
    numbers.maxFunctionDefs, numbers.maxStackElements, numbers.maxSizeOfInstructions = 1, 16, 64


MOVE = bytes.fromhex("00 b80064 4b 50 58 b002 17 b10102 b80400 38 59")
"""Points 1 and 2 upwards, if there are more than 100 pixels to the em."""


def _named(name: str, build: Callable[[], bytes]) -> Callable[[], bytes]:
    def kind() -> bytes:
        return build()

    kind.__name__ = name
    return kind


KINDS = tuple(_named(name, build) for name, build in BUILDERS.items())
