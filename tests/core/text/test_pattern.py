import re
import time
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.automaton import Automaton, UnreadablePattern
from core.text.pattern import is_readable, matches


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("[A-Z]{2}[0-9]{4}", "DE1234", "DE123"),
        (r"\d{5}(-\d{4})?", "12345-6789", "12345-"),
        ("^(yes|no)$", "no", "nope"),
        (r"\w+@\w+\.\w{2,}", "ana@example.com", "ana@example"),
        ("[^0-9 ]+", "Ünal", "U 2"),
        (r"[\d.,-]+", "1.234,50-", "1 234"),
        (r"(?:\+\d{1,3} )?[0-9 /-]{6,}", "+49 30 123456", "12345"),
        (".*", "", "a\nb"),
        (r"a\$", "a$", "a"),
    ],
)
def test_the_whole_text_has_to_fit(pattern: str, fits: str, does_not: str) -> None:
    assert matches(pattern, fits)
    assert not matches(pattern, does_not)


NESTED = "(" * 30 + "a" + ")" * 30


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", ")", "[", "[]", "[b-a]", "a{", "a{x}", "a{3,2}", "a{9999}", "*a", "a**", "a{2}{2}"),
        *(r"(a)\1", "(?=a)b", "(?P<n>a)", r"\b", "a\\", "x" * 201, "a{300}", NESTED),
        *("((((a{9}){9}){9}){9}){9}", "((((){500}){500}){500}){500}", "((|){500}){500}"),
    ],
)
def test_what_no_automaton_does_or_what_is_too_large_is_refused_at_once(pattern: str) -> None:
    begun = time.process_time()

    with pytest.raises(UnreadablePattern):
        matches(pattern, "a" * 500)

    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a+)+b", "(a|a)*b", "(a|aa)+b", "([a-z]+)*1", r"(\w+\s?)+!", "(.*)(.*)(.*)(.*)(.*)b"),
        *("(a?){120}a{120}b", "(x+x+)+y|(a*)*b", "((a{0,12}){0,12})*b"),
    ],
)
def test_no_pattern_takes_longer_than_the_text_is_long(pattern: str) -> None:
    """Each of these takes a backtracking engine longer than the age of the universe."""
    begun = time.process_time()

    assert not matches(pattern, "a" * 500)

    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "pattern",
    [".{0,250}", "(a?){249}b", "(a?){250}((){500}){9}", "(?:a?){240}(?:(?:){499}){9}", "(a*){250}"],
)
def test_no_pattern_takes_long_to_read(pattern: str) -> None:
    """A draft may hold two thousand."""
    begun = time.process_time()

    for number in range(20):
        is_readable(f"{pattern}[{number}]")

    assert time.process_time() - begun < 0.4


@pytest.mark.parametrize("letters", [1, 7, 8, 9, 100, 249, 250])
def test_a_pattern_of_many_places_is_read_to_its_end(letters: int) -> None:
    pattern = f"(a?){{{letters - 1}}}b"

    assert matches(pattern, "a" * (letters - 1) + "b")
    assert matches(pattern, "b")
    assert not matches(pattern, "a" * letters + "b")
    assert not matches(pattern, "a" * letters)


def test_a_letter_is_looked_at_once_for_all_places_that_take_the_same() -> None:
    looked: list[str] = []
    automaton = Automaton()
    takes = lambda c: not looked.append(c)  # noqa: E731
    parts = [automaton.letter(takes) for _ in range(250)]
    automaton.whole = automaton.again(reduce(automaton.both, parts))

    assert automaton.matches("ab" * 125)
    assert automaton.matches("ba" * 125)
    assert looked == ["a", "b"]


LETTERS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\w", r"\d", "1"])
PATTERNS = st.recursive(
    LETTERS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(
            lambda two: f"({two[0]}){two[1]}"
        ),
    ),
    max_leaves=6,
)


@given(PATTERNS, st.text("ab1\n", max_size=6))
@settings(max_examples=300)
def test_it_says_what_pythons_own_engine_says(pattern: str, text: str) -> None:
    try:
        found = matches(pattern, text)
    except UnreadablePattern:
        return

    assert found == bool(re.fullmatch(pattern, text))
