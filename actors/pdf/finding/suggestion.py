"""A place where someone is to write, as a page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suggestion:
    """`asks` is one of the vocabulary's, or checkbox; `side` is 0 where no one knows."""

    asks: str
    page: int
    x: float
    y: float
    width: float
    height: float
    label: str
    side: int = 0
    role: str = ""
    letters: int = 0  # boxes for one letter each, of which it is made

    @property
    def bottom(self) -> float:
        return self.y + self.height
