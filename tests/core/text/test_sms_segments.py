"""How many SMS a text takes."""

import pytest

from core.text import sms_segments


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("ж" * 134, 2),
        ("ж" * 135, 3),
        ("😀" * 36, 2),
        ("", 1),
    ],
)
def test_a_text_takes_as_many_sms_as_phones_count(text: str, segments: int) -> None:
    assert sms_segments.count(text) == segments


def test_quotation_marks_do_not_make_a_text_longer() -> None:
    assert sms_segments.plain("“Lease” – Ana’s…") == '"Lease" - Ana\'s...'
    assert sms_segments.count(sms_segments.plain("“" * 160)) == 1
