"""The words of a page and where they stand, for selecting them and for screen readers."""

from dataclasses import dataclass

import pymupdf

FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
MOST_LINES = 5_000


@dataclass(frozen=True)
class TextLine:
    """One line: its box in points from the top left corner of the page as shown."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PageText:
    """The lines of one page, numbered from 1, in reading order."""

    number: int
    lines: tuple[TextLine, ...]


def page_text(pdf: bytes, numbers: tuple[int, ...]) -> tuple[PageText, ...]:
    document = pymupdf.open(stream=pdf, filetype="pdf")
    return tuple(PageText(number, _lines(document[number - 1])) for number in numbers)


def _lines(page: pymupdf.Page) -> tuple[TextLine, ...]:
    blocks = page.get_text("dict", flags=FLAGS)["blocks"]
    found = (_line(line) for block in blocks for line in block.get("lines", ()))
    return tuple(line for line in found if line.text)[:MOST_LINES]


def _line(line: dict[str, object]) -> TextLine:
    spans = line["spans"]
    left, top, right, bottom = line["bbox"]  # type: ignore[misc] # four floats
    text = "".join(span["text"] for span in spans).strip()  # type: ignore[attr-defined]
    size = (round(right - left, 2), round(bottom - top, 2))  # type: ignore[has-type]
    return TextLine(text, round(left, 2), round(top, 2), *size)  # type: ignore[has-type]
