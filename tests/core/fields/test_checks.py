"""What the sender can ask of a value, and how it is said when it is something else."""

from datetime import date
from typing import Any

import pytest

from core.fields import formats, kinds, properties
from core.fields.kinds import date as date_kind
from core.refusals import Invalid


def why(kind: str, value: str, **asked: Any) -> str:
    known = kinds.named(kind)
    try:
        known.parse(value, properties.read(known.properties, asked))
    except Invalid as invalid:
        return invalid.errors["value"]
    return ""


@pytest.mark.parametrize(
    ("kind", "value", "asked", "said"),
    [
        ("text", "abc", {"min_length": 4}, "Please enter at least 4 characters."),
        ("text", "abcd", {"min_length": 4}, ""),
        ("text", "", {"min_length": 4}, ""),
        ("text", "one\ntwo", {"lines": "one"}, "Please enter this on one line."),
        ("text", "one\ntwo", {"lines": "several"}, ""),
        ("text", "12345", {"cells": 4}, "Please shorten this to 4 characters."),
        ("text", "10115", {"format": "postal_code", "country": "DE"}, ""),
        ("text", "sw1a 1aa", {"format": "postal_code", "country": "GB"}, ""),
        ("text", "10115-1", {"format": "postal_code"}, ""),
        ("text", "?", {"format": "postal_code"}, "Please enter a postal code, such as 10115."),
        ("number", "12.5", {"max_decimals": "0"}, "Please enter a whole number."),
        ("number", "12,55", {"max_decimals": 1}, "Please enter a number with up to 1 decimals."),
        ("number", "12,5", {"max_decimals": "1"}, ""),
        ("date", "2026-03-01", {"earliest": "2026-03-02"}, "on or after 2026-03-02"),
        ("date", "2026-03-03", {"latest": "2026-03-02"}, "on or before 2026-03-02"),
        ("date", "2026-03-02", {"earliest": "2026-03-02", "latest": "2026-03-02"}, ""),
    ],
)
def test_a_value_is_what_was_asked_for(
    kind: str, value: str, asked: dict[str, Any], said: str
) -> None:
    found = why(kind, value, **asked)

    assert said in found and bool(said) is bool(found)


def test_a_postal_code_of_another_country_is_refused_by_its_name() -> None:
    assert "postal code for PL" in why("text", "10115", format="postal_code", country="PL")
    assert why("text", "00-950", format="postal_code", country="pl") == ""
    assert {len(country) for country in formats.POSTAL_CODES} == {2}


@pytest.mark.parametrize(
    ("kind", "asked", "name"),
    [
        ("text", {"min_length": 9, "length": 5}, "min_length"),
        ("text", {"color": "#ff0000"}, "color"),
        ("text", {"country": "Germany"}, "country"),
        ("text", {"cells": 1}, "cells"),
        ("text", {"tab_order": -1}, "tab_order"),
        ("text", {"format": "xx.id"}, "format"),
        ("number", {"max_decimals": "many"}, "max_decimals"),
        ("date", {"earliest": "tomorrow"}, "earliest"),
        ("date", {"earliest": "2026-03-02", "latest": "2026-03-01"}, "latest"),
    ],
)
def test_what_cannot_be_asked_for_is_named(kind: str, asked: dict[str, Any], name: str) -> None:
    with pytest.raises(Invalid) as caught:
        properties.read(kinds.named(kind).properties, asked)

    assert set(caught.value.errors) == {name}


@pytest.mark.parametrize(
    ("day", "asked", "said"),
    [
        ("2026-02-28", {"earliest": "today"}, "today’s date or a later one"),
        ("2026-03-01", {"earliest": "today"}, ""),
        ("2026-03-04", {"latest": "today"}, "today’s date or an earlier one"),
        ("2026-03-03", {"latest": "today"}, ""),
    ],
)
def test_today_is_any_day_that_is_today_somewhere(
    day: str, asked: dict[str, str], said: str
) -> None:
    found = ""
    try:
        date_kind.check_today(day, asked, date(2026, 3, 1), date(2026, 3, 3))
    except Invalid as invalid:
        found = invalid.errors["value"]

    assert said in found and bool(said) is bool(found)


def test_numbered_fields_come_first_on_their_page() -> None:
    from dataclasses import replace

    from tests.core.builders import field, make_envelope, signer

    one = signer()
    draft = make_envelope(one)
    document = draft.documents[0]
    rows = [field(one, document, "text", y=100.0 + 40 * n) for n in range(3)]
    numbered = [
        rows[0],
        replace(rows[1], properties={"tab_order": 2}),
        replace(rows[2], properties={"tab_order": 1}),
    ]

    order = replace(draft, fields=tuple(numbered)).fields_of(one.id)

    assert [f.id for f in order] == [rows[2].id, rows[1].id, rows[0].id]
