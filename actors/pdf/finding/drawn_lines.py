"""The straight lines of a page, and the boxes that they make."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pymupdf

THICKEST = 2.6
"""Points of a line; a filled rectangle that is thicker is a surface."""

TOUCHING = 1.6
DASH = 6.5
"""Points between the dashes of one line."""

MOST_LINES = 1_500
MOST_EDGES = 160
"""Different places of lines across, and down, of one page: beyond them it is a drawing."""

MOST_CONTENT = 1_500_000
"""Bytes of a page's content, beyond which it is a drawing, too."""


@dataclass(frozen=True)
class Line:
    """From `start` to `end` along one axis, at `at` of the other."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True)
class Cell:
    """A box of lines with no line through it."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True)
class Drawing:
    across: tuple[Line, ...] = ()
    down: tuple[Line, ...] = ()
    cells: tuple[Cell, ...] = ()


def of(page: pymupdf.Page) -> Drawing:
    """Nothing of a page that is drawn rather than written."""
    across: list[Line] = []
    down: list[Line] = []
    for number, (line, is_level) in enumerate(_lines(page)):
        if number > MOST_LINES:
            return Drawing()
        (across if is_level else down).append(line)
    level, upright = _merged(across), _merged(down)
    return Drawing(tuple(level), tuple(upright), tuple(_cells(level, upright)))


def _lines(page: pymupdf.Page) -> Iterator[tuple[Line, bool]]:
    """Each line, and whether it is level."""
    for drawing in page.get_cdrawings():
        paints, items = drawing["type"], drawing["items"]
        if frame := _frame(items):
            yield from frame
            continue
        if _is_rounded(items, "s" in paints):
            yield from _rectangle(*drawing["rect"], is_stroked=True, is_white=False)
            continue
        for item in items:
            if item[0] == "l":
                if "s" in paints:
                    yield from _segment(*item[1], *item[2])
            elif item[0] == "re":
                white = _is_white(drawing)
                yield from _rectangle(*item[1], is_stroked="s" in paints, is_white=white)
            elif item[0] == "qu" and "s" in paints:
                upper_left, upper_right, lower_left, lower_right = item[1]
                yield from _segment(*upper_left, *upper_right)
                yield from _segment(*lower_left, *lower_right)
                yield from _segment(*upper_left, *lower_left)
                yield from _segment(*upper_right, *lower_right)


def _frame(items: Sequence[Any]) -> list[tuple[Line, bool]]:
    """The sides of a filled rectangle with another cut out of it, as style sheets draw borders."""
    if [item[0] for item in items] != ["re", "re"]:
        return []
    (ax0, ay0, ax1, ay1), (bx0, by0, bx1, by1) = items[0][1], items[1][1]
    if ax0 < bx0 - 0.1 or ay0 < by0 - 0.1 or ax1 > bx1 + 0.1 or ay1 > by1 + 0.1:
        return []
    widths = (ax0 - bx0, ay0 - by0, bx1 - ax1, by1 - ay1)
    if max(widths) > THICKEST:
        return []
    left, top, right, bottom = (width > 0.1 for width in widths)
    sides = (
        (left, Line((ax0 + bx0) / 2, by0, by1), False),
        (right, Line((ax1 + bx1) / 2, by0, by1), False),
        (top, Line((ay0 + by0) / 2, bx0, bx1), True),
        (bottom, Line((ay1 + by1) / 2, bx0, bx1), True),
    )
    return [(line, is_level) for is_drawn, line, is_level in sides if is_drawn]


def _is_rounded(items: Sequence[Any], is_stroked: bool) -> bool:
    """A box with round corners; filled, it is the surface between two of them."""
    kinds = [item[0] for item in items]
    boxes = 1 if is_stroked else 2
    curves, lines = kinds.count("c"), kinds.count("l")
    return (
        len(kinds) == curves + lines and curves == 4 * boxes and 4 * boxes - 2 <= lines <= 4 * boxes
    )


def _is_white(drawing: dict[str, Any]) -> bool:
    color = drawing.get("fill")
    return color is not None and min(color) > 0.97


def _rectangle(
    x0: float, y0: float, x1: float, y1: float, *, is_stroked: bool, is_white: bool
) -> Iterator[tuple[Line, bool]]:
    if min(x1 - x0, y1 - y0) <= THICKEST:
        if not is_white or is_stroked:
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            if x1 - x0 >= y1 - y0:
                yield Line(middle[1], x0, x1), True
            else:
                yield Line(middle[0], y0, y1), False
    elif is_stroked:
        yield from _segment(x0, y0, x1, y0)
        yield from _segment(x0, y1, x1, y1)
        yield from _segment(x0, y0, x0, y1)
        yield from _segment(x1, y0, x1, y1)


def _segment(x0: float, y0: float, x1: float, y1: float) -> Iterator[tuple[Line, bool]]:
    if abs(y1 - y0) <= 0.6:
        yield Line((y0 + y1) / 2, min(x0, x1), max(x0, x1)), True
    elif abs(x1 - x0) <= 0.6:
        yield Line((x0 + x1) / 2, min(y0, y1), max(y0, y1)), False


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Lines that lie on each other, and the dashes of one, as one."""
    levels: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.at):
        if levels and line.at - levels[-1][0].at <= 0.8:
            levels[-1].append(line)
        else:
            levels.append([line])
    return [line for level in levels for line in _chained(level)]


def _chained(level: Sequence[Line]) -> Iterator[Line]:
    at, start, end, last = 0.0, 0.0, -1.0, 0.0
    for line in sorted(level, key=lambda line: line.start):
        if end < start:
            at, start, end = line.at, line.start, line.end
        elif line.start <= end + TOUCHING or (
            max(line.length, last) <= DASH and line.start - end <= DASH
        ):
            end = max(end, line.end)
        else:
            yield Line(at, start, end)
            at, start, end = line.at, line.start, line.end
        last = line.length
    if end >= start:
        yield Line(at, start, end)


def _cells(across: Sequence[Line], down: Sequence[Line]) -> Iterator[Cell]:
    """From each corner to the next lines that close a box to its right and below."""
    columns = _places(line.at for line in down)
    if len(columns) > MOST_EDGES or len(across) > 2 * MOST_EDGES:
        return
    at = {x: [line for line in down if abs(line.at - x) <= TOUCHING] for x in columns}
    for number, top in enumerate(across):
        first = bisect_left(columns, top.start - TOUCHING)
        last = bisect_right(columns, top.end + TOUCHING)
        passing = [x for x in columns[first:last] if _passes(at[x], top.at)]
        lower = [line for line in across[number + 1 :] if line.at > top.at + 3]
        for left, right in pairwise(passing):
            bottom = next(
                (
                    line.at
                    for line in lower
                    if line.start <= left + TOUCHING and line.end >= right - TOUCHING
                ),
                None,
            )
            if bottom is None or not _closes(at[left], top.at, bottom):
                continue
            if _closes(at[right], top.at, bottom):
                yield Cell(left, top.at, right, bottom)


def _places(numbers: Iterator[float]) -> list[float]:
    found: list[float] = []
    for number in sorted(numbers):
        if not found or number - found[-1] > TOUCHING:
            found.append(number)
    return found


def _passes(column: Sequence[Line], y: float) -> bool:
    """Whether a line goes down from here."""
    return any(line.start <= y + TOUCHING and line.end >= y + 3 for line in column)


def _closes(column: Sequence[Line], top: float, bottom: float) -> bool:
    return any(line.start <= top + TOUCHING and line.end >= bottom - TOUCHING for line in column)
