"""How well suggestions meet the places where one writes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from actors.pdf.finding.suggestion import Suggestion
from tests.actors.pdf.finding.generated_forms import WritingPlace

NEAR = 4.0
"""Points between the foot of a field and its line."""

CORE = ("signature", "date", "name")


@dataclass
class Score:
    wanted: int = 0
    met: int = 0
    suggested: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.met / max(self.wanted, 1)

    @property
    def precision(self) -> float:
        return self.right / max(self.suggested, 1)

    def add(
        self, name: str, places: Sequence[WritingPlace], suggestions: Sequence[Suggestion]
    ) -> None:
        """Of signatures, dates and names: what is met; of all suggestions: what is a place."""
        for place in (p for p in places if p.asks in CORE):
            self.wanted += 1
            if any(meets(s, place) and same(s.asks, place.asks) for s in suggestions):
                self.met += 1
            else:
                self.missed.append(f"{name}: {place}")
        for suggestion in suggestions:
            self.suggested += 1
            if any(meets(suggestion, p) and same(suggestion.asks, p.asks) for p in places):
                self.right += 1
            else:
                self.wrong.append(f"{name}: {suggestion}")


def meets(suggestion: Suggestion, place: WritingPlace) -> bool:
    """On the line, and not beyond its ends."""
    on_it = abs(suggestion.bottom - place.y) <= NEAR
    within = suggestion.x >= place.x0 - 6 and suggestion.x <= place.x0 + 14
    ends = suggestion.x + suggestion.width <= max(place.x1, place.x0 + 240) + 6
    return suggestion.page == place.page and on_it and within and ends


def same(asked: str, wanted: str) -> bool:
    return asked.replace("date_signed", "date") == wanted
