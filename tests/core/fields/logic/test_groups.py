"""What a group has once stands at each of its members, and never at some of them only."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from core.envelopes.drafts import draft_fields, placement
from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.fields.logic import groups
from tests.core.builders import field, make_envelope, signer

ANA = signer("Ana")
DRAFT = make_envelope(ANA)
SHARED = {
    "shown_if": ("", 'city == "Lisbon"', "not is_empty(city)"),
    "required_if": ("", 'city == "Porto"'),
    "group_minimum": (None, 1, 2),
    "group_maximum": (None, 3, 4),
}


def placed(kind: str = "checkbox", **properties: object) -> Field:
    return field(ANA, DRAFT.documents[0], kind, required=False, properties=properties)


CITY = placed("text", name="city")


def with_fields(*fields: Field) -> Envelope:
    return draft_fields.place(DRAFT, [*DRAFT.fields, CITY, *fields]).envelope


def said(fields: Sequence[Field], name: str) -> list[object]:
    return [f.properties.get(name) for f in fields if f.properties.get("group")]


def changed(envelope: Envelope, id: UUID, **properties: object) -> Envelope:
    one = next(f for f in envelope.fields if f.id == id)
    kept = {name: value for name, value in {**one.properties, **properties}.items() if value}
    outcome, wrong = placement.change(envelope, [replace(one, properties=kept)])
    assert wrong == {}
    return outcome.envelope


def test_a_condition_set_at_one_member_is_that_of_the_group() -> None:
    one, two = placed(group="g"), placed(group="g")
    begun = with_fields(one, two)

    shown = changed(begun, two.id, shown_if='city == "Lisbon"')
    always = changed(shown, one.id, shown_if="")

    assert said(shown.fields, "shown_if") == ['city == "Lisbon"'] * 2
    assert said(always.fields, "shown_if") == [None, None]


def test_who_joins_a_group_takes_what_it_has() -> None:
    one, alone = placed(group="g", group_minimum=1), placed(shown_if='city == "Lisbon"')
    begun = with_fields(one, placed("text", group="g", required_if='city == "Lisbon"'), alone)

    joined = changed(begun, alone.id, group="g", shown_if="", group_minimum=2)

    assert said(joined.fields, "required_if") == ['city == "Lisbon"'] * 3
    assert said(joined.fields, "group_minimum") == [1, None, 1]


def test_a_condition_that_cannot_be_is_taken_back_from_the_whole_group() -> None:
    one, two = placed(group="g", shown_if='city == "Lisbon"'), placed(group="g")
    begun = with_fields(one, two)

    wrong = replace(begun.fields[-1], properties={"group": "g", "shown_if": "nothing == 1"})
    outcome, told = placement.change(begun, [wrong])

    assert set(told) == {two.id}
    assert outcome.envelope.fields == begun.fields


def test_a_request_that_contradicts_itself_is_told_at_the_second_field() -> None:
    fields = [placed(group="g", group_minimum=1), placed(group="g"), placed(group="g")]
    fields[2] = replace(fields[2], properties={"group": "g", "group_minimum": 2})

    [(id, name, why)] = groups.contradictions(fields)

    assert (id, name) == (fields[2].id, "group_minimum")
    assert "“g”" in why


def test_members_never_differ_whatever_is_changed() -> None:
    chance = random.Random(10)
    people = [placed(group="g") for _ in range(3)] + [
        placed("text"),
        placed("radio_button", group="h"),
    ]
    envelope = with_fields(*people)
    for _ in range(300):
        some: list[Field] = []
        for one in chance.sample([f for f in envelope.fields if f.id in {p.id for p in people}], 2):
            properties: dict[str, Any] = {"group": chance.choice(("g", "h"))}
            for name, values in SHARED.items():
                value = chance.choice(values)
                if value and name in {p.name for p in one.kind.properties}:
                    properties[name] = value
            some.append(replace(one, properties=properties))
        envelope = placement.change(envelope, some)[0].envelope

        for name in SHARED:
            for group in ("g", "h"):
                able = {p.properties.get(name) for p in envelope.fields
                        if p.properties.get("group") == group
                        and name in {each.name for each in p.kind.properties}}  # fmt: skip
                assert len(able) <= 1, (group, name)
