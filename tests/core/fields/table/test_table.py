import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fields import kinds
from core.fields.field import accept_value
from core.fields.table import columns, layout, lines
from core.refusals import Invalid
from tests.core.builders import field, ready_document, signer

COLUMNS = ["Item", "Quantity: number", "Unit price: number", "Amount = quantity * unit_price"]
PROPERTIES: dict[str, Any] = {"columns": COLUMNS, "decimals": "2", "text_before": "$"}
VALUE = '[["Chair","2","10.125"],["","",""],["Desk","1","0,5"]]'


def test_columns_are_read_as_they_are_written() -> None:
    found = columns.of(PROPERTIES)

    assert [c.name for c in found] == ["item", "quantity", "unit_price", "amount"]
    assert [c.is_number for c in found] == [False, True, True, True]
    assert [bool(c.formula) for c in found] == [False, False, False, True]


@pytest.mark.parametrize(
    "written",
    [
        ["Amount = price"],
        ["Item: colour"],
        ["Item", "item"],
        ["= 1"],
        ["Total = 1"],
        ["Item", "Sum = item + 1"],
        ["Item", 'Word = "a"'],
        [f"Column {n}" for n in range(9)],
        ["x" * 41],
        [7],
    ],
)
def test_what_is_no_column_is_refused(written: object) -> None:
    with pytest.raises(Invalid) as caught:
        columns.read(written)

    assert set(caught.value.errors) == {"value"}


def test_amounts_are_rounded_and_the_total_is_their_sum() -> None:
    table = lines.filled(VALUE, PROPERTIES)

    assert table.lines == (
        ("Chair", "2", "10.125", "$\u00a020.25"),
        ("Desk", "1", "0,5", "$\u00a00.50"),
    )
    assert table.total == "$\u00a020.75"
    assert str(lines.total(VALUE, PROPERTIES)) == "20.75"


def test_a_line_without_a_number_is_incomplete_and_so_are_too_few_lines() -> None:
    assert not lines.is_incomplete(VALUE, PROPERTIES, 2)
    assert lines.is_incomplete(VALUE, PROPERTIES, 3)
    assert lines.is_incomplete('[["Chair","","10"]]', PROPERTIES, 1)


def test_what_does_not_fit_its_box_is_refused_at_entry() -> None:
    low = field(
        signer(), ready_document(), "table", width=300.0, height=30.0, properties=PROPERTIES
    )

    assert accept_value(low, '[["Chair","2","10"]]')
    for value in ('[["a","1","1"],["b","1","1"],["c","1","1"]]', f'[["{"x" * 100}","1","1"]]'):
        with pytest.raises(Invalid, match=str(low.id)):
            accept_value(low, value)


def test_letters_are_as_wide_as_they_are_printed() -> None:
    """As many narrow letters fit as there is room for, and fewer wide ones."""
    low = field(
        signer(), ready_document(), "table", width=300.0, height=30.0, properties=PROPERTIES
    )

    assert accept_value(low, f'[["{"ill" * 12}","2","10"]]')
    with pytest.raises(Invalid, match=str(low.id)):
        accept_value(low, f'[["{"WWW" * 12}","2","10"]]')


def test_cells_lie_in_the_box_and_numbers_at_the_right() -> None:
    table = lines.filled(VALUE, PROPERTIES)

    cells = layout.cells(table, PROPERTIES, 300, 100)

    assert all(c.x >= 0 and c.x + c.width <= 300.01 for c in cells)
    assert all(c.y >= -0.01 and c.y + c.height <= 100.01 for c in cells)
    assert {c.align for c in cells if c.text.startswith("$")} == {1.0}
    assert sum(not c.text for c in cells) == 2


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda parts: st.lists(parts, max_size=4),
        max_leaves=12,
    )
)
def test_any_json_is_read_or_refused_in_words(given: object) -> None:
    kind = kinds.named("table")
    try:
        value = kind.parse(json.dumps(given), PROPERTIES)
    except Invalid as invalid:
        assert set(invalid.errors) == {"value"}
    else:
        assert kind.parse(value, PROPERTIES) == value
