"""Which word of one version of a document is which of another, by the words around it."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

AROUND = 8  # so many words on each side are compared
ENOUGH = 5  # so many on one side alone are enough
MOST = 60  # places that are compared for each word
TELLING = 4  # letters of a word that is enough alone, where it is there once


class SameWords:
    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self._old, self._new = old, new
        self._counted, self._places = _places(old), _places(new)
        self._pairs = _pairs(new)
        self._old_ranks, self._new_ranks = _ranks(self._counted), _ranks(self._places)

    def of(self, wanted: Iterable[int]) -> dict[int, int]:
        """Those that are found again, by their place. No two are the same one."""
        rated = [
            (-score, gap, place, there)
            for place in set(wanted)
            for score, gap, there in self._rated(place)
        ]
        found: dict[int, int] = {}
        taken: set[int] = set()
        for _, _, place, there in sorted(rated):
            if place not in found and there not in taken:
                found[place] = there
                taken.add(there)
        return found

    def _rated(self, place: int) -> Iterable[tuple[int, float, int]]:
        """Where it may be: how much around it is the same, and how far it went."""
        word = self._old[place]
        before, after = self._counted[word], self._places.get(word, [])
        as_often = len(before) == len(after)
        is_only = len(before) == len(after) == 1 and len(word) >= TELLING
        for there in self._candidates(place):
            left, right = self._same(place, there, -1), self._same(place, there, 1)
            if as_often:
                gap: float = abs(self._old_ranks[place] - self._new_ranks[there])
            else:
                gap = abs(place / len(self._old) - there / len(self._new))
            is_there = as_often and left + right
            if is_only or is_there or (left and right) or max(left, right) >= ENOUGH:
                yield left + right, gap, there

    def _candidates(self, place: int) -> list[int]:
        """Nearest to where it was; of a word that is there often those with a neighbor of it."""
        found = self._places.get(self._old[place], [])
        if len(found) > MOST:
            near = self._pairs.get(tuple(self._old[place : place + 2]), [])
            near_before = self._pairs.get(tuple(self._old[max(place - 1, 0) : place + 1]), [])
            found = sorted({*near, *(n + 1 for n in near_before)})
        middle = bisect(found, place * len(self._new) / len(self._old))
        return found[max(middle - MOST // 2, 0) : middle + MOST // 2]

    def _same(self, place: int, there: int, step: int) -> int:
        count = 0
        while count < AROUND:
            place, there = place + step, there + step
            if not (0 <= place < len(self._old) and 0 <= there < len(self._new)):
                break
            if self._old[place] != self._new[there]:
                break
            count += 1
        return count


def _places(words: Sequence[str]) -> Mapping[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        found[word].append(place)
    return dict(found)


def _ranks(places: Mapping[str, list[int]]) -> dict[int, int]:
    """Which of the same words each is, from 0."""
    return {place: rank for same in places.values() for rank, place in enumerate(same)}


def _pairs(words: Sequence[str]) -> Mapping[tuple[str, ...], list[int]]:
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(words) - 1):
        found[words[place], words[place + 1]].append(place)
    return dict(found)
