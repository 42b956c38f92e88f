"""Differences that can be seen are found, and only where they count."""

import pymupdf
import pytest

from actors.pdf.comparison.rasters import differing, draw_outside
from tests.actors.pdf import pdfs


def marked(pdf: bytes, colour: tuple[float, float, float] = (0, 0, 0)) -> bytes:
    """The document with a mark of 20 by 10 points on its second page."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    document[1].draw_rect((300, 60, 320, 70), color=None, fill=colour)
    return document.tobytes()


def test_a_document_looks_like_itself():
    assert differing(pdfs.contract(2), pdfs.contract(2)) == 0


def test_a_mark_on_one_page_is_found_and_measured():
    share = differing(pdfs.contract(2), marked(pdfs.contract(2)))

    assert abs(share - 200 / (595 * 842)) < 0.0001


def test_a_mark_inside_a_box_left_out_does_not_count():
    boxes = {2: [(299, 59, 321, 71)]}

    assert differing(pdfs.contract(2), marked(pdfs.contract(2)), boxes) == 0
    assert differing(pdfs.contract(2), marked(pdfs.contract(2)), {1: boxes[2]}) > 0


def test_a_shade_too_faint_to_see_does_not_count():
    faint = marked(pdfs.contract(2), (0.95, 0.95, 0.95))

    assert differing(pdfs.contract(2), faint) == 0


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.95, 0.95, 0.95)])
def test_what_contents_draw_outside_of_boxes_is_found_in_any_colour(colour):
    """White would be seen by nobody, and hide what lies under it."""
    document = pymupdf.open(stream=marked(pdfs.contract(2), colour), filetype="pdf")
    last = {2: document[1].get_contents()[-1:]}
    pdf = document.tobytes()

    assert draw_outside(pdf, last, {})
    assert draw_outside(pdf, last, {1: [(299, 59, 321, 71)]})
    assert draw_outside(pdf, last, {2: [(299, 59, 310, 71)]})
    assert not draw_outside(pdf, last, {2: [(299, 59, 321, 71)]})


def test_another_number_or_size_of_pages_is_a_difference():
    assert differing(pdfs.contract(2), pdfs.contract(3)) == 1
    assert differing(pdfs.contract(2), pdfs.rotated()) == 1
