"""Ways to break a PDF: by its bytes, its objects, its streams, its table and its numbers."""

import re
from collections.abc import Callable
from random import Random

OBJECT = re.compile(rb"\d+ \d+ obj\b.*?endobj\s?", re.DOTALL)
STREAM = re.compile(rb"(?<=stream\n)(?!endobj).*?(?=\s?endstream)", re.DOTALL)
NUMBER = re.compile(rb"(?<![\w.#/-])-?\d+(?:\.\d+)?(?![\w.])")
REFERENCE = re.compile(rb"\b\d+ 0 R\b")
NAME = re.compile(rb"/[A-Za-z][A-Za-z0-9]+")
ABSURD = (
    *(b"0", b"-1", b"1", b"3", b"65536", b"2147483647", b"-2147483648", b"4294967296"),
    *(b"99999999999999999999", b"0.0000001", b"1e38", b"NaN", b"-0", b"1.5", b"14400", b"360"),
)

Mutation = Callable[[bytes, Random], bytes]


def mutated(pdf: bytes, chance: Random) -> bytes:
    """With up to four of them, one after another."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        pdf = chance.choice(ALL)(pdf, chance) or pdf
    return pdf


def flip_bytes(pdf: bytes, chance: Random) -> bytes:
    changed = bytearray(pdf)
    for _ in range(chance.choice((1, 5, 50))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def truncate(pdf: bytes, chance: Random) -> bytes:
    return pdf[: chance.randrange(1, len(pdf) + 1)]


def cut_out(pdf: bytes, chance: Random) -> bytes:
    start = chance.randrange(len(pdf))
    return pdf[:start] + pdf[start + chance.randrange(1, 2_000) :]


def repeat_part(pdf: bytes, chance: Random) -> bytes:
    start, times = chance.randrange(len(pdf)), chance.choice((2, 30))
    part = pdf[start : start + chance.randrange(1, 2_000)]
    return pdf[:start] + part * times + pdf[start:]


def delete_object(pdf: bytes, chance: Random) -> bytes:
    start, end = _one(OBJECT, pdf, chance)
    return pdf[:start] + pdf[end:]


def duplicate_object(pdf: bytes, chance: Random) -> bytes:
    """At the place of another one, or under the number of another one."""
    start, end = _one(OBJECT, pdf, chance)
    other, _ = _one(OBJECT, pdf, chance)
    twice = pdf[start:end]
    if chance.random() < 0.5 and other < len(pdf):
        twice = pdf[other:].split(b" ", 1)[0] + b" " + twice.partition(b" ")[2]
    return pdf[:other] + twice + pdf[other:]


def break_table(pdf: bytes, chance: Random) -> bytes:
    """Numbers of the cross-reference table, or where the file says that it stands."""
    start = max(0, pdf.rfind(b"xref", 0, max(0, pdf.rfind(b"startxref"))))
    at = max(start, pdf.rfind(b"startxref") if chance.random() < 0.3 else start)
    return pdf[:at] + _replaced(NUMBER, pdf[at:], chance, chance.choice(ABSURD))


def swap_streams(pdf: bytes, chance: Random) -> bytes:
    (a, b), (c, d) = sorted((_one(STREAM, pdf, chance), _one(STREAM, pdf, chance)))
    return pdf if b > c else pdf[:a] + pdf[c:d] + pdf[b:c] + pdf[a:b] + pdf[d:]


def absurd_number(pdf: bytes, chance: Random) -> bytes:
    for _ in range(chance.choice((1, 3, 20))):
        pdf = _replaced(NUMBER, pdf, chance, chance.choice(ABSURD))
    return pdf


def lead_elsewhere(pdf: bytes, chance: Random) -> bytes:
    """A reference to another object, which makes loops and things that are of the wrong kind."""
    start, end = _one(REFERENCE, pdf, chance)
    return _replaced(REFERENCE, pdf, chance, pdf[start:end])


def swap_names(pdf: bytes, chance: Random) -> bytes:
    start, end = _one(NAME, pdf, chance)
    return _replaced(NAME, pdf, chance, pdf[start:end])


ALL: tuple[Mutation, ...] = (
    flip_bytes,
    truncate,
    cut_out,
    repeat_part,
    delete_object,
    duplicate_object,
    break_table,
    swap_streams,
    absurd_number,
    absurd_number,
    lead_elsewhere,
    lead_elsewhere,
    swap_names,
)


def _one(pattern: re.Pattern[bytes], pdf: bytes, chance: Random) -> tuple[int, int]:
    """The place of one of those that are found; an empty one where there is none."""
    places = [match.span() for match in pattern.finditer(pdf)]
    return chance.choice(places) if places else (len(pdf), len(pdf))


def _replaced(pattern: re.Pattern[bytes], pdf: bytes, chance: Random, by: bytes) -> bytes:
    start, end = _one(pattern, pdf, chance)
    return pdf[:start] + by + pdf[end:] if end > start else pdf
