from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.envelopes.drafts import draft_fields, placement
from core.fields import field_name, kinds, properties
from core.fields.field_name import NAME
from core.fields.kind import FieldKind
from core.refusals import Invalid
from tests.core.builders import field, make_envelope, signer

ANA = signer("Ana")
DRAFT = make_envelope(ANA)


@pytest.mark.parametrize("kind", kinds.ALL, ids=lambda kind: kind.name)
def test_a_field_of_every_kind_can_have_a_name(kind: FieldKind) -> None:
    assert properties.read(kind.properties, {"name": " start_date "}) == {"name": "start_date"}


@pytest.mark.parametrize(
    "name", ["Start", "1st", "_a", "a-b", "a b", "é", "x" * 41, "sum", "if", "true", 7, ["a"]]
)
def test_what_is_no_name_is_refused(name: object) -> None:
    with pytest.raises(Invalid) as caught:
        NAME.read(name)

    assert set(caught.value.errors) == {"value"}


def test_a_name_is_given_once_in_an_envelope() -> None:
    document = DRAFT.documents[0]
    one, two = (replace(field(ANA, document), properties={"name": "place"}) for _ in "ab")

    with pytest.raises(Invalid) as caught:
        draft_fields.place(DRAFT, [one, two])
    first, _ = placement.change(DRAFT, [one])
    _, wrong = placement.change(first.envelope, [two])

    assert set(caught.value.errors) == {"name"}
    assert set(wrong) == {two.id}


def test_two_fields_change_their_names_with_each_other() -> None:
    document = DRAFT.documents[0]
    one = replace(field(ANA, document), properties={"name": "one"})
    two = replace(field(ANA, document), properties={"name": "two"})
    both, _ = placement.change(DRAFT, [one, two])

    changed = [replace(one, properties={"name": "two"}), replace(two, properties={"name": "one"})]
    outcome, wrong = placement.change(both.envelope, changed)

    names = {f.id: NAME.of(f.properties) for f in outcome.envelope.fields}
    assert wrong == {}
    assert (names[one.id], names[two.id]) == ("two", "one")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("City of birth", "city_of_birth"),
        ("Straße", "strasse"),
        ("Prénom", "prenom"),
        ("1. Floor", "field_1_floor"),
        ("Sum", "field_sum"),
        ("城市", ""),
        ("", ""),
    ],
)
def test_a_name_is_made_of_the_words_of_a_label(label: str, name: str) -> None:
    assert field_name.suggested(label) == name


@given(st.text(), st.sets(st.sampled_from(["a", "a_2", "field_sum", "b"])))
def test_what_is_suggested_can_always_be_taken(label: str, taken: set[str]) -> None:
    name = field_name.suggested(label, taken)

    assert name not in taken
    assert NAME.read(name) == name
