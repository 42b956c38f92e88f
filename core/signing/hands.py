"""The handwriting in which a name can be typed as signature, and for which scripts each is offered.

A name is offered in hands that have all its letters, so that none of them shows as an empty box.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

# Ranges of letters, first and last. What is in none of them and is a letter is "latin" or "other".
RANGES = {
    "vietnamese": ((0x1A0, 0x1B0), (0x1EA0, 0x1EF9)),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x400, 0x52F),),
    "hebrew": ((0x590, 0x5FF),),
    "arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    "devanagari": ((0x900, 0x97F),),
    "hangul": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF)),
    "kana": ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)),
    "han": ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF)),
}
LATIN = ((0x41, 0x24F), (0x1E00, 0x1E9F))


@dataclass(frozen=True)
class Hand:
    """
    One style of writing. `name` is how forms, style sheets and packages call it.

    `file` is the whole font, with which a name is drawn here where no script runs; "" if that is
    too large to keep. `sheet` is the style sheet that browsers load it by.
    """

    name: str
    scripts: frozenset[str]
    file: str = ""
    sheet: str = "400.css"

    @cached_property
    def place(self) -> str:
        """Of its style sheet, below the folder of fonts."""
        return f"{self.name}/{self.sheet}"

    @cached_property
    def written_scripts(self) -> str:
        return " ".join(sorted(self.scripts))


HANDS = (
    Hand("caveat", frozenset({"latin", "cyrillic"}), "Caveat_400Regular.ttf"),
    Hand("dancing-script", frozenset({"latin", "vietnamese"}), "DancingScript_400Regular.ttf"),
    Hand(
        "great-vibes",
        frozenset({"latin", "vietnamese", "cyrillic"}),
        "GreatVibes_400Regular.ttf",
    ),
    Hand("alex-brush", frozenset({"latin", "vietnamese"}), "AlexBrush_400Regular.ttf"),
    Hand("marck-script", frozenset({"cyrillic"}), "MarckScript_400Regular.ttf"),
    Hand(
        "source-serif-4",
        frozenset({"vietnamese", "cyrillic", "greek"}),
        "SourceSerif4_400Regular_Italic.ttf",
        "wght-italic.css",
    ),
    Hand("amatic-sc", frozenset({"hebrew"}), "AmaticSC_400Regular.ttf"),
    Hand("aref-ruqaa", frozenset({"arabic"}), "ArefRuqaa_400Regular.ttf"),
    Hand("kalam", frozenset({"devanagari"}), "Kalam_400Regular.ttf"),
    Hand("nanum-pen-script", frozenset({"hangul"}), "NanumPenScript_400Regular.ttf"),
    Hand("yomogi", frozenset({"kana", "han"})),
    Hand("ma-shan-zheng", frozenset({"han"})),
)


def fits(hand: Hand, text: str) -> bool:
    """Whether it is one of those in which this text is offered. All of them have Latin letters."""
    scripts = scripts_of(text)
    return (scripts - {"latin"} or {"latin"}) <= hand.scripts


@lru_cache(maxsize=2_000)
def offered(text: str) -> tuple[Hand, ...]:
    """At least one: what it lacks is drawn in upright letters."""
    return tuple(hand for hand in HANDS if fits(hand, text)) or HANDS[:1]


def scripts_of(text: str) -> frozenset[str]:
    """Without what is no letter: spaces, full stops, digits."""
    return frozenset(_script(ord(letter)) for letter in text if letter.isalpha())


def _script(code: int) -> str:
    if any(first <= code <= last for first, last in RANGES["vietnamese"]):
        return "vietnamese"
    if any(first <= code <= last for first, last in LATIN):
        return "latin"
    return next(
        (
            name
            for name, ranges in RANGES.items()
            if any(first <= code <= last for first, last in ranges)
        ),
        "other",
    )
