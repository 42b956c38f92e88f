"""What people type: kept to characters that can be seen, hashed, mailed and printed."""

import unicodedata

# They turn what follows around, so that it reads as something else than what was written.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROLS = ("Cc", "Cs", "Zl", "Zp")
# Letters and symbols by name, and yet empty wherever they are shown: Hangul fillers, Braille 0.
EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
MARKS = ("Mn", "Me")  # seen only upon what they stand on


def tidy(text: str) -> str:
    """Without what surrounds it, line ends as \\n, tabs as spaces; "" if nothing can be seen."""
    text = text.replace("\r\n", "\n").replace("\t", " ").strip()
    return text if any(_is_seen(c) for c in text) else ""


def is_line(text: str) -> bool:
    """Whether it may stand in one line, such as the subject of a mail."""
    return not any(c in REORDERING or unicodedata.category(c) in CONTROLS for c in text)


def is_prose(text: str) -> bool:
    """The same of several lines."""
    return is_line(text.replace("\n", " "))


def _is_seen(c: str) -> bool:
    blank = c.isspace() or c in EMPTY or unicodedata.category(c) in MARKS
    return c.isprintable() and not blank
