from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from core.fields.kind import Printed
from core.text import canonical_json

KEYS = st.text(st.characters(max_codepoint=127))
PLAIN = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text()
VALUES = st.recursive(PLAIN, lambda v: st.lists(v) | st.dictionaries(KEYS, v), max_leaves=20)


@given(VALUES)
def test_the_text_is_what_rfc_8785_says(value: Any) -> None:
    assert canonical_json.text(value).encode() == rfc8785.dumps(value)


def test_ids_times_and_names_of_things_become_strings() -> None:
    at = datetime(2026, 3, 2, 10, 30, tzinfo=timezone(timedelta(hours=1)))

    text = canonical_json.text({"b": UUID(int=1), "a": at, "c": [Printed.TEXT]})

    assert text == (
        '{"a":"2026-03-02T09:30:00.000000Z","b":"00000000-0000-0000-0000-000000000001","c":["text"]}'
    )


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), b"bytes", {1: 2}, {"ä": 1}, {1, 2}, object()]
)
def test_a_value_without_one_certain_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json.text([value])


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        canonical_json.moment(datetime(2026, 3, 2))  # noqa: DTZ001 - it is what is refused


def test_a_time_is_hashed_with_all_its_decimals() -> None:
    at = datetime(2026, 3, 2, 9, 30, 1, 20, tzinfo=UTC)

    assert canonical_json.moment(at) == "2026-03-02T09:30:01.000020Z"
