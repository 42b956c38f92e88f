"""Shapes of charts: where bars stand in a drawing of 100 by 100, and what stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

GAP = 0.28  # of the room of one step
WIDEST = 4.0  # in hundredths of the drawing: a few steps do not make walls of their bars
MARKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """In hundredths of the drawing, from its top left corner."""

    series: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright bars, those of one step beside each other; `marks` are the numbers of the axis."""

    bars: tuple[Bar, ...]
    marks: tuple[tuple[int, float], ...]


def columns(series: Sequence[Sequence[int]]) -> Columns:
    """`series` are of the same length: one number for each step."""
    steps = len(series[0]) if series else 0
    top = _round_up(max((max(values, default=0) for values in series), default=0))
    room = 100 / max(steps, 1)
    width = min(room * (1 - GAP) / max(len(series), 1), WIDEST)
    edge = (room - width * len(series)) / 2
    bars = tuple(
        Bar(
            number,
            round(step * room + edge + number * width, 3),
            round(100 - 100 * value / top, 3),
            round(width, 3),
            round(100 * value / top, 3),
        )
        for number, values in enumerate(series)
        for step, value in enumerate(values)
        if value
    )
    each = top // MARKS if top % MARKS == 0 else top
    marks = tuple((n, round(100 - 100 * n / top, 3)) for n in range(0, top + 1, each))
    return Columns(bars, marks)


def _round_up(highest: int) -> int:
    """A number one likes to read on an axis, and at least as high."""
    step = 1
    while True:
        for factor in (4, 8, 12, 20, 40):
            if highest <= factor * step:
                return factor * step
        step *= 10
