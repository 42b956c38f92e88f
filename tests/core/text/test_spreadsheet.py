import pytest

from core.text import spreadsheet


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_begins_like_a_formula_is_only_text(text: str) -> None:
    assert spreadsheet.cell(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        " =1+1",
        "\u00a0=1+1",
        "\u3000@SUM(A1)",
        "\ufeff=1+1",
        "\u200b\u200d+1",
        "\u2060-1",
        "\u00ad=1",
        "\u3164=1",
        "\ufe0f=1",
        "\uff1d1+1",
        "\uff0b1",
        "\uff0d1",
        "\uff20SUM(A1)",
        "\ufe621",
        "\u22121",
        "\x0b=1",
        "\x00=1",
        " \t\ufeff \uff1dcmd",
        "\tplain",
    ],
)
def test_what_stands_unseen_before_a_formula_does_not_hide_it(text: str) -> None:
    assert spreadsheet.cell(text) == f"'{text}"


@pytest.mark.parametrize("between", [";", "\t", "\n", "\r\n", "; ", ';"', ";;"])
def test_a_formula_in_a_cell_of_those_who_separate_by_semicolons_is_only_text(between: str) -> None:
    separator = between.rstrip(' "')

    made = spreadsheet.cell(f"Ana{between}=1+1;well")

    assert made == f"Ana{separator}'{between.removeprefix(separator)}=1+1;well"


@pytest.mark.parametrize("text", ["", " ", "\ufeff", " Lease = signed", "a=1", "\uff21", "(1)"])
def test_what_no_program_calculates_stays_as_it_is(text: str) -> None:
    assert spreadsheet.cell(text) == text


def test_numbers_and_plain_words_stay_as_they_are() -> None:
    assert spreadsheet.cell(-5) == -5
    assert spreadsheet.cell("Lease = signed") == "Lease = signed"


def test_a_line_quotes_what_would_break_it() -> None:
    assert spreadsheet.line(["a,b", 'c"d', "=x", 3]) == '"a,b","c""d",\'=x,3\r\n'
