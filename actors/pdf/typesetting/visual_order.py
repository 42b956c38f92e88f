"""The order in which letters stand from left to right, as readers of PDFs expect it.

A part of Unicode's algorithm (UAX #9): paragraphs without explicit embeddings, of which values have
none, because marks that turn text around are refused where it is typed.
"""

import unicodedata
from collections.abc import Iterator

RIGHT = ("R", "AL")
NUMBERS = ("EN", "AN")


def order(line: str) -> list[int]:
    """The places of its letters, from left to right."""
    placed = list(enumerate(levels(line)))
    for level in range(max((level for _, level in placed), default=0), 0, -1):
        placed = list(_turned(placed, level))
    return [at for at, _ in placed]


def runs_left(line: str) -> bool:
    """Whether it runs in the direction of its first letter that has one (P2)."""
    strong = (unicodedata.bidirectional(letter) for letter in line)
    return next((kind for kind in strong if kind in ("L", *RIGHT)), "L") in RIGHT


def levels(line: str) -> list[int]:
    """Of each letter, in the order in which it is read."""
    base = int(runs_left(line))
    kinds = list(_kinds(line, base))
    found = []
    for at, kind in enumerate(kinds):
        if kind == "neutral":
            before = next((k for k in reversed(kinds[:at]) if k != "neutral"), "")
            after = next((k for k in kinds[at:] if k != "neutral"), "")
            kind = _side(before) if before and _side(before) == _side(after) else "LR"[base]
        found.append({"R": 1, "L": 2 * base, "number": 2}[kind])
    return found


def _kinds(line: str, base: int) -> Iterator[str]:
    strong, last = "LR"[base], "neutral"
    for at, letter in enumerate(line):
        found = unicodedata.bidirectional(letter)
        if found in RIGHT or found == "L":
            strong = last = "R" if found in RIGHT else "L"
        elif found in NUMBERS or _is_of_number(line, at):
            last = "number" if strong == "R" else "L"
        elif found != "NSM":
            last = "neutral"
        yield last


def _is_of_number(line: str, at: int) -> bool:
    """A point or comma between digits (W4), and what stands right at one, such as % (W5)."""
    found = unicodedata.bidirectional(line[at])
    beside = [unicodedata.bidirectional(c) for c in line[max(at - 1, 0) : at + 2]]
    if found in ("CS", "ES"):
        return beside == ["EN", found, "EN"] or beside == ["AN", "CS", "AN"]
    return found == "ET" and "EN" in beside


def _side(kind: str) -> str:
    return "R" if kind == "number" else kind


def _turned(placed: list[tuple[int, int]], level: int) -> Iterator[tuple[int, int]]:
    """Each longest row of at least this level turned around (L2)."""
    held: list[tuple[int, int]] = []
    for one in placed:
        if one[1] >= level:
            held.append(one)
            continue
        yield from reversed(held)
        held = []
        yield one
    yield from reversed(held)
