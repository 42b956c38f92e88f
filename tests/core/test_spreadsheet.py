import pytest

from core import spreadsheet


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_begins_like_a_formula_is_only_text(text: str) -> None:
    assert spreadsheet.cell(text) == f"'{text}"


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert spreadsheet.cell(-5) == -5
    assert spreadsheet.cell("Lease = signed") == "Lease = signed"


def test_a_line_quotes_what_would_break_it() -> None:
    assert spreadsheet.line(["a,b", 'c"d', "=x", 3]) == '"a,b","c""d",\'=x,3\r\n'
