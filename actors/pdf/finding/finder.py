"""What a canonical version asks to be filled in, besides the form fields it came with."""

from collections.abc import Sequence

import pymupdf

from actors.pdf.finding import suggestions
from actors.pdf.finding.found_place import FoundPlace
from actors.pdf.finding.suggestion import Suggestion

LIMITED = "suggestions_limited"
"""A note: there are more places than are suggested."""


def suggested(
    canonical: bytes, certain: Sequence[FoundPlace]
) -> tuple[tuple[FoundPlace, ...], set[str]]:
    """Where no field is that is `certain` already; and the notes that this calls for."""
    with pymupdf.open(stream=canonical, filetype="pdf") as document:
        made, is_limited = suggestions.of(document)
    free = [one for one in made if not any(_overlap(one, other) for other in certain)]
    return tuple(map(_found, free)), {LIMITED} if is_limited else set()


def _found(one: Suggestion) -> FoundPlace:
    return FoundPlace(
        kind=one.asks,
        page=one.page,
        x=one.x,
        y=one.y,
        width=one.width,
        height=one.height,
        source="suggestion",
        label=one.label,
        role=one.role,
        side=one.side,
        properties={"length": one.letters, "cells": one.letters} if one.letters else {},
    )


def _overlap(one: Suggestion, other: FoundPlace) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.bottom, other.y + other.height) - max(one.y, other.y)
    return one.page == other.page and across > 1 and down > 1
