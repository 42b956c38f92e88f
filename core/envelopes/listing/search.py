"""
What an envelope is found by: its words, folded, and what it is filtered by, as lexemes.

The words stand in clear in the database, beside the envelope's name, which does too; the files
themselves stay encrypted.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from core.text import accent_folding

WORD = re.compile(r"[^\W_]+")
# Written without spaces: found by any two characters that stand side by side.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{2,}")
LONGEST = 64
WORDS_LIMIT = 5_000  # of one envelope; a longer text is found by its first ones
# How many numbers a window holds, as powers of two: the database's found_envelopes walks them.
WINDOWS = (10, 14, 18)


def words(text: str) -> list[str]:
    """Without case, accents, strokes and signs, each once, in the order they first come."""
    return list(dict.fromkeys(_cut(WORD.findall(accent_folding.plain(text)))))


def windows(organization_id: UUID, number: int) -> list[str]:
    """Where the envelope of this number stands among all of its organization."""
    sizes = enumerate(WINDOWS, 1)
    at = [f"w{level}/{organization_id}/{number >> bits}" for level, bits in sizes]
    return [f"o/{organization_id}", *at]


def facet(kind: str, value: object) -> str:
    """A lexeme that no text contains, for words hold no stroke."""
    return f"{kind}/{value}"


def waiting(name: str, email: str) -> list[str]:
    """By which words someone is found who has to act now."""
    return [facet("wait", word) for word in words(f"{name} {email}")]


def all_of(terms: Iterable[str]) -> str:
    """Of terms that are PostgreSQL tsquery text already."""
    return " & ".join(terms)


def any_of(lexemes: Iterable[str]) -> str:
    return "(" + " | ".join(_quoted(lexeme) for lexeme in lexemes) + ")"


def days(since: date | None, until: date | None, zone: str) -> tuple[datetime | None, ...]:
    """The first moment of `since` and the first after `until`, where the organization is."""
    tz = ZoneInfo(zone)
    begin = datetime(since.year, since.month, since.day, tzinfo=tz) if since else None
    after = until + timedelta(days=1) if until and until < date.max else None
    end = datetime(after.year, after.month, after.day, tzinfo=tz) if after else None
    return begin, end


def _cut(found: Iterable[str]) -> Iterator[str]:
    for word in found:
        runs = UNSPACED.findall(word)
        for run in runs:
            yield from (run[n : n + 2] for n in range(len(run) - 1))
        rest = UNSPACED.sub(" ", word).split() if runs else [word]
        yield from (part[:LONGEST] for part in rest)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
