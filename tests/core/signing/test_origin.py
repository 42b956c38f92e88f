import pytest

from core.signing.origin import Location, read_location


def test_what_a_browser_tells_is_a_place_and_how_accurate_it_is() -> None:
    found = read_location("52.5200066 -13.4049540 0.4")

    assert found == Location(52.5200066, -13.404954, 1)
    assert str(found) == "52.52001, -13.40495"


@pytest.mark.parametrize(
    "typed",
    [
        "", "1 2", "1 2 3 4", "91 0 10", "0 181 10", "0 0 -1", "0 0 50001", "nan 0 1", "inf 0 1",
        "1e1 0 1", "x y z", "0,1 2 3", "\u0661 2 3", "0 0 1\0", "1 " * 90,
    ],
)  # fmt: skip
def test_what_is_no_place_is_none(typed: str) -> None:
    assert read_location(typed) is None
