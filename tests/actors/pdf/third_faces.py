"""Builders of PDFs that MuPDF and PDFium read alike, and Poppler otherwise; or on dark ground."""

import zlib
from collections.abc import Callable
from functools import partial

from tests.actors.pdf.pdfs import stream
from tests.actors.pdf.two_faces import SMALL, page

IMAGE = b"/Type/XObject/Subtype/Image/Width 8/Height 8"
STENCIL = IMAGE + b"/ImageMask true/BitsPerComponent 1"
GREY = IMAGE + b"/BitsPerComponent 8/ColorSpace/DeviceGray"
INDEXED = IMAGE + b"/BitsPerComponent %d/ColorSpace[/Indexed/DeviceGray %d<%s>]"
TURNED = b"<</FunctionType 2/Domain[0 1]/N 1/C0[0]/C1[1]>>"
WHITE = b"<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[1]>>"


def _painted(entries: bytes, data: bytes, *more: bytes) -> bytes:
    paint = SMALL + b"q 380 0 0 50 20 20 cm /I Do Q"
    return page(paint, stream(data, entries), *more, resources=b"/XObject<</I 6 0 R>>")


def _filled(space: bytes, color: bytes = b"1 scn") -> bytes:
    paint = SMALL + b"q /C cs " + color + b" 20 20 380 50 re f Q"
    return page(paint, resources=b"/ColorSpace<</C " + space + b">>")


def _predicted(bits: int, predictor: int, columns: int) -> bytes:
    line = (b"\3" if predictor >= 10 else b"") + bytes([15, 17, 34, 0] * 4)[:bits]
    parameters = b"/Predictor %d/BitsPerComponent %d/Columns %d" % (predictor, bits, columns)
    entries = b"/BitsPerComponent %d/ColorSpace/DeviceGray/Filter/FlateDecode/DecodeParms<<%s>>"
    return _painted(IMAGE + entries % (bits, parameters), zlib.compress(line * 8))


def _mixed(names: bytes, base: bytes = b"/DeviceGray", function: bytes = WHITE) -> bytes:
    return _filled(b"[/%s %s%s]" % (names, base, function))


BUILDERS: dict[str, Callable[[], bytes]] = {
    "a_stencil_turned_by_less_than_nothing": partial(
        _painted, STENCIL + b"/Decode[-1 0]", b"\0" * 8
    ),
    "a_decode_array_that_is_too_short": partial(_painted, GREY + b"/Decode[0]", b"\x80" * 64),
    "a_table_of_colours_that_is_too_short": partial(
        _painted, INDEXED % (8, 255, b"ff00"), b"\5" * 64
    ),
    "a_decode_array_of_a_table": partial(
        _painted, INDEXED % (4, 3, b"ff00ff00") + b"/Decode[3 0]", b'"' * 32
    ),
    "a_stencil_as_a_soft_mask": partial(
        _painted, GREY + b"/SMask 7 0 R", b"\0" * 64, stream(b"\0" * 8, STENCIL)
    ),
    "a_soft_mask_of_a_stencil": partial(
        _painted, STENCIL + b"/SMask 7 0 R", b"\0" * 8, stream(b"\0" * 64, GREY)
    ),
    "a_stencil_of_a_stencil": partial(
        _painted, STENCIL + b"/Mask 7 0 R", b"\0" * 8, stream(b"\xff" * 8, STENCIL)
    ),
    "samples_of_three_bits": partial(
        _painted, IMAGE + b"/BitsPerComponent 3/ColorSpace/DeviceGray", b"\17" * 64
    ),
    "a_stencil_of_eight_bits": partial(
        _painted, IMAGE + b"/ImageMask true/BitsPerComponent 8", b"\0" * 8 + b"\xff" * 56
    ),
    "a_predictor_of_four_bits": partial(_predicted, 4, 2, 8),
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


def _named(name: str, build: Callable[[], bytes]) -> Callable[[], bytes]:
    def kind() -> bytes:
        return build()

    kind.__name__ = name
    return kind


KINDS = tuple(_named(name, build) for name, build in BUILDERS.items())
