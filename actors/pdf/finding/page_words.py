"""The words of a page with the blanks that are typed into it: underscores, dots, empty squares."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pymupdf

from actors.pdf.finding import labels

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
UNDERSCORES, DOTS = "_＿‗", ".…·․"
SQUARES = "☐□❏❑▢◻◽⬜\uf0a8\uf06f\uf071\uf0a3"
FILLED = re.compile(r"[_＿‗]{3,}|[.·․]{4,}|…{2,}[.…]*|[.·․…]{5,}")
SAME_LINE = 2.5
NARROWEST = 18.0
"""Points: what is narrower is not for writing on."""


@dataclass(frozen=True)
class Word:
    """Points from the top left corner of the page as shown; `base` is where its letters stand."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float
    size: float

    @property
    def is_blank(self) -> bool:
        """Underscores or dots to write on."""
        return bool(FILLED.fullmatch(self.text))

    @property
    def is_dotted(self) -> bool:
        return self.text[0] in DOTS

    @property
    def is_square(self) -> bool:
        return self.text in SQUARES or self.text in ("[]", "()")


@dataclass(frozen=True)
class PageWords:
    """Line by line from the top, each line from the left."""

    all: tuple[Word, ...]
    languages: tuple[str, ...] = ()  # that of most words first

    @cached_property
    def _bases(self) -> list[float]:
        return [word.base for word in self.all]

    def based(self, low: float, high: float) -> tuple[Word, ...]:
        """Those that stand between these heights; a line's words share the height of its first."""
        return self.all[bisect_left(self._bases, low) : bisect_right(self._bases, high)]


def of(page: pymupdf.Page) -> PageWords:
    """The level words of a page."""
    blocks = page.get_text("rawdict", flags=FLAGS)["blocks"]
    lines = [line for block in blocks for line in block.get("lines", ()) if line["dir"][0] > 0.99]
    words = [word for line in lines for word in _words(line)]
    joined = tuple(replace(word, base=row[0].base) for row in rows(words) for word in _joined(row))
    return PageWords(joined, labels.languages(word.text for word in joined))


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """The words of one line, across all columns."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.base):
        if found and word.base - found[-1][0].base <= SAME_LINE:
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in found]


def _words(line: dict[str, Any]) -> Iterator[Word]:
    gathered: list[dict[str, Any]] = []
    size, before = 0.0, ""
    for span in line["spans"]:
        for character in span["chars"]:
            kind = _kind(character["c"])
            apart = (
                gathered and character["bbox"][0] - gathered[-1]["bbox"][2] > 0.35 * span["size"]
            )
            if gathered and (kind != before or kind == "square" or apart):
                yield _word(gathered, size)
                gathered = []
            if kind:
                gathered.append(character)
            size, before = span["size"], kind
    if gathered:
        yield _word(gathered, size)


def _kind(character: str) -> str:
    if character.isspace():
        return ""
    if character in UNDERSCORES:
        return "underscore"
    if character in DOTS:
        return "dot"
    return "square" if character in SQUARES else "letter"


def _word(characters: list[dict[str, Any]], size: float) -> Word:
    boxes = [character["bbox"] for character in characters]
    return Word(
        "".join(character["c"] for character in characters),
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        characters[0]["origin"][1],
        size,
    )


def _joined(row: list[Word]) -> Iterator[Word]:
    """Blanks in pieces are one: `__/__/____`, `. . . .`; brackets with nothing in them are a box;
    and full stops belong to the word before them."""
    found: list[Word] = []
    for word in row:
        last = found[-1] if found else None
        if last is None:
            found.append(word)
            continue
        gap = word.x0 - last.x1
        near = gap <= max(0.75 * word.size, 4.0)
        stop = gap < 0.15 * word.size and _is_stop(last.text, word.text)
        box = last.text + word.text in ("[]", "()") and gap <= 1.2 * word.size
        if stop or box or (near and _go_on(last.text, word.text)):
            found[-1] = _one(last, word, last.text + word.text)
        else:
            found.append(word)
    yield from _dates(found)


def _go_on(last: str, more: str) -> bool:
    dots = set(last + more) <= set(DOTS)
    lines = set(last + more) <= set(UNDERSCORES)
    return dots or lines


def _is_stop(last: str, more: str) -> bool:
    return len(more) < 4 and set(more) <= set(DOTS) and last[-1] not in DOTS + UNDERSCORES


def _dates(row: list[Word]) -> Iterator[Word]:
    """`__ / __ / ____` is one blank."""
    found: list[Word] = []
    for word in row:
        if len(found) > 1 and set(word.text) <= set(UNDERSCORES):
            between, before = found[-1], found[-2]
            near = word.x0 - before.x1 < 2.5 * word.size
            if near and between.text in ("/", ".", "-", "–") and before.text[-1] in UNDERSCORES:
                found[-2:] = [_one(before, word, before.text + word.text)]
                continue
        found.append(word)
    yield from found


def _one(first: Word, second: Word, text: str) -> Word:
    return replace(
        first,
        text=text,
        y0=min(first.y0, second.y0),
        x1=max(first.x1, second.x1),
        y1=max(first.y1, second.y1),
    )
