from typing import Any

import pytest

from core.fields import form_field, kinds
from core.fields.properties import OPTIONS
from tests.core.builders import new_id

FOUND: dict[str, Any] = {
    "kind": "text",
    "page": 2,
    "x": 70.0,
    "y": 90.0,
    "width": 200.0,
    "height": 3.0,
    "required": True,
    "label": "City" * 30,
    "options": ["North", "South"],
}


@pytest.mark.parametrize("found", [f for kind in kinds.ALL for f in kind.found_as])
def test_a_form_field_keeps_its_place_and_what_can_be_chosen(found: str) -> None:
    field = form_field.given_to(new_id(), FOUND | {"kind": found}, new_id(), new_id())

    assert found in field.kind.found_as
    assert (field.page, field.x, field.width, field.height) == (2, 70.0, 200.0, 6.0)
    assert len(field.label) == 100
    options = {"options": ["North", "South"]} if OPTIONS in field.kind.properties else {}
    assert field.properties == options


def test_options_that_no_field_holds_are_left_to_the_sender() -> None:
    found = FOUND | {"kind": "dropdown", "options": ["x" * 101]}

    assert form_field.given_to(new_id(), found, new_id(), new_id()).properties == {}
