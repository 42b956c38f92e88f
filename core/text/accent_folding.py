"""Letters as people type them when they look for a name: without case, accents and strokes."""

import re
import unicodedata

from core.text.unicode_normalization import normalized

# Letters that Unicode takes apart into nothing simpler, and how people write them without.
SPELLED = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ĸ": "k", "ə": "e"}
WITH = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")


def _stroked() -> dict[str, str]:
    """Such as ł, đ and ø: by their names, a plain letter with something that is part of it."""
    letters = (chr(code) for code in range(0x80, 0x250))
    named = ((c, WITH.match(unicodedata.name(c, ""))) for c in letters)
    return {c: m[1].lower() for c, m in named if m and not unicodedata.decomposition(c)}


PLAIN = str.maketrans(_stroked() | SPELLED)


def plain(text: str) -> str:
    """“Łódź” and “lodz” are the same, and so are “Đorđević” and “dordevic”."""
    decomposed = normalized("NFKD", text).casefold()
    bare = "".join(c for c in decomposed if unicodedata.category(c)[0] != "M")
    return bare.translate(PLAIN)
