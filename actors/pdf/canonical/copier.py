"""Copies objects into the canonical version by an allow-list, each only once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from pymupdf import mupdf

from actors.pdf.canonical import content_streams
from actors.pdf.canonical.canon import Canon
from actors.pdf.canonical.fonts.embedding import Embedding
from actors.pdf.canonical.layers import States
from actors.pdf.canonical.resource_keys import CATEGORIES, KEYS
from actors.pdf.mupdf_objects import (
    MOST_ENTRIES,
    bytes_of,
    entries,
    entry,
    inherited,
    items,
    number_of,
)
from core.documents.refusals import TooComplex

DEEPEST = 24


@dataclass(frozen=True)
class Made:
    """An object of the canonical version and, if it is a stream, its data."""

    value: mupdf.PdfObj
    data: bytes | None = None
    compressed: bool = False


class Copier:
    """
    `handlers` copy the kinds of objects that take more than a list of keys; they give None for
    what is not of their kind at all.
    """

    def __init__(self, canon: Canon, states: States, handlers: Mapping[str, "Handler"]) -> None:
        self.canon, self.states, self._handlers = canon, states, handlers
        self.embedding = Embedding(canon)
        self._copies: dict[tuple[str, int], mupdf.PdfObj | None] = {}
        self._painters: list[mupdf.PdfObj] = []

    def painted(
        self, holder: mupdf.PdfObj, *streams: mupdf.PdfObj
    ) -> tuple[mupdf.PdfObj, list[bytes]]:
        """The resources and the contents of a page, a form, a pattern or a font, written anew.

        Without resources of its own it uses those of what it is painted by, as in PDF 1.1.
        """
        found = inherited(holder, "Resources")
        if not mupdf.pdf_is_dict(found) and self._painters:
            found = self._painters[-1]
        self._painters.append(found)
        made = self._resources(found)
        self._painters.pop()
        properties = entry(found, "Properties")

        def is_hidden(group: str) -> bool:
            return self.states.hides(entry(properties, group))

        pdf = self.canon.source_pdf
        return made, [
            content_streams.rewritten(pdf, found, stream, is_hidden) for stream in streams
        ]

    def copy(self, kind: str, found: mupdf.PdfObj) -> mupdf.PdfObj | None:
        """None for what is not of this kind at all."""
        key = (kind, number_of(found))
        if not key[1]:
            made = self._made(kind, found)
            return made.value if made else None
        if key not in self._copies:
            number = mupdf.pdf_create_object(self.canon.target_pdf)
            reference = mupdf.pdf_new_indirect(self.canon.target_pdf, number, 0)
            self._copies[key] = reference  # before its parts, for they may lead back here
            made = self._made(kind, found)
            if made is None:
                self._copies[key] = None
            else:
                self._fill(reference, made)
        return self._copies[key]

    def entries(self, kind: str, found: mupdf.PdfObj) -> mupdf.PdfObj:
        keys = ((name, of, entry(found, name)) for name, of in KEYS[kind].items())
        return self.dictionary(
            {name: self.copy(of, one) for name, of, one in keys if one.m_internal}
        )

    def dictionary(self, copies: dict[str, mupdf.PdfObj | None]) -> mupdf.PdfObj:
        known = {name: one for name, one in copies.items() if one is not None}
        return self.canon.dictionary(**known)

    def plain(
        self, found: mupdf.PdfObj, depth: int = DEEPEST, counter: Iterator[int] | None = None
    ) -> Made | None:
        """Numbers, strings, names, and arrays of them, counted together. Raises TooComplex."""
        counter = counter or count()
        if next(counter) > MOST_ENTRIES:
            raise TooComplex
        if mupdf.pdf_is_dict(found) or not depth:
            return None
        if not mupdf.pdf_is_array(found):
            return Made(self.canon.copy(mupdf.pdf_resolve_indirect_chain(found)))
        copies = [self.plain(one, depth - 1, counter) for one in items(found)]
        return Made(self.canon.array([one.value if one else mupdf.PDF_NULL for one in copies]))

    def _fill(self, reference: mupdf.PdfObj, made: Made) -> None:
        pdf = self.canon.target_pdf
        mupdf.pdf_update_object(pdf, number_of(reference), made.value)
        if made.data is not None:
            data = mupdf.fz_new_buffer_from_copied_data(made.data)
            mupdf.pdf_update_stream(pdf, reference, data, int(made.compressed))

    def _resources(self, found: mupdf.PdfObj) -> mupdf.PdfObj:
        categories = {}
        for category, names in entries(found):
            if category in CATEGORIES:
                copies = {name: self.copy(category, one) for name, one in entries(names)}
                categories[category] = self.dictionary(copies)
        return self.dictionary(categories)

    def _made(self, kind: str, found: mupdf.PdfObj) -> Made | None:
        if kind in self._handlers:
            return self._handlers[kind](self, found)
        if kind == "Plain":
            return self.plain(found)
        if kind.startswith("["):
            return self._list(kind[1:-1], found)
        if not mupdf.pdf_is_dict(found):
            return self.plain(found)  # a name where a dictionary is usual, such as /Identity-H
        data = bytes_of(mupdf.pdf_load_stream(found)) if is_stream(found) else None
        return Made(self.entries(kind, found), data)

    def _list(self, kind: str, found: mupdf.PdfObj) -> Made | None:
        """An array of things of a kind, or one of them alone."""
        if not mupdf.pdf_is_array(found):
            return self._made(kind, found)
        copies = [self.copy(kind, one) for one in items(found)]
        return None if None in copies else Made(self.canon.array(copies))


Handler = Callable[[Copier, mupdf.PdfObj], Made | None]


def is_stream(found: mupdf.PdfObj) -> bool:
    return bool(mupdf.pdf_is_stream(found))
