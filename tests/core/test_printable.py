import pytest

from core.printable import is_line, is_prose, tidy


def test_text_is_tidied_as_a_form_sends_it() -> None:
    assert tidy("  one\r\ntwo\tthree \n") == "one\ntwo three"


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\ufeff \u2060", "\u00a0", "\x00"])
def test_what_nobody_can_see_is_nothing(text: str) -> None:
    assert tidy(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "a\nBcc: b",
        "a\rb",
        "a\x00b",
        "a\x7fb",
        "a\x85b",
        "a\u2028b",
        "a\u202eb",
        "a\u2066b",
        "\ud800",
    ],
)
def test_what_breaks_or_turns_a_line_is_found(text: str) -> None:
    assert not is_line(text)


@pytest.mark.parametrize(
    "text", ["Zoë Müller-Łukasz", "张伟", "משה כהן", "نام\u200cها", "👩\u200d⚖️", "O’Neill & Söhne"]
)
def test_names_of_all_the_world_are_lines(text: str) -> None:
    assert is_line(text)
    assert tidy(text) == text


def test_prose_has_several_lines_and_nothing_else_besides() -> None:
    assert is_prose("one\ntwo")
    assert not is_prose("one\ntwo\u202e")
    assert not is_prose("one\ntwo\x0b")
