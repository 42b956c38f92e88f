"""Fields that the first of several fills in, and those that the sender has filled in."""

from dataclasses import replace
from typing import Any

import pytest

from core.envelopes.drafts import draft, draft_fields, draft_routing, draft_sending
from core.envelopes.drafts.draft_fields import place
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.evidence import consistency
from core.fields.field import Field
from core.refusals import Invalid
from core.signing import adopting, consenting, finishing
from core.signing.finishing import ENTERED_MEANWHILE, FILLED_MEANWHILE
from core.signing.refusals import FieldsMissing
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    Record,
    consented,
    field,
    make_envelope,
    signature,
    signer,
)

ANA, BEN = signer("Ana"), signer("Ben")


def with_field(kind: str, *people: Recipient, **changes: Any) -> tuple[Envelope, Field]:
    """A draft for Ana and Ben, who sign, and a field of this kind for these people."""
    envelope = make_envelope(ANA, BEN)
    more = replace(
        field(ANA, envelope.documents[0], kind, y=400),
        **{"recipient_ids": tuple(p.id for p in people), **changes},
    )
    return place(envelope, [*envelope.fields, more]).envelope, more


def opened(kind: str = "text", **changes: Any) -> tuple[Record, Field]:
    """Sent to both, who have opened it and have a signature."""
    envelope, shared = with_field(kind, ANA, BEN, **changes)
    record = Record(envelope)
    record.add(draft.create(envelope))
    record.add(draft_sending.send(envelope, SENDER, NOW))
    for person in (ANA, BEN):
        by = f"recipient:{person.id}"
        record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW), by)
        record.add(adopting.adopt(record.envelope, signature(person)), by)
    return record, shared


def fill(
    record: Record, person: Recipient, shared: Field, value: str, known: str | None = None
) -> None:
    shown = None if known is None else {shared.id: known}
    record.add(finishing.fill(record.envelope, person.id, {shared.id: value}, shown))


def finish(record: Record, person: Recipient, **values: str) -> None:
    signatures = {f.id: "mine" for f in record.envelope.fields_of(person.id) if f.kind.is_adopted}
    record.add(
        finishing.finish(record.envelope, person.id, signatures, TODAY, ORIGIN, NOW),
        f"recipient:{person.id}",
    )


def test_any_of_them_fills_it_in_until_the_first_finishes() -> None:
    record, shared = opened()

    fill(record, BEN, shared, "Lisbon")
    fill(record, ANA, shared, "Porto")
    between = record.envelope.field(shared.id)
    finish(record, BEN)

    after = record.envelope.field(shared.id)
    assert (between.value, between.filled_by) == ("Porto", None)
    assert (after.value, after.filled_by) == ("Porto", BEN.id)
    assert after not in record.envelope.fields_of(ANA.id)
    with pytest.raises(Invalid) as caught:
        fill(record, ANA, shared, "Lisbon")
    assert caught.value.errors == {str(shared.id): FILLED_MEANWHILE}


def test_who_did_not_know_what_another_entered_is_asked() -> None:
    record, shared = opened()
    fill(record, BEN, shared, "Lisbon")

    with pytest.raises(Invalid) as caught:
        fill(record, ANA, shared, "Porto", known="")
    kept = record.envelope.field(shared.id).value
    fill(record, ANA, shared, "Porto", known="Lisbon")

    assert caught.value.errors == {str(shared.id): ENTERED_MEANWHILE}
    assert kept == "Lisbon"
    assert record.envelope.field(shared.id).value == "Porto"


def test_who_enters_nothing_of_their_own_changes_nothing() -> None:
    record, shared = opened()
    fill(record, BEN, shared, "Lisbon")
    before = record.envelope

    for value in ("Lisbon ", ""):
        fill(record, ANA, shared, value, known="")

    assert record.envelope == before


def test_the_last_of_them_has_to_fill_it_in() -> None:
    record, shared = opened()

    finish(record, ANA)
    with pytest.raises(FieldsMissing) as caught:
        finish(record, BEN)
    fill(record, BEN, shared, "Lisbon")
    between = consistency.differences(record.envelope, record.entries)
    finish(record, BEN)

    assert caught.value.field_ids == (str(shared.id),)
    assert record.envelope.status is Status.SIGNED
    assert between == consistency.differences(record.envelope, record.entries) == ()
    assert record.envelope.field(shared.id).filled_by == BEN.id


def test_what_the_first_has_filled_in_keeps_the_last_from_nothing() -> None:
    record, shared = opened()
    fill(record, ANA, shared, "Lisbon")

    finish(record, BEN)
    finish(record, ANA)

    assert record.envelope.status is Status.SIGNED
    assert record.envelope.field(shared.id).filled_by == BEN.id
    assert consistency.differences(record.envelope, record.entries) == ()


def test_the_trail_tells_who_filled_it_in() -> None:
    record, shared = opened()
    fill(record, ANA, shared, "Lisbon")
    finish(record, ANA)
    finish(record, BEN)

    (after,) = (f for f in record.envelope.fields if f.id == shared.id)
    others = [f for f in record.envelope.fields if f.id != shared.id]
    claimed = replace(record.envelope, fields=(*others, replace(after, filled_by=BEN.id)))

    assert {d.column for d in consistency.differences(claimed, record.entries)} == {"filled_by"}


def test_what_may_stay_empty_is_told_by_the_last() -> None:
    record, shared = opened(required=False)

    finish(record, ANA)
    finish(record, BEN)

    assert record.envelope.status is Status.SIGNED
    assert record.envelope.field(shared.id).value == ""
    assert consistency.differences(record.envelope, record.entries) == ()


def test_a_value_to_begin_with_is_that_of_whoever_finishes_first() -> None:
    record, shared = opened(properties={"default": "Lisbon"})
    begun = record.envelope.field(shared.id)

    finish(record, BEN)

    assert (begun.value, begun.filled_by) == ("Lisbon", None)
    assert record.envelope.field(shared.id).filled_by == BEN.id


@pytest.mark.parametrize("kind", ["full_name", "email"])
def test_nobodys_name_stands_in_it_before_somebody_fills_it_in(kind: str) -> None:
    record, shared = opened(kind)

    assert record.envelope.field(shared.id).value == ""


def test_the_date_of_signing_is_that_of_the_first() -> None:
    record, shared = opened("date_signed")

    finish(record, ANA)

    after = record.envelope.field(shared.id)
    assert (after.value, after.filled_by) == (TODAY.isoformat(), ANA.id)


@pytest.mark.parametrize(
    ("kind", "people"),
    [("signature", (ANA, BEN)), ("initials", ()), ("date_signed", ()), ("attachment", ())],
)
def test_a_signature_is_one_persons_and_the_sender_fills_in_what_has_a_value_to_begin_with(
    kind: str, people: tuple[Recipient, ...]
) -> None:
    with pytest.raises(Invalid) as caught:
        with_field(kind, *people)

    assert set(caught.value.errors) == {"recipients"}


def test_a_person_named_twice_is_one() -> None:
    envelope, shared = with_field("text", ANA, ANA)

    assert envelope.field(shared.id).recipient_ids == (ANA.id,)


def test_of_somebody_who_is_taken_out_what_others_may_fill_in_stays() -> None:
    envelope, shared = with_field("text", ANA, BEN)

    left = draft.name_recipients(envelope, [BEN]).envelope

    assert left.field(shared.id).recipient_ids == (BEN.id,)
    assert len(left.fields) == 2


def test_what_the_sender_has_filled_in_is_told_when_it_is_sent_and_asked_of_nobody() -> None:
    envelope, mine = with_field("date", properties={"default": "20260331"})
    record = Record(envelope)
    record.add(draft.create(envelope))

    record.add(draft_sending.send(envelope, SENDER, NOW))

    after = record.envelope.field(mine.id)
    assert (after.value, after.filled_by) == ("2026-03-31", None)
    assert after not in consented(record.envelope, ANA).fields_of(ANA.id)
    changed = [replace(f, value="x") if f.id == mine.id else f for f in record.envelope.fields]
    differing = consistency.differences(
        replace(record.envelope, fields=tuple(changed)), record.entries
    )
    assert [d.column for d in differing] == ["value"]


def test_the_sender_has_to_fill_in_what_must_be_filled_in() -> None:
    empty, _ = with_field("text")
    optional, _ = with_field("text", required=False)

    assert "Enter its value." in draft_sending.missing(empty)["fields"]
    assert draft_sending.missing(optional) == {}


def test_what_the_sender_fills_in_goes_with_nobody() -> None:
    envelope, mine = with_field("text", properties={"default": "Lisbon"})

    left = draft.name_recipients(envelope, [BEN]).envelope

    assert mine.id in {f.id for f in left.fields}
    assert draft_fields.misplaced(left) == ()


def test_who_is_enough_alone_fills_in_what_is_required_for_all() -> None:
    envelope, shared = with_field("text", ANA, BEN, required=True)
    record = Record(draft_routing.choose_steps(envelope, {1: 1}).envelope)
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    record.add(consenting.accept(record.envelope, BEN.id, DISCLOSURE, ORIGIN, NOW))
    record.add(adopting.adopt(record.envelope, signature(BEN)))

    with pytest.raises(FieldsMissing) as missing:
        finish(record, BEN)

    assert missing.value.field_ids == (str(shared.id),)
