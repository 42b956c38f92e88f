"""The lines of a page put together to paragraphs, for reading without the picture of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

NEXT_LINE = 1.9  # times its height: what begins further below is another paragraph
SAME_LINE = 0.5


def paragraphs(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """`lines` have `text` and a box in points, in reading order."""
    found: list[list[str]] = []
    before: Mapping[str, Any] | None = None
    for line in lines:
        if before is None or not _goes_on(before, line):
            found.append([])
        found[-1].append(line["text"])
        before = line
    return [" ".join(texts) for texts in found]


def _goes_on(before: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    """In the same line, or in the next one below it in letters of about the same size."""
    down = line["y"] - before["y"]
    if abs(down) <= SAME_LINE * before["height"]:
        return True
    high, low = before["height"], line["height"]
    beside = line["x"] > before["x"] + before["width"] or before["x"] > line["x"] + line["width"]
    return 0 < down <= NEXT_LINE * high and 0.8 <= low / (high or 1) <= 1.25 and not beside
