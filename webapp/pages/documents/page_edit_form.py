"""The page edits that a browser holds until they are applied: one word for each page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.documents.document import Document
from core.documents.edited_page import BLANK, Box, EditedPage
from core.documents.page_edits import MOST_BOXES

WORD = re.compile(r"(\d{1,4}|b([\d.]{1,9})x([\d.]{1,9}))r(0|90|180|270)((?:x[\d.,]{1,50})*)")
MOST_WORDS, MOST_UNDONE = 2_100, 20


@dataclass(frozen=True)
class PageEditForm:
    """
    The pages as they are now, as they were `before` each step, the places (from 0) of those that
    are `selected`, and the one in which parts are redacted.
    """

    pages: tuple[EditedPage, ...]
    before: tuple[str, ...] = ()
    selected: frozenset[int] = frozenset()
    redacting: int | None = None


def begin(document: Document) -> PageEditForm:
    return PageEditForm(tuple(EditedPage(n) for n in range(1, len(document.pages) + 1)))


def word(page: EditedPage) -> str:
    """`3r90`, `b595x842r0` for a blank one, `2r0x10,20,30,40` with a box that is redacted."""
    width, height = page.size
    named = str(page.page) if page.page != BLANK else f"b{width:g}x{height:g}"
    boxes = "".join("x" + ",".join(map(_written, box)) for box in page.redacted)
    return f"{named}r{page.turned}{boxes}"


def _written(number: float) -> str:
    """To a hundredth of a point, never with an exponent: 10, 20.5."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def words(pages: Sequence[EditedPage]) -> str:
    return " ".join(map(word, pages))


def read(document: Document, given: Sequence[str]) -> tuple[EditedPage, ...]:
    """What cannot be read, or is no page of the document, is left out."""
    pages = (_page(document, each) for each in given[:MOST_WORDS])
    return tuple(page for page in pages if page)


def _page(document: Document, given: str) -> EditedPage | None:
    found = WORD.fullmatch(given)
    if not found:
        return None
    try:
        boxes = tuple(_box(part) for part in found[5].split("x") if part)[:MOST_BOXES]
        if found[2]:
            size = (float(found[2]), float(found[3]))
            fits = all(1 <= side <= 14_400 for side in size)
            return EditedPage(BLANK, size=size) if fits else None
    except ValueError:
        return None
    number = int(found[1])
    there = 1 <= number <= len(document.pages)
    return EditedPage(number, int(found[4]), boxes) if there else None


def _box(text: str) -> Box:
    x, y, width, height = map(float, text.split(","))
    return x, y, width, height


def done(document: Document, form: PageEditForm, action: str, box: Sequence[str]) -> PageEditForm:
    """After a button was pressed. What it names that is not there changes nothing."""
    verb, _, place = action.partition("-")
    number = int(place) if place.isascii() and place.isdigit() else -1
    if verb == "undo":
        return _undone(document, form)
    if verb == "redact":
        return replace(form, redacting=number if 0 <= number < len(form.pages) else None)
    pages = _changed(document, form, verb, number, box)
    selected = form.selected if verb in ("left", "right") else frozenset()
    return replace(form, pages=tuple(pages), selected=selected)


def _undone(document: Document, form: PageEditForm) -> PageEditForm:
    if not form.before:
        return form
    pages = read(document, form.before[-1].split())
    return replace(form, pages=pages, before=form.before[:-1], selected=frozenset())


def _changed(
    document: Document, form: PageEditForm, verb: str, number: int, box: Sequence[str]
) -> list[EditedPage]:
    pages = list(form.pages)
    chosen = form.selected if number < 0 else {number} & set(range(len(pages)))
    match verb:
        case "left" | "right":
            for place in chosen:
                pages[place] = _turned(pages[place], 90 if verb == "right" else 270)
        case "delete":
            pages = [page for place, page in enumerate(pages) if place not in chosen]
        case "up" | "down":
            other = number + (1 if verb == "down" else -1)
            if chosen and 0 <= other < len(pages):
                pages[number], pages[other] = pages[other], pages[number]
        case "blank":
            if chosen:
                pages.insert(number + 1, EditedPage(BLANK, size=size_of(document, pages[number])))
        case "box":
            if chosen and (read := _typed(box)):
                pages[number] = replace(pages[number], redacted=(*pages[number].redacted, read))
        case "unbox":
            if form.redacting is not None and form.redacting < len(pages):
                page = pages[form.redacting]
                kept = (each for n, each in enumerate(page.redacted) if n != number)
                pages[form.redacting] = replace(page, redacted=tuple(kept))
    return pages


def _turned(page: EditedPage, degrees: int) -> EditedPage:
    if page.page == BLANK:
        return replace(page, size=page.size[::-1])
    return replace(page, turned=(page.turned + degrees) % 360)


def size_of(document: Document, page: EditedPage) -> tuple[float, float]:
    """As it is shown, in points."""
    if page.page == BLANK:
        return page.size
    shown = document.pages[page.page - 1]
    size = (shown.width, shown.height)
    return size[::-1] if page.turned in (90, 270) else size


def _typed(box: Sequence[str]) -> Box | None:
    try:
        x, y, width, height = (float(text.replace(",", ".")) for text in box)
    except ValueError:
        return None
    whole = all(-20_000 < n < 20_000 for n in (x, y, width, height))
    return (max(0.0, x), max(0.0, y), width, height) if whole and min(width, height) >= 1 else None
