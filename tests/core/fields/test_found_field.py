from typing import Any
from uuid import UUID

import pytest

from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.fields import found_field, kinds
from core.fields.field_name import NAME
from core.fields.properties import OPTIONS
from tests.core.builders import new_id

DOCUMENT = UUID(int=7)
FOUND: dict[str, Any] = {
    "key": "1",
    "kind": "text",
    "page": 2,
    "x": 70.0,
    "y": 90.0,
    "width": 200.0,
    "height": 3.0,
    "required": True,
    "label": "City" * 30,
    "name": "form1.Home City",
    "properties": {"options": ["North", "South"], "length": 30, "no_such": 1},
}
ANA = Recipient(new_id(), "Ana", "ana@example.com", role_name="Landlord")
COPY = Recipient(new_id(), "Copy", "copy@example.com", CC)
BEN = Recipient(new_id(), "Ben", "ben@example.com", role_name="Tenant")


@pytest.mark.parametrize("word", [w for kind in kinds.ALL for w in kind.found_as])
def test_a_found_field_keeps_its_place_and_what_its_kind_can_hold(word: str) -> None:
    field = found_field.read(FOUND | {"kind": word}).placed(DOCUMENT, [ANA.id])

    assert word in field.kind.found_as
    assert (field.page, field.x, field.width, field.height) == (2, 70.0, 200.0, 6.0)
    assert (len(field.label), field.recipient_ids) == (100, (ANA.id,))
    assert NAME.of(field.properties) == ("" if field.kind.is_button else "home_city")
    kept = OPTIONS.of(field.properties)
    assert kept == (["North", "South"] if OPTIONS in field.kind.properties else [])
    assert "no_such" not in field.properties


def test_options_that_no_field_holds_are_left_to_the_sender() -> None:
    found = FOUND | {"kind": "dropdown", "properties": {"options": ["x" * 101]}, "name": ""}

    assert found_field.read(found).properties == {}


def test_it_becomes_the_same_field_each_time_and_another_one_in_a_copy() -> None:
    found = found_field.read(FOUND)

    assert found.id_in(DOCUMENT) == found.id_in(DOCUMENT)
    assert found.id_in(DOCUMENT) != found.id_in(UUID(int=8))
    assert found.placed(DOCUMENT, []).id == found.id_in(DOCUMENT)


def test_a_name_that_is_taken_gets_a_number() -> None:
    field = found_field.read(FOUND).placed(DOCUMENT, [], {"home_city"})

    assert NAME.of(field.properties) == "home_city_2"


@pytest.mark.parametrize(
    "role, side, whose",
    [
        ("", 0, ANA),
        ("", 1, ANA),
        ("", 2, BEN),
        ("", 3, None),
        ("tenant", 1, BEN),
        ("Landlord", 2, ANA),
        ("Witness", 2, BEN),
        ("Ben", 0, BEN),
    ],
)
def test_it_is_for_the_recipient_of_its_role_or_else_of_its_side(
    role: str, side: int, whose: Recipient | None
) -> None:
    found = found_field.read(FOUND | {"source": "suggestion", "role": role, "side": side})

    assert found_field.recipient_for(found, [ANA, COPY, BEN]) == whose


def test_a_tag_of_a_role_that_no_one_has_is_for_no_one() -> None:
    tag = FOUND | {"source": "tag", "kind": "signature", "role": "Witness"}

    assert found_field.recipient_for(found_field.read(tag), [ANA, BEN]) is None
