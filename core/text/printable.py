"""What people type: kept to characters that can be seen, hashed, mailed and printed."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from core.refusals import FilledSentence, sentence
from core.text.font_coverage import HANDWRITTEN, PRINTED
from core.text.unicode_normalization import normalized

# They turn what follows around, so that it reads as something else than what was written.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROLS = ("Cc", "Cs", "Zl", "Zp")
# Letters and symbols by name, and yet empty wherever they are shown: Hangul fillers, Braille 0.
EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
JOINER = "\u200d"
SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
MARKS = ("Mn", "Me")  # seen only upon what they stand on
# They join, part or vary the letters beside them and have no look of their own.
INVISIBLE = {chr(code) for code in (0xAD, 0x34F, 0x61C, 0xFEFF)}.union(
    *(
        map(chr, range(first, last))
        for first, last in (
            (0x180B, 0x1810),
            (0x200B, 0x2010),
            (0x2060, 0x2070),
            (0xFE00, 0xFE10),
            (0xE0000, 0xE0200),
        )
    )
)
# What makes an address of words: a dot, colon, slash or at sign with something on both sides.
BETWEEN = re.compile(r"(?<=\S)([.:/@])(?=\S)")
# Composing would replace these by other letters: variants in names of China, Japan and Korea.
COMPOSABLE = re.compile("[^\uf900-\ufaff\U0002f800-\U0002fa1f]+")


def cleaned(text: str) -> str:
    """Composed, without what surrounds it, line ends as \\n, tabs as spaces; "" if nothing can be
    seen."""
    text = nfc(text).replace("\r\n", "\n").replace("\t", " ").strip()
    return text if any(_is_seen(c) for c in text) else ""


def nfc(text: str) -> str:
    """Letters and their accents as one character each wherever there is one (Unicode NFC)."""
    return COMPOSABLE.sub(lambda part: normalized("NFC", part[0]), text)


def storable(text: str, limit: int) -> str:
    """
    As it was typed, as far as a database holds it: no NUL, no half characters, and an end.

    For what is kept before it is judged; the limit is far beyond what is accepted in the end.
    """
    whole = text.encode("utf-8", "replace").decode().replace("\0", "")
    return cleaned(whole)[:limit]


def is_line(text: str) -> bool:
    """Whether it may stand in one line, such as the subject of a mail."""
    return not any(c in REORDERING or unicodedata.category(c) in CONTROLS for c in text)


def is_prose(text: str) -> bool:
    """The same of several lines."""
    return is_line(text.replace("\n", " "))


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """As many whole letters from the beginning as fit, without what surrounds them.

    A letter is what a reader calls one: with its accents, and all parts of a joined emoji
    (roughly the grapheme clusters of Unicode's annex 29).
    """
    kept = ""
    for letter in letters(text.strip()):
        if not fits(kept + letter):
            break
        kept += letter
    return kept.strip()


def undrawable(text: str, font: str = "") -> str:
    """The first letter that cannot be drawn on a document, "" if all can.

    Stamps and certificates find a font for every letter that `core/text/font_coverage.py` lists.
    `font` is that of a name typed as signature and drawn here, which has fewer.
    """
    table = _table(HANDWRITTEN[font] if font else PRINTED)
    return next((c for c in nfc(text) if not _is_drawn(c, table)), "")


def why_undrawable(text: str, font: str = "") -> str:
    """What to tell whoever typed it, "" if all of it can be drawn on a document."""
    letter = undrawable(text, font)
    if letter in SKIN_TONES:
        whole = next(whole for whole in letters(nfc(text)) if letter in whole)
        return FilledSentence(TONED, letter=whole)
    return FilledSentence(UNDRAWABLE, letter=letter, code=f"U+{ord(letter):04X}") if letter else ""


def spelled_out(text: str) -> str:
    """Composed, with the number of each letter that cannot be drawn in its place: `[U+12345]`.

    For what was accepted before its letters were checked, and for names of files.
    """
    text = nfc(text)
    if text.isascii() or not undrawable(text):
        return text
    return "".join(f"[U+{ord(c):04X}]" if undrawable(c) else c for c in text)


UNDRAWABLE = sentence(
    "We have no font for the character “%(letter)s” (%(code)s), so it would not appear in the"
    " document. Please leave it out."
)
TONED = sentence(
    "We cannot print “%(letter)s” in this skin tone. Please choose the yellow one, or leave it out."
)


@cache
def _table(ranges: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the ranges begin, and where they end."""
    pairs = [part.partition("-") for part in ranges.split()]
    return (
        tuple(int(first, 16) for first, _, _ in pairs),
        tuple(int(last or first, 16) for first, _, last in pairs),
    )


def _is_drawn(c: str, table: tuple[tuple[int, ...], tuple[int, ...]]) -> bool:
    if c.isspace() or c in INVISIBLE:
        return True
    firsts, lasts = table
    at = bisect_right(firsts, ord(c)) - 1
    return at >= 0 and ord(c) <= lasts[at]


def unlinked(text: str) -> str:
    """
    The same to a reader, but no mail program makes a link of it: a mark that no one sees stands
    after each dot, colon, slash and at sign between other letters.
    """
    return BETWEEN.sub("\\1\u200b", text)


def _is_seen(c: str) -> bool:
    blank = c.isspace() or c in EMPTY or unicodedata.category(c) in MARKS
    return c.isprintable() and not blank


def letters(text: str) -> Iterator[str]:
    """What a reader calls a letter: with its accents, and all parts of a joined emoji."""
    letter = ""
    for c in text:
        if letter and not (_belongs_to_the_one_before(c) or letter.endswith(JOINER)):
            yield letter
            letter = ""
        letter += c
    yield letter


def _belongs_to_the_one_before(c: str) -> bool:
    """An accent, a joiner, the colour of a hand, or the vowel of a Korean syllable in parts."""
    return (
        unicodedata.category(c)[0] == "M"
        or c == JOINER
        or c in SKIN_TONES
        or "\u1160" <= c <= "\u11ff"
    )
