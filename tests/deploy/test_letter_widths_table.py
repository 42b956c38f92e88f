"""The figures by which values are measured are those of the fonts that stamp them."""

from core.text import letter_widths
from deploy import letter_widths_table


def test_the_table_says_what_the_fonts_are() -> None:
    told = letter_widths.widths_by_face()

    assert told == dict(letter_widths_table.tables()), "run python -m deploy.letter_widths_table"
