"""Objects of absurd size, and pictures that break an engine, are refused in words."""

import io
from functools import partial

import pytest
from PIL import Image

from actors.pdf.intake import intake
from actors.pdf.mupdf_objects import MOST_ENTRIES
from core.documents.refusals import ShownDifferently, TooComplex
from tests.actors.pdf.comparison.poppler_dependent_pdfs import GREY, SMALL, composite, painted
from tests.actors.pdf.comparison.viewer_dependent_pdfs import page
from tests.actors.pdf.pdfs import stream

CHARACTERS = b"/CIDToGIDMap/Identity/W[%s]"


def arrays_of_one_array() -> bytes:
    inner = (b"[%s]" % (row * 600) for row in (b"7 0 R ", b"8 0 R ", b"1 "))
    return page(SMALL, *inner, resources=b"/ExtGState<</G<</D 6 0 R>>>>")


def a_dictionary_of_many_names() -> bytes:
    names = b"".join(b"/C%d/DeviceGray" % number for number in range(MOST_ENTRIES + 1))
    return page(SMALL, resources=b"/ColorSpace<<%s>>" % names)


def a_broken_list_of_wide_ranges() -> bytes:
    return composite(CHARACTERS % (b"null 0 1 " + b"0 65000 100 " * 20))


LONG = {
    "a_decode_array": partial(
        painted, GREY + b"/Decode[%s]" % (b"0 " * (MOST_ENTRIES + 1)), b"\x80" * 64
    ),
    "a_list_of_widths": partial(composite, CHARACTERS % (b"2 2 100 " * MOST_ENTRIES)),
    "ranges_of_widths_over_one_another": partial(composite, CHARACTERS % (b"0 65000 100 " * 20)),
    "a_broken_list_of_wide_ranges": a_broken_list_of_wide_ranges,
    "arrays_of_one_array": arrays_of_one_array,
    "a_dictionary_of_many_names": a_dictionary_of_many_names,
}


@pytest.mark.parametrize("build", LONG.values(), ids=LONG)
def test_an_object_of_absurd_size_is_refused(build):
    with pytest.raises(TooComplex):
        intake.accept(build())


def test_all_characters_of_a_font_may_have_widths_of_their_own():
    widths = b" ".join(b"%d %d 600" % (code, code) for code in range(65_536))

    assert intake.accept(composite(CHARACTERS % widths)).pages


def test_a_stencil_in_jpeg_2000_is_refused():
    output = io.BytesIO()
    Image.new("L", (8, 8)).save(output, "JPEG2000")
    entries = b"/Type/XObject/Subtype/Image/Width 8/Height 8/ImageMask true/Filter/JPXDecode"

    with pytest.raises(ShownDifferently):
        intake.accept(painted(entries, output.getvalue()))


def test_a_mesh_whose_parts_end_within_a_byte_is_refused():
    entries = (
        b"/ShadingType 4/ColorSpace/DeviceGray/BitsPerFlag 4/BitsPerCoordinate 8"
        b"/BitsPerComponent 8/Decode[0 420 0 160 0 1]"
    )
    mesh = stream(b"\0" * 20, entries)

    with pytest.raises(ShownDifferently):
        intake.accept(page(SMALL, mesh, resources=b"/Shading<</S 6 0 R>>"))
