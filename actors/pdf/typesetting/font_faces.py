"""The fonts that text is written with: which one draws which letter.

MuPDF carries a font per script, to which its Helvetica falls back letter by letter. Two fonts of
our own stand beside it: one with every letter and accent of Europe and Vietnam in one hand, and
one with letters of East Asian names that MuPDF lacks. `core/text/font_coverage.py` is made from
the same.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from core.text import letter_widths

FOLDER = Path(__file__).parents[3] / "webapp" / "static" / "vendor" / "fonts"
EUROPEAN_FILE, EASTERN_FILE = "Inter_400Regular.ttf", "NotoSansJP_400Regular.ttf"


BOXED = "\ufff9\ufffa\ufffb\U000110bd\U000110cd"
"""Marks for programs: fonts have a box with words in it for them, or nothing."""

ACCENTED = (mupdf.UCDN_SCRIPT_ARABIC, mupdf.UCDN_SCRIPT_DEVANAGARI, mupdf.UCDN_SCRIPT_HAN)


def own(name: str) -> pymupdf.Font:
    """A font that set-up has fetched. Where it has not, its letters are set as MuPDF can."""
    file = FOLDER / name
    return pymupdf.Font(fontbuffer=file.read_bytes()) if file.is_file() else PLAIN


PLAIN = pymupdf.Font("helv")
STANDARD = tuple(face for styles in letter_widths.FACES.values() for face in styles)
EUROPEAN, EASTERN = own(EUROPEAN_FILE), own(EASTERN_FILE)


@cache
def font(face: str) -> pymupdf.Font:
    """The font of a face, by its name in core/text/letter_widths.py."""
    return {letter_widths.EUROPEAN: EUROPEAN, letter_widths.EASTERN: EASTERN}.get(
        face
    ) or pymupdf.Font(face)


def runs(font: pymupdf.Font, line: str) -> Iterator[tuple[pymupdf.Font, str]]:
    """The line in pieces, each with the font that draws it."""
    for one, letters in groupby(line, lambda letter: for_letter(font, letter)):
        yield one, "".join(letters)


def for_letter(font: pymupdf.Font, letter: str) -> pymupdf.Font:
    """The font itself, or the one that has what it cannot draw."""
    return EASTERN if not draws(font, letter) and has(EASTERN, letter) else font


def standard(name: str) -> str:
    """The nearest face of the standard fonts of PDF to one of this name."""
    name = name.lower()
    family = "sans"
    if "cour" in name or "mono" in name:
        family = "mono"
    elif "times" in name or "serif" in name.replace("sans", ""):
        family = "serif"
    return letter_widths.styled(family, "bold" in name)


@cache
def has(font: pymupdf.Font, letter: str) -> bool:
    """Whether the font has the letter itself."""
    return bool(font.has_glyph(ord(letter)))


@cache
def draws(font: pymupdf.Font, letter: str) -> bool:
    """Whether the font has the letter, or MuPDF has another one that it falls back on."""
    return any(
        font.has_glyph(ord(letter), script=script, fallback=1) for script in _scripts(letter)
    )


def anything_draws(letter: str) -> bool:
    if letter in BOXED:
        return False
    return draws(PLAIN, letter) or has(EUROPEAN, letter) or has(EASTERN, letter)


def fallback(letter: str) -> mupdf.FzFont:
    """MuPDF's font for a letter that `draws` says it has."""
    for script in _scripts(letter):
        glyph, font = mupdf.fz_encode_character_with_fallback(PLAIN.this, ord(letter), script, 0)
        if glyph:
            return font
    raise LookupError(letter)


def _scripts(letter: str) -> tuple[int, ...]:
    """An accent takes the script of the letters around it; by itself it has none."""
    accent = unicodedata.category(letter) == "Mn"
    return (0, *ACCENTED) if accent else (0,)
