from dataclasses import replace
from uuid import UUID

import pytest

from core.envelopes.drafts import draft_fields, placement
from core.envelopes.envelope import Status
from core.envelopes.refusals import NotADraft
from core.refusals import Invalid
from tests.core.builders import cc, field, make_envelope, new_id, ready_document, signer

ANA, COPY = signer("Ana"), cc()
DRAFT = make_envelope(ANA, COPY)


def test_others_stay_where_they_are_unless_they_are_taken_out() -> None:
    one, two = field(ANA, DRAFT.documents[0]), field(ANA, DRAFT.documents[0], y=300)

    added, _ = placement.change(DRAFT, [one, two])
    moved, wrong = placement.change(added.envelope, [replace(two, x=150)], {one.id, new_id()})

    assert wrong == {}
    assert [(f.id, f.x) for f in moved.envelope.fields] == [
        (DRAFT.fields[0].id, 100),
        (two.id, 150),
    ]


def test_a_wrong_field_is_named_and_holds_up_no_other_one() -> None:
    document = DRAFT.documents[0]
    good, outside = field(ANA, document), field(ANA, document, x=900)
    of_nobody, of_copy = field(signer(), document), field(COPY, document)
    elsewhere = field(ANA, ready_document())

    outcome, wrong = placement.change(DRAFT, [outside, of_nobody, good, of_copy, elsewhere])

    assert {f.id for f in outcome.envelope.fields} == {DRAFT.fields[0].id, good.id}
    assert wrong[of_nobody.id] == wrong[elsewhere.id] == placement.GONE
    assert set(wrong) == {f.id for f in (outside, of_nobody, of_copy, elsewhere)}


def test_an_envelope_that_is_full_takes_no_field_more() -> None:
    many = [
        replace(DRAFT.fields[0], id=UUID(int=2**64 + n)) for n in range(draft_fields.FIELDS_LIMIT)
    ]
    full = replace(DRAFT, fields=tuple(many))
    more = field(ANA, DRAFT.documents[0])

    outcome, wrong = placement.change(full, [more, replace(many[0], y=300)])

    assert len(outcome.envelope.fields) == draft_fields.FIELDS_LIMIT
    assert outcome.envelope.fields[0].y == 300
    assert set(wrong) == {more.id}


def test_an_envelope_takes_no_more_patterns_than_it_holds() -> None:
    document = DRAFT.documents[0]
    texts = [
        replace(field(ANA, document, "text"), properties={"pattern": f"[a-z]{{{n}}}"})
        for n in range(1, draft_fields.PATTERNS_LIMIT + 2)
    ]
    again = replace(field(ANA, document, "text"), properties=texts[0].properties)

    placed, wrong = placement.change(DRAFT, [*texts, again])
    _, then = placement.change(placed.envelope, [replace(texts[0], properties={}), texts[-1]])

    assert wrong == {texts[-1].id: draft_fields.TOO_MANY_PATTERNS}
    assert then == {texts[-1].id: draft_fields.TOO_MANY_PATTERNS}
    with pytest.raises(Invalid):
        draft_fields.place(DRAFT, texts)


def test_a_pattern_that_is_no_longer_used_makes_room() -> None:
    document = DRAFT.documents[0]
    texts = [
        replace(field(ANA, document, "text"), properties={"pattern": f"[a-z]{{{n}}}"})
        for n in range(1, draft_fields.PATTERNS_LIMIT + 2)
    ]
    placed, _ = placement.change(DRAFT, texts[:-1])

    _, wrong = placement.change(placed.envelope, [texts[-1]], {texts[0].id})

    assert wrong == {}


def test_only_a_draft_is_changed() -> None:
    with pytest.raises(NotADraft):
        placement.change(replace(DRAFT, status=Status.SENT), [])
