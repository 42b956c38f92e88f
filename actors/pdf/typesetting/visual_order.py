"""The order in which letters stand from left to right, as readers of PDFs expect it.

A part of Unicode's algorithm (UAX #9): paragraphs without explicit embeddings, of which values have
none, because marks that turn text around are refused where it is typed.
"""

import unicodedata
from collections.abc import Iterator

RIGHT = ("R", "AL")
NUMBERS = ("EN", "AN")
PAIRS = ("()", "[]", "{}", "<>", "«»", "‹›")
MIRRORED = {pair[side]: pair[1 - side] for pair in PAIRS for side in (0, 1)}


def visual(line: str) -> list[tuple[str, int]]:
    """The letters of one line from left to right, each with its level: odd runs to the left."""
    levels = _levels(line)
    placed = list(zip(line, levels, strict=True))
    for level in range(max(levels, default=0), 0, -1):
        placed = list(_turned(placed, level))
    return [
        (MIRRORED.get(letter, letter) if level % 2 else letter, level) for letter, level in placed
    ]


def runs_left(line: str) -> bool:
    """Whether it runs in the direction of its first letter that has one (P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in line)
    return next((kind for kind in strong if kind in ("L", *RIGHT)), "L") in RIGHT


def _levels(line: str) -> list[int]:
    base = int(runs_left(line))
    kinds = list(_kinds(line, base))
    levels = []
    for at, kind in enumerate(kinds):
        if kind == "neutral":
            before = next((k for k in reversed(kinds[:at]) if k != "neutral"), "")
            after = next((k for k in kinds[at:] if k != "neutral"), "")
            kind = _side(before) if before and _side(before) == _side(after) else "LR"[base]
        levels.append({"R": 1, "L": 2 * base, "number": 2}[kind])
    return levels


def _kinds(line: str, base: int) -> Iterator[str]:
    strong, last = "LR"[base], "neutral"
    for letter in line:
        found = unicodedata.bidirectional(letter)
        if found in RIGHT or found == "L":
            strong = last = "R" if found in RIGHT else "L"
        elif found in NUMBERS:
            last = "number" if strong == "R" else "L"
        elif found != "NSM":
            last = "neutral"
        yield last


def _side(kind: str) -> str:
    return "R" if kind == "number" else kind


def _turned(placed: list[tuple[str, int]], level: int) -> Iterator[tuple[str, int]]:
    """Each longest row of at least this level turned around (L2)."""
    held: list[tuple[str, int]] = []
    for one in placed:
        if one[1] >= level:
            held.append(one)
            continue
        yield from reversed(held)
        held = []
        yield one
    yield from reversed(held)
