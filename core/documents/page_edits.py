"""Edits of a draft's pages: turned, moved, deleted, blank ones put in between, parts blacked out.

A document keeps the list of its pages as they come out of the file as it was taken in. So any edit
can be changed back until the envelope is sent, and the file as it was uploaded stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.documents.document import PAGES_LIMIT, Document, Page
from core.documents.edited_page import BLANK, Box, EditedPage
from core.documents.refusals import (
    NoPagesLeft,
    PagesChanged,
    PagesLocked,
    TooManyPages,
)
from core.fields.field import Field

TURNS = (0, 90, 180, 270)
MOST_BOXES = 100  # of one page


@dataclass(frozen=True, slots=True)
class PageChanges:
    """What was done to the pages, by counts; `moved` are those that are no longer in order."""

    turned: int
    moved: int
    deleted: int
    inserted: int
    redacted: int


def check_editable(document: Document) -> None:
    """Raises PagesLocked for what cannot be made anew from the file that was uploaded, or soon
    changes by itself."""
    fixed = document.earlier is not None or document.asked
    if fixed or document.replaces or document.lost_fields or not document.drawn:
        raise PagesLocked


def check(document: Document, edits: Sequence[EditedPage]) -> None:
    """Raises PagesLocked, NoPagesLeft, TooManyPages, PagesChanged."""
    check_editable(document)
    if not any(edit.page for edit in edits):
        raise NoPagesLeft
    if len(edits) > PAGES_LIMIT:
        raise TooManyPages
    kept = [edit.page for edit in edits if edit.page != BLANK]
    if len(set(kept)) < len(kept) or not all(1 <= page <= len(document.pages) for page in kept):
        raise PagesChanged
    if any(edit.turned not in TURNS or len(edit.redacted) > MOST_BOXES for edit in edits):
        raise PagesChanged


def changes(document: Document, edits: Sequence[EditedPage]) -> PageChanges:
    kept = [edit.page for edit in edits if edit.page != BLANK]
    return PageChanges(
        turned=sum(bool(edit.turned) for edit in edits),
        moved=len(kept) - _longest_rise(kept),
        deleted=len(document.pages) - len(kept),
        inserted=len(edits) - len(kept),
        redacted=sum(bool(edit.redacted) for edit in edits),
    )


def _longest_rise(numbers: Sequence[int]) -> int:
    """How many of them can stay where they are when the others are moved."""
    ends: list[int] = []
    for number in numbers:
        place = next((n for n, end in enumerate(ends) if end >= number), len(ends))
        ends[place : place + 1] = [number]
    return len(ends)


def with_lifted(
    document: Document, lifted: Sequence[tuple[int, str, UUID]]
) -> tuple[EditedPage, ...]:
    """The edits of its file with more of its values lifted: by page as it is shown now."""
    return tuple(
        replace(edit, lifted=(*edit.lifted, *((key, id) for on, key, id in lifted if on == number)))
        for number, edit in enumerate(_edits(document), 1)
    )


def _edits(document: Document) -> tuple[EditedPage, ...]:
    every = range(1, len(document.pages) + 1)
    return document.page_edits or tuple(EditedPage(number) for number in every)


def composed(document: Document, edits: Sequence[EditedPage]) -> tuple[EditedPage, ...]:
    """The edits of the document as it is now, as edits of its file as it was taken in."""
    before = _edits(document)
    return tuple(
        _after(before[edit.page - 1], document.pages[edit.page - 1], edit)
        if edit.page != BLANK
        else edit
        for edit in edits
    )


def _after(before: EditedPage, shown: Page, edit: EditedPage) -> EditedPage:
    """What was turned already is turned further; its boxes go back to the page as it was."""
    size = (shown.width, shown.height)
    back = (turned_box(_within(box, size), size, -before.turned) for box in edit.redacted)
    if before.page == BLANK:
        turned = before.size[::-1] if edit.turned in (90, 270) else before.size
        return replace(before, size=turned)
    return replace(
        before, turned=(before.turned + edit.turned) % 360, redacted=(*before.redacted, *back)
    )


def _within(box: Box, size: tuple[float, float]) -> Box:
    x, y = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(size[0], box[0] + box[2]), min(size[1], box[1] + box[3])
    return x, y, max(0.0, right - x), max(0.0, bottom - y)


def turned_box(box: Box, size: tuple[float, float], degrees: int) -> Box:
    """Where a box comes to lie when its page, which has this size, is turned clockwise."""
    (x, y, width, height), (page_width, page_height) = box, size
    match degrees % 360:
        case 90:
            return page_height - y - height, x, height, width
        case 180:
            return page_width - x - width, page_height - y - height, width, height
        case 270:
            return y, page_width - x - width, height, width
    return box


def moved_fields(
    document: Document, fields: Iterable[Field], edits: Sequence[EditedPage]
) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """
    Fields of the document where their pages are now, and those whose pages are deleted.

    They stay on what they lie on, so they are turned with it.
    """
    places = {edit.page: number for number, edit in enumerate(edits, 1) if edit.page != BLANK}
    kept, lost = [], []
    for field in fields:
        number = places.get(field.page)
        if number is None:
            lost.append(field)
            continue
        page = document.pages[field.page - 1]
        box = (field.x, field.y, field.width, field.height)
        turned = edits[number - 1].turned
        x, y, width, height = turned_box(box, (page.width, page.height), turned)
        kept.append(replace(field, page=number, x=x, y=y, width=width, height=height))
    return tuple(kept), tuple(lost)


def restored_fields(
    document: Document, fields: Iterable[Field]
) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """
    Fields where they lie on the pages of the file, and those on pages that it does not have.

    Those that hold a value that is drawn again are neither.
    """
    lifted = {id for edit in document.page_edits for _, id in edit.lifted}
    kept, lost = [], []
    for field in fields:
        if field.id in lifted:
            continue
        edit, page = document.page_edits[field.page - 1], document.pages[field.page - 1]
        if edit.page == BLANK:
            lost.append(field)
            continue
        box = (field.x, field.y, field.width, field.height)
        x, y, width, height = turned_box(box, (page.width, page.height), -edit.turned)
        kept.append(replace(field, page=edit.page, x=x, y=y, width=width, height=height))
    return tuple(kept), tuple(lost)
