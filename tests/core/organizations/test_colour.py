import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.organizations import colour

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_that_of_the_standard() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colour.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert colour.contrast("#ff0000", "#ffffff") == pytest.approx(3.998, abs=0.005)


@given(COLOURS)
def test_the_text_on_any_button_can_be_read(chosen: str) -> None:
    assert colour.contrast(colour.text_on(chosen), chosen) >= colour.ENOUGH


@given(COLOURS, st.sampled_from([colour.LIGHT, colour.DARK]))
def test_the_nearest_colour_has_enough_contrast_and_is_the_same_when_it_had_it(
    chosen: str, ground: str
) -> None:
    found = colour.nearest(chosen, ground)

    assert colour.contrast(found, ground) >= colour.ENOUGH
    assert (found == chosen) == (colour.contrast(chosen, ground) >= colour.ENOUGH)


@pytest.mark.parametrize(
    ("typed", "kept"), [("#ABC", "#aabbcc"), (" 27407F ", "#27407f"), ("", ""), ("red", "#red")]
)
def test_a_colour_is_kept_as_six_digits(typed: str, kept: str) -> None:
    assert colour.cleaned(typed) == kept


def test_no_colour_can_be_read_on_both_grounds() -> None:
    greys = [f"#{g:02x}{g:02x}{g:02x}" for g in range(256)]

    assert not any(
        min(colour.contrast(g, colour.LIGHT), colour.contrast(g, colour.DARK)) >= colour.ENOUGH
        for g in greys
    )
