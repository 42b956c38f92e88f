"""Breaking a value into lines as large as its box allows."""

from dataclasses import dataclass
from itertools import pairwise

import pymupdf

from actors.pdf.typesetting import font_faces

LEADING = 1.2  # distance of two baselines, in font sizes
ASCENT = 0.92  # from the top of a line to its baseline, in font sizes
SMALLEST_WITH_WHOLE_WORDS = 5.0


@dataclass(frozen=True)
class FittedText:
    """Lines of text, their font and its size, in points, at which they fit."""

    lines: tuple[str, ...]
    size: float
    font: pymupdf.Font

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING

    def width(self, line: str) -> float:
        return self.size * _length(self.font, line)


def fit(
    text: str, width: float, height: float, largest: float, wanted: pymupdf.Font = font_faces.PLAIN
) -> FittedText:
    """Find the largest size, at most `largest`, at which the whole text fits. Nothing is cut off.

    Words are kept whole down to 5 points; below that they break anywhere.
    """
    size, font = largest, font_faces.of(text, wanted)
    while True:
        lines = _wrap(font, text, width / size, break_words=size <= SMALLEST_WITH_WHOLE_WORDS)
        fitted = FittedText(tuple(lines), size, font)
        widest = max((_length(font, line) for line in lines), default=0.0)
        if (fitted.height <= height and widest * size <= width) or size < 1:
            return fitted
        size = size - 0.5 if size > SMALLEST_WITH_WHOLE_WORDS + 0.5 else size * 0.93


def _wrap(font: pymupdf.Font, text: str, width: float, break_words: bool) -> list[str]:
    """Lines no wider than `width`, which is given in font sizes; line breaks of the text stay."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if not line or _length(font, longer) <= width:
                line = longer
            else:
                lines.append(line)
                line = word
        lines.append(line)
    return [part for line in lines for part in _pieces(font, line, width)] if break_words else lines


def _pieces(font: pymupdf.Font, line: str, width: float) -> list[str]:
    cuts, used = [0], 0.0
    for position, letter in enumerate(line):
        advance = font_faces.advance(font, letter)
        if used + advance > width and position > cuts[-1]:
            cuts.append(position)
            used = 0.0
        used += advance
    return [line[start:end] for start, end in pairwise([*cuts, len(line)])]


def _length(font: pymupdf.Font, line: str) -> float:
    return sum(font_faces.advance(font, letter) for letter in line)
