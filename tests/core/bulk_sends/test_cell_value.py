from uuid import uuid4

import pytest

from core.bulk_sends import cell_value, column_mapping
from core.bulk_sends.column_mapping import ColumnMapping
from core.fields import kinds
from core.fields.field import Field
from core.organizations.date_format import DateFormat
from core.refusals import Invalid


def field(kind: str, **properties: object) -> Field:
    place = (1, 10, 10, 90, 20)
    return Field(uuid4(), uuid4(), (), kinds.named(kind), *place, properties=properties)


def filled(kind: str, cell: str, date_format: str = DateFormat.ISO, **properties: object) -> object:
    found = cell_value.fill(field(kind, **properties), cell, date_format)
    return found.properties.get("default")


@pytest.mark.parametrize(
    ("cell", "date_format", "day"),
    [
        ("2026-03-01", DateFormat.ISO, "2026-03-01"),
        ("2026/3/1", DateFormat.ISO, "2026-03-01"),
        ("1.3.2026", DateFormat.ISO, "2026-03-01"),
        ("1/3/2026", DateFormat.SLASHES, "2026-03-01"),
        ("3/1/2026", DateFormat.SLASHES_MONTH_FIRST, "2026-03-01"),
        ("2026-03-01 00:00", DateFormat.ISO, "2026-03-01"),
    ],
)
def test_days_are_read_as_people_write_them(cell: str, date_format: str, day: str) -> None:
    assert filled("date", cell, date_format) == day


@pytest.mark.parametrize("cell", ["31.2.2026", "tomorrow", "1/3/26", "46082"])
def test_what_is_no_day_is_refused_by_the_field_itself(cell: str) -> None:
    with pytest.raises(Invalid, match="value"):
        filled("date", cell)


@pytest.mark.parametrize("cell", ["=1+1", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "@SUM(A1)"])
def test_a_formula_is_refused_wherever_it_would_stand(cell: str) -> None:
    with pytest.raises(Invalid) as refused:
        filled("text", cell)

    assert refused.value.errors == {"value": cell_value.FORMULA}


def test_what_only_looks_like_one_is_kept() -> None:
    assert [filled("text", cell) for cell in ("+49 30 1", "-5", "@home")] == [
        "+49 30 1", "-5", "@home",
    ]  # fmt: skip


def test_a_value_that_the_field_does_not_take_is_refused_in_its_words() -> None:
    with pytest.raises(Invalid) as refused:
        filled("number", "2000", maximum="1000")

    assert "at most 1000" in refused.value.errors["value"]


def test_columns_in_braces_are_filled_in_whatever_their_case() -> None:
    headings = ("Name", "City")

    assert column_mapping.filled("To {{ name }}, {{CITY}} {x}", headings, ("Ana", "Rome")) == (
        "To Ana, Rome {x}"
    )


def test_columns_without_names_and_with_the_same_one_are_told_apart() -> None:
    assert column_mapping.named(("Name", "", "name"), True) == ("Name", "B", "name (C)")
    assert column_mapping.named(("a",) * 28, False)[25:] == ("Z", "AA", "AB")


def test_a_mapping_to_columns_and_targets_there_are_none_of_is_cut() -> None:
    mapping = ColumnMapping(columns={"name-1": 0, "email-2": 9})

    assert column_mapping.check(mapping, (), ("A",)).columns == {}
