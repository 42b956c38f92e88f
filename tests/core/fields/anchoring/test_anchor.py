import pytest

from core.fields.anchoring import anchor
from core.fields.anchoring.anchor import Anchor, AnchoredPlace, DrawnLine

LINES = [
    DrawnLine(1, "Signature of the  Tenant:", 70.0, 100.0, 200.0, 12.0),
    DrawnLine(2, "and signature OF the tenant here", 70.0, 300.0, 320.0, 12.0),
]


def test_a_text_is_found_whatever_its_case_and_spaces() -> None:
    found = anchor.places(Anchor("signature of the tenant"), LINES)

    assert [(place.page, place.foot) for place in found] == [(1, 112.0), (2, 312.0)]
    assert found[0].x == 70.0
    assert 95.0 < found[1].x < 125.0


def test_the_first_place_can_be_the_only_one_and_has_its_offset() -> None:
    found = anchor.places(Anchor("Signature", right=10.0, down=-5.0, every=False), LINES)

    assert found == [AnchoredPlace(1, 80.0, 107.0)]


@pytest.mark.parametrize("text", ["", "  ", "Landlord", "Sig.*"])
def test_what_is_nowhere_has_no_place(text: str) -> None:
    assert anchor.places(Anchor(text), LINES) == []
