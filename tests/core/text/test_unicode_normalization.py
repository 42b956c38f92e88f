import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import email_address
from core.sign_in import password
from core.text import printable
from core.text.unicode_normalization import MARKS_LIMIT, normalized

# With all of them put in order it would take hours.
ENDLESS = "a" + "\u0301" * 500_000 + "\u0327" * 500_000


@given(st.text(max_size=MARKS_LIMIT), st.sampled_from(["NFC", "NFKC", "NFKD"]))
def test_ordinary_text_has_its_normal_form(text: str, form: str) -> None:
    assert normalized(form, text) == unicodedata.normalize(form, text)  # type: ignore[arg-type]
    long = text + " and so on" * 150
    assert normalized(form, long) == unicodedata.normalize(form, long)  # type: ignore[arg-type]


def test_endless_marks_stay_as_they_are() -> None:
    assert normalized("NFC", ENDLESS) == ENDLESS


@pytest.mark.parametrize(
    "take",
    [printable.cleaned, email_address.fold, password.normal, lambda t: printable.storable(t, 9)],
)
def test_whatever_somebody_types_is_read_at_once(take) -> None:  # type: ignore[no-untyped-def]
    assert take(ENDLESS).startswith("a")
