from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import list_cursor


@given(st.text(max_size=30).filter(lambda key: "\0" not in key), st.uuids())
def test_what_was_written_is_read(key: str, id: UUID) -> None:
    assert list_cursor.read(list_cursor.written(key, id)) == (key, id)


@pytest.mark.parametrize("after", ["", "\0", "x" * 36, f"x{UUID(int=7)}", "é" * 40, "-" * 5000])
def test_what_was_not_written_here_is_the_beginning(after: str) -> None:
    assert list_cursor.read(after) == list_cursor.BEGINNING


def test_a_key_with_what_no_text_of_the_database_holds_loses_it() -> None:
    assert list_cursor.read(f"{UUID(int=7)}Signer\0 One") == ("Signer One", UUID(int=7))
