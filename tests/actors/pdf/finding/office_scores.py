"""How well suggestions meet the places of the forms of organizations."""

from collections.abc import Iterator, Sequence

import pymupdf

from actors.pdf.finding.suggestion import Suggestion
from tests.actors.pdf.finding.office_forms import OfficeForm, OfficePlace
from tests.actors.pdf.finding.scores import Score

CORE = {"signature", "date", "other_date", "name"}
_BLANK = set("_.…‗⎯ ")


def add(score: Score, form: OfficeForm, suggestions: Sequence[Suggestion]) -> None:
    """Of signatures, dates and names: what is met, and what of the suggested is a place."""
    document = pymupdf.open("pdf", form.pdf)
    words = [list(_words(page)) for page in document]
    for place in form.places:
        if place.is_optional or not place.asks & CORE:
            continue
        score.wanted += 1
        if any(_meets(s, place, words) and _asks(s) in place.asks for s in suggestions):
            score.met += 1
        else:
            score.missed.append(f"{form.name}: {place}")
    for one in suggestions:
        if _asks(one) not in CORE:
            continue
        score.suggested += 1
        if any(_meets(one, p, words) and _asks(one) in p.asks for p in form.places):
            score.right += 1
        else:
            score.wrong.append(f"{form.name}: {one}")


def _asks(suggestion: Suggestion) -> str:
    """A place and a date on one line are text."""
    return suggestion.asks.replace("date_signed", "date").replace("place_date", "text")


def _meets(one: Suggestion, place: OfficePlace, words: list[list[pymupdf.Rect]]) -> bool:
    """Where one writes, not beyond it, and on no printed word."""
    spot = pymupdf.Rect(one.x, one.y, one.x + one.width, one.bottom)
    area = place.area
    if one.page != place.page or any(_covers(spot, word) for word in words[one.page - 1]):
        return False
    if place.is_line:
        on_it = abs(spot.y1 - area.y1) <= 5 and -6 <= spot.x0 - area.x0 <= 14
        return on_it and spot.x1 <= area.x1 + 6
    centre = pymupdf.Point((spot.x0 + spot.x1) / 2, (spot.y0 + spot.y1) / 2)
    box = pymupdf.Rect(area.x0 - 8, area.y0 - 8, area.x1 + 8, area.y1 + 4)
    return centre in box and spot.y0 >= area.y0 - 14 and area.x0 - 8 <= spot.x0 < spot.x1 <= box.x1


def _covers(spot: pymupdf.Rect, word: pymupdf.Rect) -> bool:
    return bool((spot & word).get_area() > 0.25 * word.get_area())


def _words(page: pymupdf.Page) -> Iterator[pymupdf.Rect]:
    for x0, y0, x1, y1, word, *_ in page.get_text("words"):
        if not set(word) <= _BLANK and "____" not in word and "...." not in word:
            inset = 0.2 * (y1 - y0)  # what letters use of the height of their line
            yield pymupdf.Rect(x0, y0 + inset, x1, y1 - inset)
