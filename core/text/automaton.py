"""
An automaton that matches a text in time that grows with the text only.

It has no empty steps (Glushkov's construction), and a set of its places is one whole number: all
ways through a pattern are followed at once, none is tried after another.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

PLACES_LIMIT = 250  # letters, with those that a count such as {2,5} repeats
STEPS_LIMIT = 1_500  # of building
MASKS_LIMIT = 1_000  # letters of texts that are remembered

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
    """
    `letters` says which places take a letter that fits; `after` has the places that may come next.

    `jumps` is made of `after` for matching: for each eight places, where each set of them leads.
    """

    letters: dict[Letter, int] = field(default_factory=dict)
    after: list[int] = field(default_factory=list)
    steps: int = 0
    whole: AutomatonPart = AutomatonPart(True)
    jumps: list[list[int]] = field(default_factory=list)
    masks: dict[str, int] = field(default_factory=dict)

    def matches(self, text: str) -> bool:
        if not text:
            return self.whole.may_be_empty
        if not self.jumps:
            self.jumps = [_jumps(self.after[n : n + 8]) for n in range(0, len(self.after), 8)]
        here = self.whole.first & self._mask(text[0])
        for c in text[1:]:
            then = 0
            for jump, places in zip(
                self.jumps, here.to_bytes(len(self.jumps), "little"), strict=True
            ):
                then |= jump[places]
            here = then & self._mask(c)
            if not here:
                return False
        return bool(here & self.whole.last)

    def _mask(self, c: str) -> int:
        """The places that take this letter."""
        if c not in self.masks:
            if len(self.masks) >= MASKS_LIMIT:
                self.masks.clear()
            self.masks[c] = reduce(or_, (at for takes, at in self.letters.items() if takes(c)), 0)
        return self.masks[c]

    def letter(self, takes: Letter) -> AutomatonPart:
        if len(self.after) >= PLACES_LIMIT:
            raise UnreadablePattern("too large")
        place = 1 << len(self.after)
        self.letters[takes] = self.letters.get(takes, 0) | place
        self.after.append(0)
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


def _jumps(after: list[int]) -> list[int]:
    """Where each set of up to eight places leads, the set as a number."""
    leads = [0]
    for then in after:
        leads += [then | earlier for earlier in leads]
    return leads
