"""
An automaton that matches a text in time that grows with the text only.

It has no empty steps (Glushkov's construction), and a set of its places is one whole number: all
ways through a pattern are followed at once, none is tried after another.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

PLACES_LIMIT = 250  # letters, with those that a count such as {2,5} repeats
STEPS_LIMIT = 1_500  # of building

Letter = Callable[[str], bool]


class UnreadablePattern(ValueError):
    """It is too large, has an error, or asks for what no automaton does: back references."""


@dataclass(frozen=True, slots=True)
class AutomatonPart:
    """A piece of the automaton: where it begins and ends, and whether it may be left out."""

    may_be_empty: bool
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Automaton:
    """`letters` says of each place what it takes; `after` has the places that may come next."""

    letters: list[Letter] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    steps: int = 0
    whole: AutomatonPart = AutomatonPart(True)

    def matches(self, text: str) -> bool:
        if not text:
            return self.whole.may_be_empty
        masks = {c: self._mask(c) for c in set(text)}
        here = self.whole.first & masks[text[0]]
        for c in text[1:]:
            then = 0
            for place in _places(here):
                then |= self.after[place]
            here = then & masks[c]
            if not here:
                return False
        return bool(here & self.whole.last)

    def _mask(self, c: str) -> int:
        return sum(1 << place for place, takes in enumerate(self.letters) if takes(c))

    def letter(self, takes: Letter) -> AutomatonPart:
        if len(self.letters) >= PLACES_LIMIT:
            raise UnreadablePattern("too large")
        self.letters.append(takes)
        self.after.append(0)
        place = 1 << (len(self.letters) - 1)
        return AutomatonPart(False, place, place)

    def both(self, one: AutomatonPart, two: AutomatonPart) -> AutomatonPart:
        self._step()
        self._link(one.last, two.first)
        return AutomatonPart(
            one.may_be_empty and two.may_be_empty,
            one.first | (two.first if one.may_be_empty else 0),
            two.last | (one.last if two.may_be_empty else 0),
        )

    def either(self, one: AutomatonPart, two: AutomatonPart) -> AutomatonPart:
        self._step()
        may_be_empty = one.may_be_empty or two.may_be_empty
        return AutomatonPart(may_be_empty, one.first | two.first, one.last | two.last)

    def again(self, part: AutomatonPart) -> AutomatonPart:
        self._link(part.last, part.first)
        return part

    def optional(self, part: AutomatonPart) -> AutomatonPart:
        return AutomatonPart(True, part.first, part.last)

    def copy(self, build: Callable[[], AutomatonPart]) -> AutomatonPart:
        """One of those that a count asks for, also where it takes no letter."""
        self._step()
        return build()

    def _link(self, ends: int, begins: int) -> None:
        for place in _places(ends):
            self.after[place] |= begins

    def _step(self) -> None:
        self.steps += 1
        if self.steps > STEPS_LIMIT:
            raise UnreadablePattern("too large")


def _places(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
