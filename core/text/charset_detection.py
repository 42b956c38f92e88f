"""Which letters the bytes of a text file stand for: known for certain, or a few ways to choose."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.refusals import sentence

# What spreadsheet programs write where they do not write Unicode; the most common first.
LEGACY = {
    "cp1252": sentence("Western European (Windows-1252)"),
    "cp1250": sentence("Central European (Windows-1250)"),
    "cp1251": sentence("Cyrillic (Windows-1251)"),
    "cp1253": sentence("Greek (Windows-1253)"),
    "cp1254": sentence("Turkish (Windows-1254)"),
    "cp1257": sentence("Baltic (Windows-1257)"),
    "cp1255": sentence("Hebrew (Windows-1255)"),
    "cp1256": sentence("Arabic (Windows-1256)"),
    "cp874": sentence("Thai (Windows-874)"),
    "cp932": sentence("Japanese (Shift JIS)"),
    "gb18030": sentence("Simplified Chinese (GB 18030)"),
    "big5": sentence("Traditional Chinese (Big5)"),
    "cp949": sentence("Korean (Windows-949)"),
    "mac_roman": sentence("Western European (Mac)"),
}
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SAMPLES = 4
WORD = re.compile(r"[^\W\d_]+")
CELL = re.compile(r"[^\r\n,;\t]+")


@dataclass(frozen=True, slots=True)
class EncodingGuess:
    """One way to read the file: what it is called, and how its first foreign words look then."""

    encoding: str
    label: str
    samples: tuple[str, ...]


def certain(data: bytes) -> str | None:
    """The encoding that the file names by its mark, or UTF-8 where it is; None otherwise."""
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return encoding if _reads(data, encoding) else None
    return "utf-8" if _reads(data, "utf-8") else None


def readings(data: bytes) -> tuple[EncodingGuess, ...]:
    """
    The ways to read a file of an unknown encoding, the likeliest first.

    Ways that show the same letters are one.
    """
    texts = {name: data.decode(name) for name in LEGACY if _reads(data, name)}
    ranked = sorted(texts, key=lambda name: _oddity(texts[name]))
    seen: dict[tuple[str, ...], str] = {}
    for name in ranked:
        seen.setdefault(_samples(texts[name]), name)
    return tuple(EncodingGuess(name, LEGACY[name], samples) for samples, name in seen.items())


def _reads(data: bytes, encoding: str) -> bool:
    try:
        return "\0" not in data.decode(encoding)
    except UnicodeDecodeError:
        return False


def _samples(text: str) -> tuple[str, ...]:
    """The first cells with a letter that is not ASCII."""
    found: dict[str, None] = {}
    for match in CELL.finditer(text):
        if not (cell := match.group()).isascii():
            found[cell.strip()[:60]] = None
        if len(found) == SAMPLES:
            break
    return tuple(found)


def _oddity(text: str) -> float:
    """How much of it looks like no word of any language; 0 is nothing."""
    words = [w for w in WORD.findall(text[:20_000]) if not w.isascii()]
    strange = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "So", "Sk") for c in text[:20_000])
    strange -= sum(text[:20_000].count(c) for c in "\r\n\t")
    return (sum(sum(_signs(word)) for word in words) + strange) / (len(words) or 1)


def _signs(word: str) -> Iterator[int]:
    """Letters of two scripts, capitals after small letters, hardly a plain letter among Latin."""
    scripts = {unicodedata.name(c, "?").partition(" ")[0] for c in word}
    yield 2 * (len(scripts - {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "CJK"}) > 1)
    yield sum(a.islower() and b.isupper() for a, b in pairwise(word))
    yield 2 * (scripts == {"LATIN"} and sum(not c.isascii() for c in word) > len(word) / 2)
    yield len(word) <= 2 and scripts == {"CJK"}
