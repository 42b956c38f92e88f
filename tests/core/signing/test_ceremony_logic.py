"""Conditions and formulas while two recipients fill in, one after the other, and at the seal."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from core.envelopes.drafts import draft, draft_fields, draft_sending, placement
from core.envelopes.recipient import Recipient
from core.evidence import consistency
from core.fields.field import Field
from core.refusals import Invalid
from core.signing import adopting, ceremony_logic, consenting, finishing
from core.signing.events.recipients import RecipientCompleted
from core.signing.refusals import AnswersChanged, FieldsMissing
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    Record,
    field,
    make_envelope,
    signature,
    signer,
)

ANA, BEN = signer("Ana", 1), signer("Ben", 2)
DRAFT = make_envelope(ANA, BEN)


def placed(kind: str, whose: Recipient | None = ANA, required: bool = True, **said: Any) -> Field:
    made = field(whose or ANA, DRAFT.documents[0], kind, properties=said, required=required)
    return made if whose else replace(made, recipient_ids=())


def opened(*fields: Field) -> Record:
    """Sent; Ana has opened it and has a signature."""
    record = Record(draft_fields.place(DRAFT, [*DRAFT.fields, *fields]).envelope)
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    open_for(record, ANA)
    return record


def open_for(record: Record, person: Recipient) -> None:
    by = f"recipient:{person.id}"
    record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW), by)
    record.add(adopting.adopt(record.envelope, signature(person)), by)


def finish(record: Record, person: Recipient, given: dict[UUID, str], **seen: str) -> None:
    signing = {f.id: "mine" for f in record.envelope.fields_of(person.id) if f.kind.is_adopted}
    record.add(
        finishing.finish(record.envelope, person.id, signing | given, TODAY, ORIGIN, NOW, **seen),
        f"recipient:{person.id}",
    )


def value(record: Record, field: Field) -> str:
    return record.envelope.field(field.id).value


def signed(record: Record, person: Recipient) -> dict[str, str]:
    events = [e for e in record.events if isinstance(e, RecipientCompleted)]
    (event,) = (e for e in events if e.recipient_id == person.id)
    return dict(json.loads(event.values))


def altered(record: Record, field: Field, **columns: Any) -> set[str]:
    """The differences that are found when a row is changed."""
    fields = tuple(replace(f, **columns) if f.id == field.id else f for f in record.envelope.fields)
    found = consistency.differences(replace(record.envelope, fields=fields), record.entries)
    return {str(difference) for difference in found}


def test_what_is_hidden_when_one_finishes_is_signed_as_empty_and_formulas_as_computed() -> None:
    box = placed("checkbox", required=False, name="late")
    fee = placed("number", name="fee", shown_if="late")
    total = placed("formula", name="total", formula="sum(100, fee)", decimals="2")
    record = opened(box, fee, total)

    finish(record, ANA, {fee.id: "7"})

    assert (value(record, fee), value(record, total)) == ("", "100.00")
    assert signed(record, ANA)[str(total.id)] == "100.00"
    assert signed(record, ANA)[str(fee.id)] == ""
    assert consistency.differences(record.envelope, record.entries) == ()


def test_a_field_that_an_answer_brings_up_is_asked_for() -> None:
    box = placed("checkbox", required=False, name="late")
    fee = placed("number", shown_if="late")
    record = opened(box, fee)

    with pytest.raises(FieldsMissing) as caught:
        finish(record, ANA, {box.id: "true"})

    assert caught.value.field_ids == (str(fee.id),)


def test_whether_a_field_was_asked_for_just_then_is_not_stored() -> None:
    box = placed("checkbox", required=False, name="late")
    fee = placed("number", required=True, shown_if="late")
    record = opened(box, fee)

    finish(record, ANA, {})

    assert record.envelope.field(fee.id).required


def test_what_no_one_fills_in_says_what_all_together_filled_in() -> None:
    mine, theirs = placed("number", name="mine"), placed("number", BEN, name="theirs")
    total = placed("formula", None, formula="sum(mine, theirs)")
    note = placed("text", None, default="Over a hundred", shown_if="sum(mine, theirs) > 100")
    record = opened(mine, theirs, total, note)

    finish(record, ANA, {mine.id: "60"})
    first = (value(record, total), value(record, note))
    open_for(record, BEN)
    finish(record, BEN, {theirs.id: "50"})

    assert first == ("60", "")
    assert (value(record, total), value(record, note)) == ("110", "Over a hundred")
    assert consistency.differences(record.envelope, record.entries) == ()


def test_what_one_has_signed_no_later_answer_takes_away() -> None:
    text = placed("text", shown_if="not refused")
    box = placed("checkbox", BEN, required=False, name="refused")
    record = opened(text, box)

    finish(record, ANA, {text.id: "Yes"})
    open_for(record, BEN)
    finish(record, BEN, {box.id: "true"})

    assert value(record, text) == "Yes"
    assert consistency.differences(record.envelope, record.entries) == ()


@pytest.mark.parametrize("kind", ["formula", "number"])
def test_a_row_that_says_something_else_stops_the_seal(kind: str) -> None:
    box = placed("checkbox", required=False, name="late")
    fee = placed("number", name="fee", shown_if="late")
    total = placed("formula", formula="sum(100, fee)")
    record = opened(box, fee, total)
    finish(record, ANA, {})
    changed = {"formula": total, "number": fee}[kind]

    found = altered(record, changed, value="99", filled_by=ANA.id)

    assert f"fields.value of {changed.id}" in found


def test_a_trail_whose_result_does_not_follow_from_its_values_stops_the_seal() -> None:
    """Whoever could write rows and trail alike would have to compute as we do."""
    number = placed("number", name="n")
    total = placed("formula", formula="n * 2")
    record = opened(number, total)
    (event,) = (
        e
        for e in finishing.finish(
            record.envelope,
            ANA.id,
            {f.id: "mine" for f in record.envelope.fields_of(ANA.id) if f.kind.is_adopted}
            | {number.id: "3"},
            TODAY,
            ORIGIN,
            NOW,
        ).events
        if isinstance(e, RecipientCompleted)
    )
    values = json.loads(event.values) | {str(total.id): "7"}
    outcome = finishing.complete(
        record.envelope, record.envelope.recipient(ANA.id), (), ORIGIN, NOW
    )
    forged = replace(event, values=json.dumps(values, sort_keys=True, separators=(",", ":")))
    record.add(replace(outcome, events=(forged, *outcome.events[1:])))

    found = consistency.differences(record.envelope, record.entries)

    assert f"fields.value of {total.id}" in {str(difference) for difference in found}


def test_one_button_of_a_group_takes_the_place_of_another() -> None:
    one, two = (placed("radio_button", group="pays", choice=word) for word in ("card", "cash"))
    record = opened(one, two)

    record.add(finishing.fill(record.envelope, ANA.id, {one.id: "true"}))
    record.add(finishing.fill(record.envelope, ANA.id, {two.id: "true"}))

    assert (value(record, one), value(record, two)) == ("", "true")


def test_more_boxes_than_a_group_allows_are_refused_at_the_box() -> None:
    boxes = [
        placed("checkbox", required=False, group="g", group_minimum=1, group_maximum=1)
        for _ in "ab"
    ]
    record = opened(*boxes)

    with pytest.raises(FieldsMissing) as missing:
        finish(record, ANA, {})
    record.add(finishing.fill(record.envelope, ANA.id, {boxes[0].id: "true"}))
    with pytest.raises(Invalid) as caught:
        finishing.fill(record.envelope, ANA.id, {boxes[1].id: "true"})

    assert len(missing.value.field_ids) == 1
    assert set(caught.value.errors) == {str(boxes[1].id)}


def test_what_was_not_seen_is_not_signed() -> None:
    """Without a script the page still shows what formulas said before the last answers."""
    number = placed("number", name="n")
    total = placed("formula", formula="n * 2")
    record = opened(number, total)
    before = ceremony_logic.mark(record.envelope, ANA.id, TODAY)
    filled = finishing.fill(record.envelope, ANA.id, {number.id: "3"}).envelope
    after = ceremony_logic.mark(filled, ANA.id, TODAY)

    with pytest.raises(AnswersChanged):
        finish(record, ANA, {number.id: "3"}, seen=before)
    finish(record, ANA, {number.id: "3"}, seen=after)

    assert value(record, total) == "6"


def test_dates_of_signing_can_be_computed_with() -> None:
    day = placed("date_signed", name="signed")
    until = placed("formula", result="date", formula="add_months(signed, 1)")
    record = opened(day, until)

    finish(record, ANA, {})

    assert value(record, until) == "2026-04-02"
    assert consistency.differences(record.envelope, record.entries) == ()


def test_a_wrong_condition_is_refused_and_one_that_lost_its_field_keeps_from_sending() -> None:
    number = placed("number", name="n")
    total = placed("formula", formula="n * 2")
    wrong = placed("text", shown_if="colour")

    outcome, refused = placement.change(DRAFT, [number, total, wrong])
    without, none = placement.change(outcome.envelope, [replace(total, x=200)], {number.id})

    assert set(refused) == {wrong.id}
    assert none == {}
    assert without.envelope.field(total.id).x == 200
    assert "“n”" in draft_sending.missing(without.envelope)["fields"]


def test_a_hidden_signature_is_not_the_one_that_every_signer_gives() -> None:
    hidden = replace(DRAFT.fields[0], properties={"shown_if": "true"})

    lacks = draft_sending.missing(replace(DRAFT, fields=(hidden, DRAFT.fields[1])))

    assert "signature" in lacks["fields"]
