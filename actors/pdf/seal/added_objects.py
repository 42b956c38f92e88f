"""What stamping and sealing have added to a canonical version: objects of their own, no others.

A sealed file is the canonical version, byte for byte, and one or two revisions after it. A
revision may define any object of the file anew, so each object that these define is looked at.
"""

from io import BytesIO
from typing import Any

import pymupdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

FORM_ENTRIES = {"/Fields", "/SigFlags"}


class UnexpectedObject(ValueError):
    """A revision defines something that neither stamping nor sealing defines."""


def check_added_objects(sealed: bytes, start: int) -> dict[int, list[int]]:
    """The pages (the first is 1) that were stamped, with the numbers of the added contents.

    `start` is the length of the canonical version. What it holds is all still there: a stamped
    page has further contents and resources behind its own, and no other page is defined anew.
    Raises UnexpectedObject.
    """
    reader = PdfFileReader(BytesIO(sealed), strict=True)
    *stamp, last = _revisions(reader, start)
    _expect_seal(reader, last)
    return _stamped(reader, stamp[0], sealed) if stamp else {}


def _revisions(reader: PdfFileReader, start: int) -> list[int]:
    places = map(reader.xrefs.get_startxref_for_revision, range(reader.xrefs.total_revisions))
    found = [number for number, place in enumerate(places) if place >= start]
    if not 1 <= len(found) <= 2 or found[0] == 0:
        raise UnexpectedObject("there are not one or two revisions")
    if any(reader.xrefs.refs_freed_in_revision(number) for number in found):
        raise UnexpectedObject("an object is taken away")
    return found


def _expect_seal(reader: PdfFileReader, last: int) -> None:
    """The last revision: catalog, first page and information anew; form, field and signature."""
    form, first = reader.root["/AcroForm"], _first_page(reader)
    _expect(set(form) <= FORM_ENTRIES and len(form["/Fields"]) == 1, "there are other fields")
    field, ours = form["/Fields"][0], form["/Fields"].raw_get(0)
    _expect(_is_unseen(field), "the seal's field can be seen")
    _expect_only(reader, last, reader.root_ref, {"/AcroForm", "/Perms"})
    _expect_only(reader, last, first, {"/Annots"})
    before = reader.get_historical_resolver(last - 1).get_object(first)
    now = reader.get_object(first)  # type: ignore[no-untyped-call]
    _expect([*before.get("/Annots", ()), ours] == list(now["/Annots"]), "there are other notes")
    allowed = {
        reader.root_ref,
        first,
        *_refs(before, "/Annots"),
        *_refs(reader.root, "/Metadata"),
        *_refs(reader.trailer, "/Info"),
    }
    _expect(_redefined(reader, last) <= allowed, "the seal defines an object anew")
    new = {form.container_ref, ours.reference, *_refs(field, "/V"), *allowed}
    others = reader.xrefs.explicit_refs_in_revision(last) - new
    _expect(all(_is_table(reader, ref) for ref in others), "the seal brings another object")


def _first_page(reader: PdfFileReader) -> generic.Reference:
    node: Any = reader.root["/Pages"]
    ref: generic.Reference | None = None
    while "/Kids" in node:
        ref = node["/Kids"].raw_get(0).reference
        node = reader.get_object(ref)  # type: ignore[no-untyped-call]
    if ref is None:
        raise UnexpectedObject("there is no page")
    return ref


def _refs(entries: Any, name: str) -> list[generic.Reference]:
    """What an entry refers to, where it is there and does."""
    found = entries.raw_get(name) if name in entries else None
    return [found.reference] if isinstance(found, generic.IndirectObject) else []


def _is_table(reader: PdfFileReader, ref: generic.Reference) -> bool:
    """Where the objects of a revision are written down; a file may have no more of them."""
    found = reader.get_object(ref)  # type: ignore[no-untyped-call]
    return isinstance(found, generic.StreamObject) and found.get("/Type") == "/XRef"


def _is_unseen(field: generic.DictionaryObject) -> bool:
    return "/AP" not in field and [float(side) for side in field["/Rect"]] == [0, 0, 0, 0]


def _expect_only(
    reader: PdfFileReader, revision: int, ref: generic.Reference, entries: set[str]
) -> None:
    """Nothing but these entries is other than before in a dictionary."""
    before = reader.get_historical_resolver(revision - 1).get_object(ref)
    _expect_same(before, reader.get_object(ref), entries)  # type: ignore[no-untyped-call]


def _expect_same(old: Any, new: Any, but: set[str]) -> None:
    names = (set(old) | set(new)) - but
    same = all(
        name in old and name in new and old.raw_get(name) == new.raw_get(name) for name in names
    )
    _expect(same, "an entry is not as before")


def _redefined(reader: PdfFileReader, revision: int) -> set[generic.Reference]:
    found: set[generic.Reference] = reader.xrefs.explicit_refs_in_revision(revision)
    before: set[generic.Reference] = set()
    for earlier in range(revision):
        before |= reader.xrefs.explicit_refs_in_revision(earlier)
    return found & before


def _stamped(reader: PdfFileReader, revision: int, sealed: bytes) -> dict[int, list[int]]:
    redefined = _redefined(reader, revision)
    now, before = (reader.get_historical_resolver(n) for n in (revision, revision - 1))
    rest, pages = set(redefined), {}
    for number, page in _pages(sealed):
        if page not in redefined:
            continue
        old, new = before.get_object(page), now.get_object(page)
        _expect_same(old, new, {"/Contents", "/Resources"})
        pages[number] = _added_contents(old, new)
        _expect_superset(old["/Resources"], new["/Resources"])
        rest -= {page, *_refs(old, "/Contents"), *_refs(old, "/Resources")}
        rest -= set(_refs(old["/Resources"], "/XObject"))
    _expect(not rest, "the stamp defines an object that is not a page's own")
    return pages


def _pages(sealed: bytes) -> list[tuple[int, generic.Reference]]:
    with pymupdf.open(stream=sealed, filetype="pdf") as document:
        numbers = [document.page_xref(number) for number in range(document.page_count)]
    return [(n, generic.Reference(number, 0)) for n, number in enumerate(numbers, 1)]


def _added_contents(old: Any, new: Any) -> list[int]:
    before, now = _contents(old), _contents(new)
    _expect(now[: len(before)] == before, "a page's contents are not as before")
    return [ref.idnum for ref in now[len(before) :]]


def _contents(page: Any) -> list[generic.Reference]:
    found = page.get("/Contents")
    if isinstance(found, generic.ArrayObject):
        return [entry.reference for entry in found]
    return _refs(page, "/Contents")


def _expect_superset(old: Any, new: Any) -> None:
    """Resources with forms besides those that were there."""
    _expect_same(old, new, {"/XObject"})
    forms, more = old.get("/XObject", {}), new.get("/XObject", {})
    _expect_same(forms, more, set(more) - set(forms))


def _expect(condition: bool, otherwise: str) -> None:
    if not condition:
        raise UnexpectedObject(otherwise)
