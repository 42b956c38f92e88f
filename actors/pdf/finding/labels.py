"""What a label asks for, and which side of a contract it names."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from actors.pdf.finding.vocabulary import LABELS, PARTIES, USUAL

LONGEST = 7
"""Words of a label. Longer text is a sentence, and only its end counts."""

END = 3
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
OTHER_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae"})


@dataclass(frozen=True)
class Meaning:
    """What is asked for (of LABELS). `is_weak`: by a letter or two, which stand for much."""

    asks: str
    is_weak: bool = False


def plain(text: str) -> str:
    """Small letters without accents, words with one space between them."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if not unicodedata.combining(c)).translate(OTHER_LETTERS)
    return " ".join(re.findall(r"[^\W_]+", letters))


def languages(words: Iterable[str]) -> tuple[str, ...]:
    """Those of the vocabulary, that which most of the words are of first."""
    counted = Counter(plain(word) for word in words)
    scores = {
        language: sum(counted[word] for word in usual) + 3 * sum(counted[w] for w in own)
        for language, (usual, own) in _usual().items()
    }
    return tuple(sorted(scores, key=lambda language: -scores[language]))


def meaning(label: str, spoken: Sequence[str] = ()) -> Meaning | None:
    """Of the longest phrase in it; None for a label in other words.

    What a phrase means in the first language that has it counts; `spoken` come before all others.
    """
    words = plain(label).split()
    outside = _BRACKETS.sub(" ", label)
    if len(words) > LONGEST and outside != label and (found := meaning(outside, spoken)):
        return found
    if len(words) > LONGEST and label.rstrip().endswith(":"):
        return meaning(" ".join(words[:END]), spoken) or meaning(" ".join(words[-END:]), spoken)
    if len(words) > LONGEST:
        words = words[-END:]
    phrases, most = _phrases()
    for length in range(min(most, len(words)), 0, -1):
        asked = [
            _asked(phrases[phrase], spoken)
            for start in range(len(words) - length + 1)
            if (phrase := " ".join(words[start : start + length])) in phrases
            and (len(phrase) > SHORT or length == len(words) or _leads(phrase, start, words))
        ]
        if asked:
            return Meaning(min(asked, key=_rank), len(" ".join(words)) <= WEAK)
    return None


def _leads(phrase: str, start: int, words: Sequence[str]) -> bool:
    """As "nom" does in "nom du responsable"."""
    return start == 0 and len(phrase) == SHORT and len(words) <= LONGEST - 1


def _asked(meanings: dict[str, str], spoken: Sequence[str]) -> str:
    first = next((language for language in spoken if language in meanings), None)
    return meanings[first] if first else min(meanings.values(), key=_rank)


WEAK = 2
SHORT = 3
"""Letters of phrases, such as "by", that mean something only where they stand alone."""


def side(text: str) -> tuple[int, str] | None:
    """The side, 1 or 2, that the text names first, and its word as it is written there."""
    words, written = plain(text), text.split()
    best: tuple[int, int, str] | None = None
    for number, names in enumerate(_sides(), 1):
        for name in names:
            place = f" {words} ".find(f" {name} ")
            if place >= 0 and (best is None or place < best[0]):
                best = (place, number, name)
    if best is None:
        return None
    first = best[2].split()
    shown = [w.strip('.,:;()"“”„«»') for w in written if plain(w) in first] or [best[2]]
    return best[1], " ".join(shown[: len(first)])


@cache
def _phrases() -> tuple[dict[str, dict[str, str]], int]:
    """What each means, by language; and how many words the longest has."""
    phrases: dict[str, dict[str, str]] = {}
    for language, asked in LABELS.items():
        for asks, listed in asked.items():
            for phrase in map(plain, listed.split(",")):
                phrases.setdefault(phrase, {}).setdefault(language, asks)
    return phrases, max(len(phrase.split()) for phrase in phrases)


@cache
def _usual() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """By language, its usual words, and the words of labels that no other language has."""
    listed = {language: frozenset(map(plain, words.split())) for language, words in USUAL.items()}
    single = {phrase: of for phrase, of in _phrases()[0].items() if " " not in phrase}
    own = {
        language: frozenset(phrase for phrase, of in single.items() if set(of) == {language})
        for language in listed
    }
    return {language: (listed[language], own[language]) for language in listed}


@cache
def _sides() -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, second = zip(*PARTIES, strict=True)
    return tuple(  # type: ignore[return-value] # two of them
        tuple(filter(None, (plain(name) for listed in side for name in listed.split(","))))
        for side in (first, second)
    )


def _rank(asks: str) -> int:
    """Where a phrase means two things, in two languages or in one label: the first of these."""
    order = ("signature", "initials", "place_date", "date", "name", "email", "phone", "company")
    return order.index(asks) if asks in order else len(order)
