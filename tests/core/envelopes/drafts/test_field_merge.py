from dataclasses import replace
from uuid import UUID

import pytest

from core.envelopes.drafts import field_merge
from core.fields.field import Field
from tests.core.builders import field, make_envelope, signer

ANA, BOB = signer("Ana"), signer("Bob")
DRAFT = make_envelope(ANA, BOB, types=("text",))
FIRST, SECOND = DRAFT.fields
WAS = {f.id: f for f in DRAFT.fields}
NONE: frozenset[UUID] = frozenset()


def test_what_only_this_page_has_changed_is_stored() -> None:
    moved, new = replace(FIRST, x=10), field(ANA, DRAFT.documents[0])

    merged = field_merge.merge(DRAFT.fields, [moved, new], {SECOND.id}, WAS)

    assert merged.changed == (moved, new)
    assert merged.removed == {SECOND.id}
    assert merged.contested == {}


def test_what_two_pages_have_changed_is_contested_and_stays_as_the_first_has_it() -> None:
    theirs = replace(FIRST, y=300)
    mine = replace(FIRST, x=10)

    merged = field_merge.merge([theirs, SECOND], [mine, replace(SECOND, x=20)], NONE, WAS)

    assert [f.id for f in merged.changed] == [SECOND.id]
    assert merged.contested == {FIRST.id: theirs}


def test_what_is_removed_here_and_changed_there_is_contested_and_stays() -> None:
    theirs = replace(FIRST, label="City")

    merged = field_merge.merge([theirs, SECOND], [], {FIRST.id, SECOND.id}, WAS)

    assert merged.removed == {SECOND.id}
    assert merged.contested == {FIRST.id: theirs}


def test_what_is_changed_here_and_removed_there_is_contested_and_does_not_come_back() -> None:
    merged = field_merge.merge([SECOND], [replace(FIRST, x=10)], NONE, WAS)

    assert merged.changed == ()
    assert merged.contested == {FIRST.id: None}


def test_what_both_have_removed_is_gone() -> None:
    merged = field_merge.merge([SECOND], [], {FIRST.id}, WAS)

    assert (merged.removed, merged.contested) == (NONE, {})


def test_what_this_page_does_not_know_is_not_removed() -> None:
    merged = field_merge.merge(DRAFT.fields, [], {FIRST.id}, {})

    assert (merged.removed, merged.contested) == (NONE, {FIRST.id: FIRST})


@pytest.mark.parametrize(
    "mine",
    [
        replace(FIRST, x=10, properties={"length": "12", "placeholder": ""}),
        replace(FIRST, x=10.004, properties={"length": 12}),
        replace(FIRST, x=10, properties={"length": 12}, recipient_ids=(ANA.id, ANA.id)),
    ],
)
def test_both_pages_may_say_the_same_in_other_words(mine: Field) -> None:
    """Also a page whose answer got lost, and that asks once more."""
    theirs = replace(FIRST, x=10, properties={"length": 12})

    merged = field_merge.merge([theirs], [mine], NONE, WAS)

    assert merged.contested == {}
    assert merged.changed == (mine,)


@pytest.mark.parametrize("x", [float("nan"), float("inf")])
def test_a_place_that_is_no_number_is_compared_too(x: float) -> None:
    merged = field_merge.merge(DRAFT.fields, [replace(FIRST, x=x)], NONE, WAS)

    assert [f.id for f in merged.changed] == [FIRST.id]
