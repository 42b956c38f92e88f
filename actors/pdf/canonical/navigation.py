"""What leads a reader through a document, copied to its canonical version: links, bookmarks and
page labels. Whatever else a link can do (scripts, programs, other files) stays behind."""

from collections.abc import Iterator

from pymupdf import mupdf

from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.destinations import Destinations
from actors.pdf.mupdf_objects import items

LINK_LOOKS = ("H",)
BOOKMARK_LOOKS = ("C", "F")
MOST_BOOKMARKS = 20_000
DEEPEST = 64


def copy(canon: Canon) -> bool:
    """Copy it all; False when some link or bookmark had an action that was left behind."""
    destinations = Destinations(canon)
    for number, page in enumerate(canon.page_objects):
        _copy_links(canon, destinations, number, page)
    catalog = _catalog(canon.source_pdf)
    outline = mupdf.pdf_dict_gets(catalog, "Outlines")
    if mupdf.pdf_is_dict(outline):
        _Outline(canon, destinations).copy(outline)
    labels = list(_labels(mupdf.pdf_dict_gets(catalog, "PageLabels"), DEEPEST))
    if labels:
        _copy_labels(canon, labels)
    return destinations.complete


def _catalog(pdf: mupdf.PdfDocument) -> mupdf.PdfObj:
    return mupdf.pdf_dict_gets(mupdf.pdf_trailer(pdf), "Root")


def _copy_links(canon: Canon, destinations: Destinations, number: int, page: mupdf.PdfObj) -> None:
    source = mupdf.pdf_lookup_page_obj(canon.source_pdf, number)
    copies = []
    for annotation in items(mupdf.pdf_dict_gets(source, "Annots")):
        if mupdf.pdf_to_name(mupdf.pdf_dict_gets(annotation, "Subtype")) == "Link":
            copies.extend(_copied_link(canon, destinations, number, annotation))
    if copies:
        mupdf.pdf_dict_puts(page, "Annots", canon.array(copies))


def _copied_link(
    canon: Canon, destinations: Destinations, number: int, link: mupdf.PdfObj
) -> list[mupdf.PdfObj]:
    target = destinations.of(link)
    if not target:
        return []
    box = mupdf.pdf_to_rect(mupdf.pdf_dict_gets(link, "Rect"))
    upright = canon.pages[number].fitz_upright
    made = mupdf.pdf_new_dict(canon.target_pdf, 8)
    mupdf.pdf_dict_puts(made, "Type", mupdf.pdf_new_name("Annot"))
    mupdf.pdf_dict_puts(made, "Subtype", mupdf.pdf_new_name("Link"))
    place = mupdf.fz_transform_rect(mupdf.FzRect(box.x0, box.y0, box.x1, box.y1), upright)
    mupdf.pdf_dict_put_rect(made, mupdf.pdf_new_name("Rect"), place)
    mupdf.pdf_dict_puts(made, "F", mupdf.pdf_new_int(4))
    none = [mupdf.pdf_new_int(0)] * 3  # what the link looks like is part of the page
    mupdf.pdf_dict_puts(made, "Border", canon.array(none))
    _copy_looks(canon, link, made, LINK_LOOKS)
    for name, entry in target.items():
        mupdf.pdf_dict_puts(made, name, entry)
    return [mupdf.pdf_add_object(canon.target_pdf, made)]


def _copy_looks(
    canon: Canon, found: mupdf.PdfObj, made: mupdf.PdfObj, names: tuple[str, ...]
) -> None:
    for name in names:
        look = mupdf.pdf_dict_gets(found, name)
        plain = canon.text(look) if mupdf.pdf_is_string(look) else canon.plain(look)
        if plain is not None:
            mupdf.pdf_dict_puts(made, name, plain)


class _Outline:
    def __init__(self, canon: Canon, destinations: Destinations) -> None:
        self._canon, self._destinations = canon, destinations
        self._seen: set[int] = set()

    def copy(self, outline: mupdf.PdfObj) -> None:
        made = mupdf.pdf_new_dict(self._canon.target_pdf, 4)
        mupdf.pdf_dict_puts(made, "Type", mupdf.pdf_new_name("Outlines"))
        root = mupdf.pdf_add_object(self._canon.target_pdf, made)
        visible = self._copy_children(outline, root, DEEPEST)
        if visible:
            mupdf.pdf_dict_puts(root, "Count", mupdf.pdf_new_int(visible))
            catalog = _catalog(self._canon.target_pdf)
            mupdf.pdf_dict_puts(catalog, "Outlines", root)
            mupdf.pdf_dict_puts(catalog, "PageMode", mupdf.pdf_new_name("UseOutlines"))

    def _copy_children(self, found: mupdf.PdfObj, made: mupdf.PdfObj, depth: int) -> int:
        """Copy the bookmarks below one; the number of those that show when it is open."""
        visible, previous = 0, None
        child = mupdf.pdf_dict_gets(found, "First")
        while mupdf.pdf_is_dict(child) and depth and self._is_new(child):
            copied, below = self._copy_bookmark(child, made, depth)
            visible += 1 + below
            if previous is None:
                mupdf.pdf_dict_puts(made, "First", copied)
            else:
                mupdf.pdf_dict_puts(previous, "Next", copied)
                mupdf.pdf_dict_puts(copied, "Prev", previous)
            previous = copied
            child = mupdf.pdf_dict_gets(child, "Next")
        if previous is not None:
            mupdf.pdf_dict_puts(made, "Last", previous)
        return visible

    def _is_new(self, bookmark: mupdf.PdfObj) -> bool:
        """Bookmarks that lead in a circle end where they began."""
        number = mupdf.pdf_to_num(bookmark)
        if number in self._seen or len(self._seen) >= MOST_BOOKMARKS:
            return False
        self._seen.add(number)
        return True

    def _copy_bookmark(
        self, found: mupdf.PdfObj, parent: mupdf.PdfObj, depth: int
    ) -> tuple[mupdf.PdfObj, int]:
        entries = {"Parent": parent, **self._destinations.of(found)}
        title = mupdf.pdf_dict_gets(found, "Title")
        if mupdf.pdf_is_string(title):
            entries["Title"] = self._canon.text(title)
        dictionary = self._canon.dictionary(**entries)
        made = mupdf.pdf_add_object(self._canon.target_pdf, dictionary)
        _copy_looks(self._canon, found, made, BOOKMARK_LOOKS)
        below = self._copy_children(found, made, depth - 1)
        is_open = mupdf.pdf_to_int(mupdf.pdf_dict_gets(found, "Count")) > 0
        if below:
            mupdf.pdf_dict_puts(made, "Count", mupdf.pdf_new_int(below if is_open else -below))
        return made, below if is_open else 0


def _labels(tree: mupdf.PdfObj, depth: int) -> Iterator[tuple[int, mupdf.PdfObj]]:
    """The leaves of a number tree (ISO 32000-2, 7.9.7): first page of a range, its label."""
    numbers = list(items(mupdf.pdf_dict_gets(tree, "Nums")))
    for first, label in zip(numbers[::2], numbers[1::2], strict=False):
        yield mupdf.pdf_to_int(first), label
    if depth:
        for branch in items(mupdf.pdf_dict_gets(tree, "Kids")):
            yield from _labels(branch, depth - 1)


def _copy_labels(canon: Canon, labels: list[tuple[int, mupdf.PdfObj]]) -> None:
    entries = []
    for first, label in labels:
        made = mupdf.pdf_new_dict(canon.target_pdf, 3)
        _copy_looks(canon, label, made, ("S", "P", "St"))
        entries += [mupdf.pdf_new_int(first), made]
    tree = canon.dictionary(Nums=canon.array(entries))
    mupdf.pdf_dict_puts(_catalog(canon.target_pdf), "PageLabels", tree)
