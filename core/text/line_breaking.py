"""Breaking a value into lines as large as its box allows."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.text import letter_widths

LEADING = 1.2  # distance of two baselines, in font sizes
ASCENT = 0.92  # from the top of a line to its baseline, in font sizes
SMALLEST_WITH_WHOLE_WORDS = 5.0
# What never begins a line of Chinese or Japanese, and what never ends one (JIS X 4051).
NOT_FIRST = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕〗’”々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
NOT_LAST = frozenset("（［｛「『【〈《〔〖‘“")


@dataclass(frozen=True)
class FittedText:
    """Lines of text, their face and its size, in points, at which they fit."""

    lines: tuple[str, ...]
    size: float
    face: str

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING

    def width(self, line: str) -> float:
        return self.size * letter_widths.length(self.face, line)


def fit(
    text: str,
    width: float,
    height: float,
    largest: float,
    wanted: str = letter_widths.PLAIN,
    whole_words: float = SMALLEST_WITH_WHOLE_WORDS,
) -> FittedText:
    """Find the largest size, at most `largest`, at which the whole text fits. Nothing is cut off.

    Words are kept whole down to `whole_words` points; below that they break anywhere.
    """
    size, face = largest, letter_widths.face_of(text, wanted)
    while True:
        lines = _wrap(face, text, width / size, break_words=size <= whole_words)
        fitted = FittedText(tuple(lines), size, face)
        widest = max((letter_widths.length(face, line) for line in lines), default=0.0)
        if (fitted.height <= height and widest * size <= width) or size < 1:
            return fitted
        size = max(size - 0.5, whole_words) if size > whole_words else size * 0.93


def _wrap(face: str, text: str, width: float, break_words: bool) -> list[str]:
    """Lines no wider than `width`, which is given in font sizes; line breaks of the text stay."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for word in _words(paragraph):
            long = letter_widths.length(face, word.rstrip(" "))
            if line and used + long > width:
                lines.append(line.rstrip(" "))
                line, used = "", 0.0
            line += word
            used += letter_widths.length(face, word)
        lines.append(line.rstrip(" ") if line.strip(" ") else line)
    return [part for line in lines for part in _pieces(face, line, width)] if break_words else lines


def _words(paragraph: str) -> Iterator[str]:
    """What stays in one line, with the spaces that follow it; ideographs part anywhere."""
    begin = 0
    for at in range(1, len(paragraph)):
        if _may_part(paragraph[at - 1], paragraph[at]):
            yield paragraph[begin:at]
            begin = at
    yield paragraph[begin:]


def _may_part(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    if before in NOT_LAST or after in NOT_FIRST or unicodedata.combining(after):
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(letter: str) -> bool:
    return letter > "\u2e7f" and unicodedata.east_asian_width(letter) in "WF"


def _pieces(face: str, line: str, width: float) -> list[str]:
    cuts, used = [0], 0.0
    for position, letter in enumerate(line):
        advance = letter_widths.width(face, letter)
        if used + advance > width and position > cuts[-1]:
            cuts.append(position)
            used = 0.0
        used += advance
    return [line[start:end] for start, end in pairwise([*cuts, len(line)])]
