"""How large the page of an image is, and where the image lies on it. Points."""

from dataclasses import dataclass

PAPERS = {"A4": (595.28, 841.89), "letter": (612.0, 792.0)}
MEANT = (100, 1200)
"""Dots per inch that scanners mean; cameras and screens write 72 or 96 whatever they took."""

SHORTEST, LONGEST = 72.0, 2400.0
MARGIN, ALIKE = 28.0, 0.02
LARGEST_DOT = 0.75
"""No dot is drawn larger than on a screen of 96 dots per inch."""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """`box` is where the image lies: left, top, right, bottom."""

    width: float
    height: float
    box: tuple[float, float, float, float]


def sheet(across: int, down: int, dots: float, paper: str) -> PaperSheet:
    """For an image of so many dots, at `dots` per inch where that is known and makes sense.

    Else it lies on the paper whose proportions it has, or in the middle of `paper`.
    """
    if MEANT[0] <= dots <= MEANT[1]:
        width, height = 72 * across / dots, 72 * down / dots
        if min(width, height) >= SHORTEST and max(width, height) <= LONGEST:
            return PaperSheet(width, height, (0, 0, width, height))
    for name in (paper, *PAPERS):
        width, height = _turned(PAPERS[name], across > down)
        if abs(across * height / (down * width) - 1) <= ALIKE and across >= width:
            return PaperSheet(width, height, (0, 0, width, height))
    width, height = _turned(PAPERS[paper], across > down)
    room = (width - 2 * MARGIN) / across, (height - 2 * MARGIN) / down
    scale = min(*room, LARGEST_DOT)
    left, top = (width - scale * across) / 2, (height - scale * down) / 2
    return PaperSheet(width, height, (left, top, width - left, height - top))


def _turned(size: tuple[float, float], lying: bool) -> tuple[float, float]:
    return (size[1], size[0]) if lying else size
