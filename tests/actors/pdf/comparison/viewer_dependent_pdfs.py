"""Builders of PDFs that say one thing to one viewer and another to the next.

Each shows "The tenant pays 500 EUR", and hides or adds something by a different trick.
"""

import io
import zlib
from collections.abc import Callable

import pymupdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from tests.actors.pdf.pdfs import assemble, stream

HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
SMALL = b"BT /F 20 Tf 30 90 Td (The tenant pays 500 EUR a month.) Tj ET\n"
COVER = b"q 1 g 20 80 390 40 re f Q "
LARGE = COVER + b"BT /F 20 Tf 30 90 Td (The tenant pays 5000 EUR a month.) Tj ET\n"


def page(
    content: bytes, *objects: bytes, resources: bytes = b"", entries: bytes = b"", root: bytes = b""
) -> bytes:
    """One page; `objects` are numbered from 6, the font /F is object 5."""
    return assemble(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 160]/Contents 4 0 R%s"
        b"/Resources<</Font<</F 5 0 R>>%s>>>>" % (entries, resources),
        stream(content),
        HELVETICA,
        *objects,
    )


def a_word_that_ends_the_stream() -> bytes:
    return page(SMALL + b"endstream\n" + LARGE)


def hundreds_of_errors() -> bytes:
    return page(SMALL + b"zz " * 500 + LARGE)


def unknown_operators_between_operands() -> bytes:
    return page(
        b"BT /F 20 Tf 30 90 Td (The tenant pays 500 EUR a month.) Tj nonsense 300 0 Td ET " + LARGE
    )


def an_inline_image_that_lies_about_its_length() -> bytes:
    image = b"q 9 0 0 9 0 0 cm BI /W 400 /H 1 /BPC 8 /CS /G ID " + b"\0" * 9 + b" EI Q "
    return page(SMALL + image + LARGE)


def an_inline_image_with_its_end_inside() -> bytes:
    data = (b"\0 EI Q " + LARGE + b"BI ").ljust(300, b"\0")
    return page(SMALL + b"q 9 0 0 9 0 0 cm BI /W 300 /H 1 /BPC 8 /CS /G ID " + data + b" EI Q ")


def a_key_twice() -> bytes:
    return page(SMALL, stream(LARGE), entries=b"/Contents 6 0 R")


def an_object_twice() -> bytes:
    whole = page(SMALL)
    body, _, tail = whole.rpartition(b"xref\n0")
    return body + b"4 0 obj\n" + stream(SMALL + LARGE) + b"\nendobj\nxref\n0" + tail


def an_object_twice_without_a_table() -> bytes:
    whole = an_object_twice()
    return whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n"


def a_stream_longer_than_it_says() -> bytes:
    whole = page(SMALL + LARGE)
    length = b"/Length %d" % len(SMALL + LARGE)
    return whole.replace(length, (b"/Length %d" % len(SMALL)).ljust(len(length)))


def a_content_cut_within_a_number() -> bytes:
    first, second = b"BT /F 2", b"0 Tf 30 90 Td (The tenant pays 500 EUR a month.) Tj ET"
    whole = page(b"", stream(first), stream(second))
    return whole.replace(b"/Contents 4 0 R", b"/Contents[6 0 R 7 0 R]")


def more_states_restored_than_saved() -> bytes:
    inner = stream(b"Q Q 0 0 1 1 re W n Q", b"/Type/XObject/Subtype/Form/BBox[0 0 420 160]")
    return page(b"q 0 0 1 1 re W n Q Q /X Do " + LARGE, inner, resources=b"/XObject<</X 6 0 R>>")


def odd_numbers() -> bytes:
    return page(SMALL + b"q 1 g 20 80 39-0 4-0 re f 1.0.0 g 20 80 --390 40 re f 1e3 0 m Q")


def layers_by_expression() -> bytes:
    hidden = b"/OC /M BDC " + LARGE + b"EMC"
    return page(
        SMALL + hidden,
        b"<</Type/OCG/Name(B)>>",
        b"<</Type/OCMD/VE[/Not 6 0 R]>>",
        resources=b"/Properties<</M 7 0 R>>",
        root=b"/OCProperties<</OCGs[6 0 R]/D<</Order[6 0 R]>>>>",
    )


def layers_by_usage() -> bytes:
    group = b"<</Type/OCG/Name(B)/Usage<</View<</ViewState/OFF>>/Print<</PrintState/ON>>>>>>"
    automatic = b"/AS[<</Event/View/Category[/View]/OCGs[6 0 R]>>]"
    return page(
        SMALL + b"/OC /M BDC " + LARGE + b"EMC",
        group,
        resources=b"/Properties<</M 6 0 R>>",
        root=b"/OCProperties<</OCGs[6 0 R]/D<<%s>>>>" % automatic,
    )


def layers_of_a_form() -> bytes:
    form = stream(
        LARGE,
        b"/Type/XObject/Subtype/Form/BBox[0 0 420 160]/OC<</Type/OCMD/P/AllOff/OCGs[7 0 R null]>>"
        b"/Resources<</Font<</F 5 0 R>>>>",
    )
    return page(
        SMALL + b"/X Do",
        form,
        b"<</Type/OCG/Name(B)/Intent/Design>>",
        resources=b"/XObject<</X 6 0 R>>",
        root=b"/OCProperties<</OCGs[7 0 R]/D<</BaseState/OFF>>>>",
    )


def an_image_with_an_alternate() -> bytes:
    entries = (
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    alternates = b"/Alternates[<</DefaultForPrinting true/Image 7 0 R>>]"
    return page(
        SMALL + b"q 390 0 0 40 20 20 cm /I Do Q",
        stream(b"\xff", entries + alternates),
        stream(b"\0", entries),
        resources=b"/XObject<</I 6 0 R>>",
    )


def an_image_shorter_than_it_says() -> bytes:
    entries = (
        b"/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    return page(
        SMALL + b"q 390 0 0 40 20 20 cm /I Do Q",
        stream(zlib.compress(b"\xff" * 64)[:-7], entries + b"/Filter/FlateDecode"),
        resources=b"/XObject<</I 6 0 R>>",
    )


def postscript() -> bytes:
    entries = (
        b"/Type/XObject/Subtype/Form/Subtype2/PS/BBox[0 0 420 160]/Resources<</Font<</F 5 0 R>>>>"
    )
    return page(SMALL + b"/X Do", stream(LARGE, entries), resources=b"/XObject<</X 6 0 R>>")


def a_form_that_borrows_its_resources() -> bytes:
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 420 160]"
    return page(SMALL + b"/X Do", stream(LARGE, entries), resources=b"/XObject<</X 6 0 R>>")


def a_form_that_stands_for_another_file() -> bytes:
    entries = (
        b"/Type/XObject/Subtype/Form/BBox[0 0 420 160]/Ref<</F(other.pdf)/Page 0>>/OPI<</2.0<<>>>>"
    )
    return page(SMALL + b"/X Do", stream(b"", entries), resources=b"/XObject<</X 6 0 R>>")


def a_transfer_function() -> bytes:
    turned = b"<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[0]>>"
    return page(
        SMALL + b"q /G gs 0.9 g 20 20 390 40 re f Q",
        b"<</Type/ExtGState/TR 7 0 R>>",
        turned,
        resources=b"/ExtGState<</G 6 0 R>>",
    )


def an_unknown_blend_mode() -> bytes:
    return page(
        SMALL + b"q /G gs " + COVER + b"Q",
        b"<</Type/ExtGState/BM[/Nonsense/Multiply]>>",
        resources=b"/ExtGState<</G 6 0 R>>",
    )


def a_colour_called_none() -> bytes:
    space = b"[/Separation/None/DeviceGray<</FunctionType 2/Domain[0 1]/N 1/C0[1]/C1[1]>>]"
    return page(
        SMALL + b"q /C cs 1 scn 20 80 390 40 re f Q", resources=b"/ColorSpace<</C %s>>" % space
    )


def a_pattern_without_a_step() -> bytes:
    entries = (
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 420 160]/XStep 0/YStep 0"
        b"/Resources<</Font<</F 5 0 R>>>>"
    )
    paint = b"/Pattern cs /P scn 0 0 420 160 re f "
    return page(SMALL + paint, stream(LARGE, entries), resources=b"/Pattern<</P 6 0 R>>")


def a_soft_mask_within_a_pattern() -> bytes:
    mask = b"<</Type/Mask/S/Luminosity/BC[1]/G 7 0 R>>"
    group = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Group<</S/Transparency/CS/DeviceGray>>"
    return page(
        SMALL + b"q /G gs " + COVER + b"Q",
        b"<</Type/ExtGState/SMask %s>>" % mask,
        stream(b"0 g 0 0 1 1 re f", group),
        resources=b"/ExtGState<</G 6 0 R>>",
    )


def a_link_that_covers_words() -> bytes:
    link = (
        b"<</Type/Annot/Subtype/Link/Rect[25 84 400 108]/F 4/Border[0 0 12]/C[1 1 1]"
        b"/A<</S/URI/URI(https://a.example)>>>>"
    )
    return page(SMALL, link, entries=b"/Annots[6 0 R]")


def a_link_with_a_look() -> bytes:
    link = b"<</Type/Annot/Subtype/Link/Rect[20 80 410 120]/F 4/AP<</N 7 0 R>>/Dest[3 0 R/Fit]>>"
    look = stream(
        b"1 g 0 0 390 40 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 390 40]/Resources<<>>"
    )
    return page(SMALL, link, look, entries=b"/Annots[6 0 R]")


def a_font_with_two_tables_of_letters() -> bytes:
    """One table of the font says that 5 is 5, the other that 5 is 9."""
    return _with_font(two_tables)


def a_font_of_symbols_without_their_table() -> bytes:
    return _with_font(lambda font: two_tables(font, without=(3, 0)))


def a_font_of_letters_whose_encoding_is_not_given() -> bytes:
    return _with_font(two_tables).replace(b"/Flags 4", b"/Flags 32")


def a_font_of_symbols_with_an_encoding() -> bytes:
    plain, named = b"/BaseFont/Two", b"/BaseFont/Two/Encoding/WinAnsiEncoding"
    return _with_font(two_tables).replace(plain, named)


def a_font_with_names_of_its_own() -> bytes:
    named = b"/BaseFont/Two/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[53/d9]>>"
    whole = _with_font(two_tables).replace(b"/BaseFont/Two", named)
    return whole.replace(b"/Flags 4", b"/Flags 32")


def two_font_files() -> bytes:
    """The descriptor offers a TrueType file and a CFF file of different letters."""
    plain, other = own_font(lambda font: None), pymupdf.Font("symb").buffer
    descriptor = DESCRIPTOR + b"/FontFile2 8 0 R/FontFile3 9 0 R>>"
    return _with_font_objects(
        descriptor, stream(plain, b"/Length1 %d" % len(plain)), stream(other, b"/Subtype/Type1C")
    )


def a_font_whose_codes_and_names_disagree() -> bytes:
    """By the names of its glyphs a digit is one, by the codes of its file another."""
    descriptor = DESCRIPTOR.replace(b"/Flags 4", b"/Flags 32") + b"/FontFile3 8 0 R>>"
    file = stream(compact_font(), b"/Subtype/Type1C")
    named = b"/Subtype/Type1/BaseFont/Two/Encoding/WinAnsiEncoding"
    whole = _with_font_objects(descriptor, file)
    return whole.replace(b"/Subtype/TrueType/BaseFont/Two", named)


DESCRIPTOR = (
    b"<</Type/FontDescriptor/FontName/Two/Flags 4/FontBBox[0 -300 1000 1000]/ItalicAngle 0"
    b"/Ascent 900/Descent -200/CapHeight 700/StemV 80"
)


def _with_font(change: Callable[[TTFont], None]) -> bytes:
    data = own_font(change)
    return _with_font_objects(
        DESCRIPTOR + b"/FontFile2 8 0 R>>", stream(data, b"/Length1 %d" % len(data))
    )


def _with_font_objects(descriptor: bytes, *files: bytes) -> bytes:
    widths = b" ".join([b"600"] * 224)
    font = (
        b"<</Type/Font/Subtype/TrueType/BaseFont/Two/FirstChar 32/LastChar 255/Widths[%s]"
        b"/FontDescriptor 7 0 R>>" % widths
    )
    content = b"BT /T 20 Tf 30 90 Td (500) Tj ET"
    whole = page(content, font, descriptor, *files)
    return whole.replace(b"/Font<</F 5 0 R>>", b"/Font<</T 6 0 R>>", 1)


def own_font(change: Callable[[TTFont], None]) -> bytes:
    """A TrueType font of our own: digits as bars of as many steps as they count."""
    names = [".notdef", "space", *(f"d{digit}" for digit in range(10))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    letters = {}
    for index, name in enumerate(names):
        pen = TTGlyphPen(None)
        if index > 1:
            for x, y in ((50, 0), (50, 70 * index), (500, 70 * index), (500, 0)):
                (pen.moveTo if (x, y) == (50, 0) else pen.lineTo)((x, y))
            pen.closePath()
        letters[name] = pen.glyph()
    builder.setupGlyf(letters)
    builder.setupHorizontalMetrics({name: (600, 50 if name[0] == "d" else 0) for name in names})
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupCharacterMap({48 + digit: f"d{digit}" for digit in range(10)} | {32: "space"})
    builder.setupNameTable({"familyName": "Two", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    change(builder.font)
    output = io.BytesIO()
    builder.save(output)
    return output.getvalue()


def compact_font() -> bytes:
    """A CFF font of the same bars, whose own encoding counts backwards."""
    names = [f"d{digit}" for digit in range(10)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", *names])
    letters = {".notdef": T2CharStringPen(600, None).getCharString()}
    for digit, name in enumerate(names):
        pen = T2CharStringPen(600, None)
        pen.moveTo((50, 0))
        for corner in ((50, 70 * digit + 140), (500, 70 * digit + 140), (500, 0)):
            pen.lineTo(corner)
        pen.closePath()
        letters[name] = pen.getCharString()
    builder.setupCFF("Two", {"FullName": "Two"}, letters, {})
    table, output = builder.font["CFF "].cff, io.BytesIO()
    table[0].Encoding = [".notdef"] * 48 + names[::-1] + [".notdef"] * 198
    table.compile(output, builder.font, isCFF2=False)
    return output.getvalue()


def two_tables(font: TTFont, without: tuple[int, int] = (0, 0)) -> None:
    other = CmapSubtable.newSubtable(0)
    other.platformID, other.platEncID, other.language = 1, 0, 0
    other.cmap = {48 + digit: f"d{9 - digit}" for digit in range(10)}
    symbols = CmapSubtable.newSubtable(4)
    symbols.platformID, symbols.platEncID, symbols.language = 3, 0, 0
    symbols.cmap = {0xF000 + 48 + digit: f"d{(digit + 3) % 10}" for digit in range(10)}
    tables = [*font["cmap"].tables, other, symbols]
    font["cmap"].tables = [
        table for table in tables if (table.platformID, table.platEncID) != without
    ]


KINDS: tuple[Callable[[], bytes], ...] = (
    a_word_that_ends_the_stream,
    hundreds_of_errors,
    unknown_operators_between_operands,
    an_inline_image_that_lies_about_its_length,
    an_inline_image_with_its_end_inside,
    a_key_twice,
    an_object_twice,
    an_object_twice_without_a_table,
    a_stream_longer_than_it_says,
    a_content_cut_within_a_number,
    more_states_restored_than_saved,
    odd_numbers,
    layers_by_expression,
    layers_by_usage,
    layers_of_a_form,
    an_image_with_an_alternate,
    an_image_shorter_than_it_says,
    postscript,
    a_form_that_borrows_its_resources,
    a_form_that_stands_for_another_file,
    a_transfer_function,
    an_unknown_blend_mode,
    a_colour_called_none,
    a_pattern_without_a_step,
    a_soft_mask_within_a_pattern,
    a_link_that_covers_words,
    a_link_with_a_look,
    a_font_with_two_tables_of_letters,
    a_font_of_symbols_without_their_table,
    a_font_of_letters_whose_encoding_is_not_given,
    a_font_of_symbols_with_an_encoding,
    a_font_with_names_of_its_own,
    a_font_whose_codes_and_names_disagree,
    two_font_files,
)
