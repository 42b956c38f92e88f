"""Text tags: fields that a document names in its own text. Their text is really taken out of it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pymupdf
from pymupdf import mupdf

from actors.pdf.finding import tag_text
from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.finding.tag_text import TextTag, UnknownTag

BRACES = re.compile(r"\{\{([^{}]{1,600})\}\}")
MOST = 2_000
"""Tags of a document: as many as an envelope can have fields."""

UNKNOWN, LEFT = "tags_unknown", "tags_left"
"""Notes that name pages: tags that say what is not known, and some that could not be taken out."""

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
Box = tuple[float, float, float, float]


@dataclass
class TakenOut:
    """The document without them, the fields they name, notes, and by page what they covered."""

    document: pymupdf.Document
    fields: list[FoundPlace] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    covered: dict[int, list[Box]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Found:
    tag: TextTag
    characters: Sequence[dict[str, Any]]


def take_out(document: pymupdf.Document) -> TakenOut:
    """
    The fields that tags name, and the document with nothing left of their text.

    Tags that say what is not known stay as they are; so do all where anything else would change.
    """
    found, unknown = _all(document)
    taken = TakenOut(document)
    if unknown:
        taken.notes.add(_note(UNKNOWN, unknown))
    if not found:
        return taken
    cleaned = pymupdf.open(stream=document.tobytes(), filetype="pdf")
    if not all(_erase(cleaned[number], tags) for number, tags in found.items()):
        taken.notes.add(_note(LEFT, found))
        return taken
    taken.document = cleaned
    for number, tags in found.items():
        page = document[number]
        taken.fields += [_place(page, tag) for tag in tags]
        turned = page.rotation_matrix
        taken.covered[number + 1] = [
            _shown(turned, character) for tag in tags for character in tag.characters
        ]
    return taken


def _note(code: str, pages: Mapping[int, object] | Sequence[int]) -> str:
    return f"{code}:{','.join(str(number + 1) for number in sorted(set(pages)))}"


def _all(document: pymupdf.Document) -> tuple[dict[int, list[_Found]], list[int]]:
    """By page, and the pages of those that are not understood."""
    found: dict[int, list[_Found]] = {}
    unknown: list[int] = []
    count = 0
    for number in range(document.page_count):
        page = document[number]
        if "{{" not in page.get_text("text"):
            continue
        for inside, characters in _tags(page):
            try:
                tag = tag_text.read(inside)
            except UnknownTag:
                unknown.append(number)
                continue
            count += 1
            if count > MOST:
                unknown.append(number)
            else:
                found.setdefault(number, []).append(_Found(tag, characters))
    return found, unknown


def _tags(page: pymupdf.Page) -> Iterator[tuple[str, Sequence[dict[str, Any]]]]:
    """The text in braces, which may run over several spans and lines."""
    text = ""
    characters: list[dict[str, Any] | None] = []
    for line in _lines(page):
        if text and not text[-1].isspace():
            text += " "
            characters.append(None)
        for character in line:
            text += character["c"]
            characters.append(character)
    for match in BRACES.finditer(text):
        own = [c for c in characters[match.start() : match.end()] if c is not None]
        yield match[1], own


def _lines(page: pymupdf.Page) -> Iterator[list[dict[str, Any]]]:
    for block in page.get_text("rawdict", flags=FLAGS)["blocks"]:
        for line in block.get("lines", ()):
            yield [character for span in line["spans"] for character in span["chars"]]


def _shown(turned: pymupdf.Matrix, character: dict[str, Any]) -> Box:
    """Texts are read as if the page were not turned."""
    a, b, c, d, e, f = (turned[n] for n in range(6))
    x0, y0, x1, y1 = character["bbox"]
    across = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
    down = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
    return across[0], down[0], across[1], down[1]


def _place(page: pymupdf.Page, found: _Found) -> FoundPlace:
    """From where the tag begins, on the line of the tag."""
    left, _, _, bottom = _shown(page.rotation_matrix, found.characters[0])
    tag, width, height = found.tag, page.rect.width, page.rect.height
    usual = tag.kind.size
    wide, tall = min(tag.width or usual[0], width), min(tag.height or usual[1], height)
    return FoundPlace(
        kind=tag.kind.name,
        page=page.number + 1,
        x=round(min(max(left, 0), width - wide), 2),
        y=round(min(max(bottom - tall, 0), height - tall), 2),
        width=round(wide, 2),
        height=round(tall, 2),
        source="tag",
        required=tag.required,
        label=tag.label,
        name=tag.name,
        role=tag.role,
        properties=tag.properties,
    )


def _erase(page: pymupdf.Page, tags: Sequence[_Found]) -> bool:
    """Whether the tags are gone and every other letter is where it was."""
    gone = [character for tag in tags for character in tag.characters]
    kept = Counter(_standing(page))
    kept.subtract(Counter(map(_seen, gone)))
    _redact(page, [strip for tag in tags for strip in _strips(tag.characters)])
    return +kept == Counter(_standing(page))


def _redact(page: pymupdf.Page, strips: Sequence[Box]) -> None:
    """All by one annotation: for each of its own, PyMuPDF would go through all others."""
    turned = page.rotation
    page.set_rotation(0)  # texts are read as if the page were not turned
    pdf = mupdf.pdf_document_from_fz_document(page.parent.this)
    loaded = mupdf.pdf_page_from_fz_page(page.this)
    annotation = mupdf.pdf_create_annot(loaded, mupdf.PDF_ANNOT_REDACT)
    for strip in strips:
        mupdf.pdf_add_annot_quad_point(annotation, mupdf.FzQuad(mupdf.FzRect(*strip)))
    options = mupdf.PdfRedactOptions()
    options.black_boxes = 0
    options.image_method = mupdf.PDF_REDACT_IMAGE_NONE
    options.line_art = mupdf.PDF_REDACT_LINE_ART_NONE
    options.text = mupdf.PDF_REDACT_TEXT_REMOVE
    mupdf.pdf_redact_page(pdf, loaded, options)
    page.set_rotation(turned)


def _strips(characters: Sequence[dict[str, Any]]) -> Iterator[Box]:
    """Of each line of a tag the middle alone, which no other line reaches into."""
    for _, line in groupby(characters, lambda character: round(character["bbox"][1])):
        parts = [
            (x0 + (x1 - x0) * 0.3, y0 + (y1 - y0) * 0.4, x1 - (x1 - x0) * 0.3, y1 - (y1 - y0) * 0.4)
            for x0, y0, x1, y1 in (character["bbox"] for character in line)
        ]
        lefts, tops, rights, bottoms = zip(*parts, strict=True)
        yield min(lefts), min(tops), max(rights), max(bottoms)


def _standing(page: pymupdf.Page) -> Iterator[tuple[str, int, int]]:
    for line in _lines(page):
        yield from (_seen(one) for one in line if not one["c"].isspace())


def _seen(character: dict[str, Any]) -> tuple[str, int, int]:
    x, y = character["origin"]
    return character["c"], round(x), round(y)
