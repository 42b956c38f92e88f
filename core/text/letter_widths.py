"""How wide text is in the fonts that stamps use, without opening any of them.

A value is measured where it is typed and where it is stamped by the same figures: what was accepted
fits. Widths are in font sizes.
"""

import base64
import unicodedata
import zlib
from bisect import bisect_right
from functools import cache, lru_cache

from core.text.letter_widths_table import PACKED

# Names of faces, as MuPDF knows them: the standard fonts of PDF in four styles each.
FACES = {
    "sans": ("helv", "hebo", "heit", "hebi"),
    "serif": ("tiro", "tibo", "tiit", "tibi"),
    "mono": ("cour", "cobo", "coit", "cobi"),
}
PLAIN, EUROPEAN, EASTERN, REST = "helv", "european", "eastern", "rest"
WIDEST = 1.0  # of a letter that no table has: it is drawn as something else


def styled(family: str, bold: bool = False, italic: bool = False) -> str:
    return FACES[family][bold + 2 * italic]


def face_of(text: str, wanted: str = PLAIN) -> str:
    """The face that a text is set in: one that has all its letters itself, if there is one."""
    letters = set(text) - {"\n"}
    for face in (wanted, PLAIN, EUROPEAN):
        if all(has(face, letter) for letter in letters):
            return face
    is_eastern = all(has(EASTERN, letter) for letter in letters)
    if is_eastern and any(_only_eastern(letter) for letter in letters):
        return EASTERN
    return wanted


def has(face: str, letter: str) -> bool:
    """Whether the face has the letter itself."""
    return _found(face, letter) > 0


@lru_cache(maxsize=20_000)
def width(face: str, letter: str) -> float:
    """Accents stand on what is before them and take no room of their own."""
    found = _found(face, letter) or _found(REST, letter) or _found(PLAIN, letter)
    if found:
        return found / 1000
    return 0.0 if unicodedata.category(letter)[0] in "MC" else WIDEST


def length(face: str, text: str) -> float:
    return sum(width(face, letter) for letter in text)


@cache
def widths_by_face() -> dict[str, str]:
    """Runs of letters of one width: the gap before, `-` how many more, `:` thousandths."""
    lines = zlib.decompress(base64.b64decode(PACKED)).decode().splitlines()
    return {name: ranges for name, _, ranges in (line.partition(" ") for line in lines)}


def _only_eastern(letter: str) -> bool:
    return not has(PLAIN, letter) and not has(EUROPEAN, letter)


def _found(face: str, letter: str) -> int:
    """Thousandths; 0 where the table does not have it."""
    firsts, lasts, widths = _table(face)
    at = bisect_right(firsts, ord(letter)) - 1
    return widths[at] if at >= 0 and ord(letter) <= lasts[at] else 0


@cache
def _table(face: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    firsts, lasts, widths = list[int](), list[int](), list[int]()
    end = 0
    for run in widths_by_face()[face].split():
        codes, _, thousandths = run.partition(":")
        gap, _, more = codes.partition("-")
        firsts.append(end + int(gap, 16))
        end = firsts[-1] + int(more or "0", 16)
        lasts.append(end)
        widths.append(int(thousandths))
    return tuple(firsts), tuple(lasts), tuple(widths)
