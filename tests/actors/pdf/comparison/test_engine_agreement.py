"""No file is taken in that shows one thing in one viewer and another in the next."""

from contextlib import suppress

import pymupdf
import pypdfium2
import pytest

from actors.pdf.comparison import engine_agreement, pixel_difference
from actors.pdf.comparison.engines import Mupdf, Pdfium
from actors.pdf.intake import intake
from actors.pdf.seal import interrupted_signing, sealing_steps
from actors.pdf.stamp.stamp import StampedValue
from core.documents.refusals import DamagedPdf, ShownDifferently, UnusableFile
from core.fields.kind import Printed
from tests.actors.pdf import pdfs
from tests.actors.pdf.comparison import poppler_dependent_pdfs, viewer_dependent_pdfs
from tests.actors.pdf.pdfs import stream
from tests.actors.pdf.poppler import in_poppler, largest_difference
from tests.actors.pdf.sealed_pdfs import AT, signer
from tests.actors.pdf.stamp.test_stamp import drawing

TRICKS_THAT_WORK = 12
"""At least so many of the files are shown differently by these engines as they are uploaded."""

SAME_LETTERS_IN_OTHER_FONTS = 85
"""Of ink: what viewers make of a font that is only named."""

KINDS = (*viewer_dependent_pdfs.KINDS, *poppler_dependent_pdfs.KINDS)
REFUSED = dict.fromkeys(
    (
        "an_unknown_blend_mode",
        "a_pattern_without_a_step",
        "a_stencil_turned_by_less_than_nothing",
        "a_decode_array_that_is_too_short",
        "a_decode_array_of_a_table",
        "a_stencil_as_a_soft_mask",
        "a_soft_mask_of_a_stencil",
        "a_stencil_of_a_stencil",
        "samples_of_three_bits",
        "a_colorant_made_of_a_table",
        "text_that_clips_but_not_at_its_end",
        "a_colour_with_too_few_numbers_on_black",
        "a_map_to_the_glyphs_of_another_kind_of_file",
        "a_glyph_that_says_its_size_late",
        "glyphs_that_are_moved",
        "a_gradient_with_one_end",
        "a_gradient_with_three_numbers",
        "a_line_of_less_than_no_width",
        "a_state_with_a_line_of_less_than_no_width",
        "a_photograph_of_other_colours",
        "a_mesh_with_edges_that_mean_nothing",
    ),
    ShownDifferently.code,
) | {"a_gradient_without_a_length": DamagedPdf.code}
AMBIGUOUS = {
    "a_word_that_ends_the_stream",
    "hundreds_of_errors",
    "layers_by_expression",
    "postscript",
    "a_font_of_symbols_without_their_table",
    "a_font_of_symbols_with_an_encoding",
    "a_first_letter_below_none",
}
"""Of these the sender is told that viewers showed the page differently."""

SAYS = (
    dict.fromkeys(
        (
            "unknown_operators_between_operands",
            "a_key_twice",
            "an_object_twice",
            "an_object_twice_without_a_table",
            "a_stream_longer_than_it_says",
            "more_states_restored_than_saved",
            "a_form_that_borrows_its_resources",
        ),
        "5000",
    )
    | dict.fromkeys(
        (
            "a_font_with_two_tables_of_letters",
            "a_font_of_symbols_without_their_table",
            "a_font_of_letters_whose_encoding_is_not_given",
            "a_font_of_symbols_with_an_encoding",
            "a_font_with_names_of_its_own",
            "a_font_whose_codes_and_names_disagree",
            "two_font_files",
            "widths_of_a_character_twice",
            "an_embedded_font_without_widths",
            "a_font_that_moves_its_outlines",
        ),
        "500",
    )
    | dict.fromkeys(("a_glyph_that_leaves_its_boxes", "a_glyph_with_a_colour_of_its_own"), "00")
    | {"a_first_letter_below_none": "50"}
    | {"text_that_clips_and_is_set_back": "The tenant pays 500 EUR a month. W"}
)
"""What is left of the two faces; of all others it is that the tenant pays 500 EUR."""

SIGNED = StampedValue(1, 300, 5, 100, 20, Printed.PICTURE, "Signer", drawing())


@pdfs.needs_poppler
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_taken_in_and_sealed_shows_the_same_in_all_engines(kind):
    name = kind.__name__
    if name in REFUSED:
        with pytest.raises(UnusableFile) as refusal:
            intake.accept(kind())
        assert refusal.value.code == REFUSED[name]
        return
    accepted = intake.accept(kind())

    made = sealed(accepted.canonical)

    assert ("pages_ambiguous:1" in accepted.notes) == (name in AMBIGUOUS)
    assert largest_difference(*pictures(accepted.canonical)) < 24
    assert largest_difference(*pictures(made)) < 24
    expected = SAYS.get(name, "The tenant pays 500 EUR a month.")
    texts = pdfs.texts_in_all_engines(made)
    assert {said(text.replace("Signer", "").strip()) for text in texts} == {expected}


@pytest.mark.parametrize("size", [0.6, 1.2])
def test_a_full_stop_that_only_one_engine_shows_is_refused_as_well(size):
    """Too small for pictures to tell: the construct itself is known."""
    words = b"BT /F 9 Tf 30 90 Td (The tenant pays 5 000 EUR.) Tj ET "
    line = b"-%.1f w 97 91 m %.1f 91 l S" % (size, 97 + size)
    stencil = stream(b"\0" * 8, poppler_dependent_pdfs.STENCIL + b"/Decode[-1 0]")
    placed = b"q %.1f 0 0 %.1f 97 90 cm /I Do Q" % (size, size)
    stops = (
        viewer_dependent_pdfs.page(words + line),
        viewer_dependent_pdfs.page(words + placed, stencil, resources=b"/XObject<</I 6 0 R>>"),
    )

    for pdf in stops:
        with pytest.raises(ShownDifferently):
            intake.accept(pdf)


@pytest.mark.parametrize("moved", [(3, 0), (0, 3)])
def test_a_digit_that_one_engine_shows_three_points_away_is_seen(moved):
    """Whatever makes an engine place it there: the pictures tell, so no places are compared."""
    across, down = moved
    one, other = (
        pymupdf.open("pdf", viewer_dependent_pdfs.page(b"BT /F 8 Tf %d %d Td (5) Tj ET" % place))
        for place in ((50, 80), (50 + across, 80 + down))
    )

    for look in engine_agreement.ENGINES:
        size = (420 * look.dpi // 72, 160 * look.dpi // 72)
        first, second = (Mupdf(document).painter(0)(*size) for document in (one, other))
        assert pixel_difference.difference(first, second, look.radius) >= look.limit


def test_of_each_kind_it_is_said_what_becomes_of_it():
    names = {kind.__name__ for kind in KINDS}

    assert len(names) == len(KINDS)
    assert names >= REFUSED.keys() | SAYS.keys() | AMBIGUOUS
    assert not REFUSED.keys() & (SAYS.keys() | AMBIGUOUS)


def sealed(canonical: bytes) -> bytes:
    """With a drawn signature on its page."""
    pair = signer()
    added = sealing_steps.stamp_and_prepare(canonical, (SIGNED,), pair.certificate, AT)
    key = interrupted_signing.load_key(pair.private_key)
    return sealing_steps.sign(canonical, added, key, pair.certificate)


@pdfs.needs_poppler
def test_most_of_these_tricks_work_on_the_uploaded_files():
    quick = [
        kind
        for kind in viewer_dependent_pdfs.KINDS
        if kind is not viewer_dependent_pdfs.a_pattern_without_a_step
    ]
    differences = [largest_difference(*pictures(kind())) for kind in quick]

    working = [one for one in differences if one > SAME_LETTERS_IN_OTHER_FONTS]
    assert len(working) >= TRICKS_THAT_WORK


def said(text: str) -> str:
    """Letters that are painted over one another are told apart by some engines only."""
    return "5000" if "5000" in text else text


def pictures(pdf: bytes):
    """The first page in every engine that can read the file."""
    size = (840, 320)
    with suppress(pypdfium2.PdfiumError):
        yield Pdfium(pdf).painter(0, annotated=True)(*size)
    yield Mupdf(pymupdf.open(stream=pdf, filetype="pdf")).painter(0)(*size)
    yield in_poppler(pdf, dpi=144)
