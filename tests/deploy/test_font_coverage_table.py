"""The letters that are accepted are those that the fonts have, and they are seen."""

from datetime import UTC, datetime

import pymupdf
import pytest

from actors.pdf.certificate import certificate
from actors.pdf.typesetting import font_faces
from core.text.font_coverage import HANDWRITTEN, PRINTED
from core.text.printable import INVISIBLE
from tenants.use_cases.signing.typed_signature import FONTS, UPRIGHT

EDGES = (-1, 0, 1)
"""A range's end, and what is beside it."""


def ends(table: str) -> list[tuple[int, int]]:
    pairs = [part.partition("-") for part in table.split()]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in pairs]


def drawn(table: str) -> set[int]:
    return {code for first, last in ends(table) for code in range(first, last + 1)}


def differing(table: str, has) -> list[str]:
    """Where the table and the fonts differ, looked for at every end of a range."""
    listed = drawn(table)
    edges = {end + step for pair in ends(table) for end in pair for step in EDGES}
    codes = [c for c in edges if c >= 0x20 and not 0x7F <= c < 0xA0 and not 0xD800 <= c < 0xF900]
    return [hex(code) for code in codes if (code in listed) != has(chr(code))]


def test_the_table_of_letters_is_that_of_the_fonts_of_stamps() -> None:
    assert font_faces.EASTERN is not font_faces.PLAIN, "set-up has fetched the fonts"
    assert differing(PRINTED, font_faces.anything_draws) == [], (
        "run python -m deploy.font_coverage_table"
    )


@pytest.mark.parametrize("name", HANDWRITTEN)
def test_the_table_of_letters_is_that_of_the_fonts_of_typed_signatures(name: str) -> None:
    font = font_faces.own((FONTS | UPRIGHT)[name])

    assert differing(HANDWRITTEN[name], lambda letter: font_faces.has(font, letter)) == []


def test_no_letter_of_the_table_is_an_empty_box_on_a_certificate() -> None:
    letters = [chr(code) for pair in ends(PRINTED) for code in pair if code > 0x2FF]
    visible = [c for c in letters if not c.isspace() and c not in INVISIBLE]
    html = "".join(f"<p>{letter}</p>" for letter in visible)

    pdf = certificate.lay_out(html, (), datetime(2026, 1, 1, tzinfo=UTC))

    with pymupdf.open("pdf", pdf) as document:
        spans = [span for page in document for span in page.get_texttrace()]
    empty = {chr(code) for span in spans for code, glyph, *_ in span["chars"] if glyph == 0}
    assert empty == set()
    assert len(spans) > 1000
