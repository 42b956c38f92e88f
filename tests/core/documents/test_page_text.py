"""Lines of a page as paragraphs."""

from typing import Any

from core.documents import page_text


def line(text: str, x: float, y: float, height: float = 12.0, width: float = 200.0) -> Any:
    return {"text": text, "x": x, "y": y, "width": width, "height": height}


def test_lines_that_follow_each_other_are_one_paragraph() -> None:
    lines = [line("The tenant pays", 60, 100), line("on the first day.", 60, 115)]

    assert page_text.paragraphs(lines) == ["The tenant pays on the first day."]


def test_a_gap_a_heading_and_another_column_begin_a_paragraph() -> None:
    lines = [
        line("1. Rent", 60, 80, height=18),
        line("The tenant pays.", 60, 100),
        line("2. Term", 60, 140),
        line("A second column.", 320, 154),
    ]

    found = page_text.paragraphs(lines)

    assert found == ["1. Rent", "The tenant pays.", "2. Term", "A second column."]


def test_what_stands_beside_it_in_a_line_is_read_with_it() -> None:
    lines = [line("Name:", 60, 100, width=40), line("Ana Ferreira", 300, 101)]

    assert page_text.paragraphs(lines) == ["Name: Ana Ferreira"]


def test_a_page_without_text_has_no_paragraphs() -> None:
    assert page_text.paragraphs([]) == []
