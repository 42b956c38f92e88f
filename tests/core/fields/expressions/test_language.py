import gc
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fields.expressions import evaluation, syntax, type_rules
from core.fields.expressions.functions import FUNCTIONS
from core.fields.expressions.value import Uncomputable, UnreadableExpression, Value, ValueType
from core.fields.field_name import RESERVED

NUMBER, TEXT, DATE, YES_NO = ValueType
TYPES = {"n": NUMBER, "m": NUMBER, "t": TEXT, "d": DATE, "e": DATE, "b": YES_NO}
VALUES: dict[str, Value] = {
    "n": Decimal("2.5"),
    "m": None,
    "t": "Lisbon",
    "d": date(2026, 1, 31),
    "e": None,
    "b": True,
}


def computed(text: str, **values: Value) -> Value:
    expression = syntax.read(text)
    type_rules.type_of(expression, TYPES)
    return evaluation.evaluate(expression, VALUES | values)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n * 4", Decimal(10)),
        ("0.1 + 0.2", Decimal("0.3")),
        ("7 % 4 - -1", Decimal(4)),
        ("n / 0.3 > 8", True),
        ("round(2.5)", Decimal(3)),
        ("round_even(2.5)", Decimal(2)),
        ("round(n / 3, 2)", Decimal("0.83")),
        ("round_up(0.01)", Decimal(1)),
        ("round_down(-1.9)", Decimal(-1)),
        ("abs(-3)", Decimal(3)),
        ("abs(-12345678901234567890.1234567891)", Decimal("12345678901234567890.1234567891")),
        ("sum(n, m, 1)", Decimal("3.5")),
        ("sum(m)", Decimal(0)),
        ("min(n, 9)", Decimal("2.5")),
        ("max(d, e)", date(2026, 1, 31)),
        ("max(m)", None),
        ("count(n, m, t, e, b)", Decimal(3)),
        ("d + 1", date(2026, 2, 1)),
        ("d - 31", date(2025, 12, 31)),
        ('date("2026-03-02") - d', Decimal(30)),
        ('days(d, date("2026-02-01"))', Decimal(1)),
        ("add_months(d, 1)", date(2026, 2, 28)),
        ("add_years(d, -1)", date(2025, 1, 31)),
        ("year(d) * 100 + month(d) + day(d)", Decimal(202632)),
        ('t + ", Portugal"', "Lisbon, Portugal"),
        ('upper(t) == "LISBON" and lower("É") == "é"', True),
        ('concat(n, " of ", d)', "2.5 of 2026-01-31"),
        ("trim('  a   b ')", "a b"),
        ("length(t)", Decimal(6)),
        ('contains(t, "ISB")', True),
        ('starts_with(t, "lis") and ends_with(t, "n")', True),
        ('"is" in t', True),
        ('t in ("Porto", "Lisbon")', True),
        ('t not in ("Porto", "Lisbon")', False),
        ("if(b, 1, 2)", Decimal(1)),
        ("if(not b, 1, if(n > 2, 3, 4))", Decimal(3)),
        ("1 if (b) else 2", Decimal(1)),
        ("if (b, 1 if (n > 9) else 7, 2)", Decimal(7)),
        ("1 < n < 3", True),
        ("number('1,5') + n", Decimal(4)),
        ("number('one')", None),
        ("text(n)", "2.5"),
        ("b == true and not false", True),
    ],
)
def test_an_expression_says_what_one_reads(text: str, value: Value) -> None:
    assert computed(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n + m", None),
        ("-m", None),
        ("d + m", None),
        ("m == m", True),
        ("m == 0", False),
        ("m != 0", True),
        ("m < 1 or m > 1 or m >= 1", False),
        ("is_empty(m) and is_empty(e) and is_empty('') and not is_empty(0)", True),
        ("round(m, 2)", None),
        ("concat('a', m, e)", "a"),
        ("is_empty(b)", False),
    ],
)
def test_what_is_not_filled_in_makes_nothing_up(text: str, value: Value) -> None:
    assert computed(text) == value


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("", 1, "Write a formula"),
        ("n +", 4, "cannot be read"),
        ("(n", 1, "cannot be read"),
        ("n = 1", 3, "=="),
        ('t == "a', 6, "quote"),
        ("n + colour", 5, "colour"),
        ("é + colour", 1, "é"),
        ("n + t", 1, "cannot be combined"),
        ("n == t", 6, "cannot be combined"),
        ("not n", 5, "yes or no"),
        ("if(n, 1, 2)", 4, "yes or no"),
        ('if(b, 1, "a")', 10, "cannot be combined"),
        ("b < b", 5, "cannot be combined"),
        ("d + e", 1, "cannot be combined"),
        ("2 ** 9", 1, "cannot contain"),
        ("n.real", 1, "cannot contain"),
        ("t[0]", 1, "cannot contain"),
        ("lambda: 1", 7, "cannot be used in a formula"),
        ("[n for n in t]", 1, "cannot contain"),
        ("__import__('os')", 1, "__import__"),
        ("open('a')", 1, "open"),
        ("upper(n)", 7, "text"),
        ("upper(t, t)", 1, "this number of values"),
        ("sum(*t)", 1, "this number of values"),
        ("round(n, places=2)", 16, "=="),
        ("1e9", 1, "numbers"),
        ("0x10", 1, "numbers"),
        ("1_000", 1, "numbers"),
        ("b''", 1, "numbers"),
        ("f'{n}'", 1, "cannot contain"),
        ("'a\\x41'", 1, "quote"),
        ("n # a", 3, "cannot be used in a formula"),
        ('date("2026-02-30")', 1, "date("),
        ("date(t)", 1, "date("),
        ("n is n", 1, "=="),
        ("t in ()", 6, "after"),
        ("n in d", 6, "cannot be combined"),
        ("sum", 1, "sum"),
        ("text(b)", 6, "yes or no"),
    ],
)
def test_what_cannot_be_said_is_told_with_its_place(text: str, at: int, words: str) -> None:
    with pytest.raises(UnreadableExpression) as caught:
        computed(text)

    assert words in caught.value.sentence
    assert caught.value.sentence.values["at"] == str(at)


@pytest.mark.parametrize(
    "text",
    [
        "n" * 1_001,
        "n+" * 499 + "n",
        "(" * 200 + "n" + ")" * 200,
        "not " * 240 + "b",
        "-" * 900 + "n",
        "+".join(["n"] * 400),
        "if(b," * 150,
        "1" * 999,
        "sum(" + ",".join("1" * 60) + ")",
        "t in (" + ",".join(["t"] * 60) + ")",
    ],
)
def test_what_would_take_too_long_is_refused_before_it_is_computed(text: str) -> None:
    with pytest.raises(UnreadableExpression) as caught:
        syntax.read(text)

    assert caught.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "1 / 0",
        "n % 0",
        "*".join(["99999999999999999999"] * 9),
        "d + 0.5",
        "d + 3000000",
        "add_years(d, 9000)",
        "add_months(d, -99999)",
        "round(n, 11)",
        "+".join(["t"] * 50),
    ],
)
def test_what_has_no_value_is_told_to_who_fills_in(text: str) -> None:
    with pytest.raises(Uncomputable) as caught:
        computed(text, t="x" * 500)

    assert caught.value.sentence


def test_no_field_has_a_name_with_a_meaning() -> None:
    assert {*FUNCTIONS, "if", "date", "true", "false", "not", "else"} <= RESERVED


@settings(max_examples=400)
@given(st.text(alphabet="nmtdbe01.,+-*/%()=<>!\"' ifsumrodate_[]:é\n\0", max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        value = computed(text)
    except (UnreadableExpression, Uncomputable) as wrong:
        assert wrong.sentence
    else:
        assert value is None or isinstance(value, Decimal | str | date | bool)


_LEAVES = st.sampled_from(["n", "m", "t", "d", "e", "b", "1", "0", "0.5", '"a"', "true"])


def _larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = ["+", "-", "*", "/", "%", "==", "!=", "<", ">=", "and", "or", "in"]
    names = st.sampled_from([*sorted(FUNCTIONS), "if"])
    return st.one_of(
        st.tuples(parts, st.sampled_from(operators), parts).map(lambda p: f"({' '.join(p)})"),
        st.tuples(names, st.lists(parts, min_size=1, max_size=3)).map(
            lambda p: f"{p[0]}({', '.join(p[1])})"
        ),
        parts.map(lambda part: f"not {part}"),
    )


@settings(max_examples=400)
@given(
    st.recursive(_LEAVES, _larger, max_leaves=12),
    st.fixed_dictionaries(
        {
            "n": st.none() | st.decimals(-(10**19), 10**19, places=10),
            "m": st.none() | st.integers(-9, 9).map(Decimal),
            "t": st.text(max_size=500),
            "d": st.none() | st.dates(),
            "e": st.none() | st.dates(),
            "b": st.booleans(),
        }
    ),
)
def test_what_fits_its_types_gives_that_type_twice_the_same(
    text: str, values: dict[str, Any]
) -> None:
    """A formula that was saved is computed on the page, at finishing and before the seal."""
    try:
        expression = syntax.read(text)
        type = type_rules.type_of(expression, TYPES)
        first = evaluation.evaluate(expression, values)
    except (UnreadableExpression, Uncomputable) as wrong:
        assert wrong.sentence
        return

    python = {NUMBER: Decimal, TEXT: str, DATE: date, YES_NO: bool}[type]
    assert first is None or isinstance(first, python)
    assert evaluation.evaluate(syntax.read(text), values) == first


@pytest.mark.parametrize("typed", ["1e-999999", "1e5", "1_000", "nan", "inf", "٣", "9" * 33, "."])
def test_a_text_is_a_number_by_its_digits_alone(typed: str) -> None:
    digits = evaluation.evaluate(syntax.read("text(number(x))"), {"x": typed})

    assert digits == ""


def test_few_long_expressions_are_remembered() -> None:
    """Each takes a hundred kilobytes as a tree, and anyone can write thousands of them."""
    for number in range(500):
        syntax.read(f"sum({number}, {', '.join(['-1'] * 48)})")
    found = (each for each in gc.get_objects() if isinstance(each, syntax.Expression))

    assert sum(len(each.text) > syntax.SHORT for each in found) <= 200
