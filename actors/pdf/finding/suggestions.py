"""Suggests fields where a page looks as if someone is to write: lines, dots, boxes and labels."""

from collections.abc import Iterator, Sequence

import pymupdf

from actors.pdf.finding import (
    blank_meanings,
    captions,
    drawn_lines,
    open_labels,
    page_words,
    parties,
    suggested_boxes,
)
from actors.pdf.finding import blanks as page_blanks
from actors.pdf.finding.blanks import BlankLook, BlankSpot
from actors.pdf.finding.captions import Caption
from actors.pdf.finding.drawn_lines import Drawing
from actors.pdf.finding.page_words import PageWords, Word
from actors.pdf.finding.suggestion import Suggestion

MOST_PAGES = 300
MOST_OF_PAGE, MOST = 60, 400


def of(document: pymupdf.Document) -> tuple[list[Suggestion], bool]:
    """In the order of the pages, and whether there are more than are suggested."""
    found: list[Suggestion] = []
    pages = min(document.page_count, MOST_PAGES)
    is_all = document.page_count <= MOST_PAGES
    texts: list[PageWords] = []
    for number in range(pages):
        words, of_page = _of_page(document[number])
        texts.append(words)
        found += of_page[:MOST_OF_PAGE]
        is_all &= len(of_page) <= MOST_OF_PAGE
    named = parties.told_apart(found[:MOST], texts)
    return named, not (is_all and len(found) <= MOST)


def _of_page(page: pymupdf.Page) -> tuple[PageWords, list[Suggestion]]:
    words = page_words.of(page)
    if not words.all:
        return words, []
    drawing = drawn_lines.of(page) if _is_written(page) else Drawing()
    blanks = page_blanks.of(words, drawing)
    found: list[tuple[BlankSpot, Caption, str]] = []
    for blank in blanks:
        caption = captions.of(blank, words, drawing, blanks)
        asks = blank_meanings.of(blank, caption, words, drawing)
        if asks:
            found.append((blank, caption, asks))
    made = [suggested_boxes.of_blank(page, *one, words, drawing) for one in _best(found)]
    used = {word for _, caption, _ in found for word in caption.words}
    made += open_labels.of(page, words, drawing, blanks, used)
    whole = _apart([one for one in made if one is not None])
    return words, sorted(whole, key=lambda one: (round(one.bottom / 6), one.x))


def _is_written(page: pymupdf.Page) -> bool:
    document = page.parent
    forms = page.get_xobjects()
    length = sum(len(document.xref_stream_raw(form[0]) or b"") for form in forms[:3])
    return length <= drawn_lines.MOST_CONTENT


def _best(
    found: Sequence[tuple[BlankSpot, Caption, str]],
) -> Iterator[tuple[BlankSpot, Caption, str]]:
    """One label is for one blank: the nearest that is on its line. Columns of tables share one."""
    taken: dict[tuple[Word, ...], BlankSpot] = {}
    for blank, caption, asks in sorted(found, key=lambda f: (f[0].look is BlankLook.RULE, f[0].x0)):
        first = taken.get(caption.words)
        free = blank.look in (BlankLook.CELL, BlankLook.TYPED) or asks == "checkbox"
        if not first or free:
            taken.setdefault(caption.words, blank)
            yield blank, caption, asks


def _apart(found: Sequence[Suggestion]) -> list[Suggestion]:
    """None that lies on another: the first stays."""
    kept: list[Suggestion] = []
    for one in found:
        if not any(_overlaps(one, other) for other in kept):
            kept.append(one)
    return kept


def _overlaps(one: Suggestion, other: Suggestion) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    return across > 3 and down > 0.5 * min(one.height, other.height)
