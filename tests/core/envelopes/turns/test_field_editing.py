"""An editor changes the fields of who comes after them, and no others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.envelopes import ending
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.drafts.placement import GONE
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NotOpen, PausedBySender
from core.envelopes.roles.editor import EDITOR
from core.envelopes.turns import field_editing
from core.evidence import consistency
from core.fields.field import Field
from core.refusals import Invalid, NotFound
from core.signing import consenting
from core.signing.refusals import AlreadyFinished, ConsentNeeded
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    Record,
    consented,
    field,
    finish,
    make_envelope,
    ready_document,
    sent,
    signed_by,
    signer,
    types_of,
)

SOON = NOW + timedelta(minutes=1)
FIRST, WHO, BESIDE = signer("First", 1), signer("Edda Editor", 2, role=EDITOR), signer("Beside", 2)
ANNA, BEN = signer("Anna", 3), signer("Ben", 4)


def waiting(*people: Recipient, types: tuple[str, ...] = ("signature", "text")) -> Envelope:
    """It is the editor's turn, who has consented."""
    envelope = sent(*(people or (WHO, ANNA, BEN)), types=types)
    if FIRST in people:
        envelope = signed_by(envelope, FIRST)
    return consented(envelope, envelope.recipient(WHO.id))


def of(envelope: Envelope, recipient: Recipient, kind: str = "text") -> Field:
    return next(f for f in envelope.fields_of(recipient.id) if f.kind.name == kind)


def refusal(envelope: Envelope, changed: Sequence[Field], removed: Sequence[Field] = ()) -> Any:
    with pytest.raises(Invalid) as refused:
        field_editing.edit(envelope, WHO.id, changed, [f.id for f in removed], SOON)
    return refused.value.errors


def test_later_fields_move_go_and_come_and_the_trail_rebuilds_them() -> None:
    record = Record(make_envelope(WHO, ANNA, BEN, types=("signature", "text")))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    by = f"recipient:{WHO.id}"
    record.add(consenting.accept(record.envelope, WHO.id, DISCLOSURE, ORIGIN, NOW), by)
    moved = replace(of(record.envelope, ANNA), x=300.0, width=90.0, required=False)
    new = field(BEN, record.envelope.documents[0], "checkbox", y=500.0)
    gone = of(record.envelope, BEN)

    outcome = field_editing.edit(record.envelope, WHO.id, [moved, new], [gone.id], SOON)
    record.add(outcome, by, SOON)

    assert types_of(outcome) == ["fields.corrected"]
    assert of(record.envelope, ANNA).x == 300.0
    assert [f.kind.name for f in record.envelope.fields_of(BEN.id)] == ["signature", "checkbox"]
    assert consistency.differences(record.envelope, record.entries) == ()
    assert record.job_kinds("mail_fields_changed") == []  # no one was asked yet
    again = field_editing.edit(record.envelope, WHO.id, [moved, new], [gone.id], SOON)
    assert again.events == ()


def test_fields_of_who_came_before_or_is_at_the_same_step_stay() -> None:
    envelope = waiting(FIRST, WHO, BESIDE, ANNA)
    free = field_editing.changeable(envelope, envelope.recipient(WHO.id))

    assert {f.recipient_ids for f in free} == {(ANNA.id,)}
    for other in (FIRST, BESIDE):
        theirs = of(envelope, other)
        new = field(other, envelope.documents[0], "text", y=500.0)
        both = replace(new, recipient_ids=(other.id, ANNA.id))
        taken = replace(theirs, recipient_ids=(ANNA.id,))
        for wrong in (replace(theirs, x=300.0), new, both, taken):
            assert refusal(envelope, [wrong]) == {str(wrong.id): GONE}
        given_away = replace(of(envelope, ANNA), recipient_ids=(other.id,))
        assert refusal(envelope, [given_away]) == {str(given_away.id): GONE}
        assert refusal(envelope, [], [theirs]) == {str(theirs.id): GONE}


def test_what_the_sender_fills_in_and_payment_links_stay() -> None:
    envelope = waiting()
    own = field(ANNA, envelope.documents[0], "text", recipient_ids=(), y=600.0)
    link = {"link": "https://pay.example.com/1"}
    paid = field(ANNA, envelope.documents[0], "payment", properties=link, y=700.0)
    there = replace(envelope, fields=(*envelope.fields, own, paid))

    for wrong in (own, paid):
        assert refusal(envelope, [wrong]) == {str(wrong.id): GONE}
        assert refusal(there, [replace(wrong, y=650.0)]) == {str(wrong.id): GONE}
        assert refusal(there, [], [wrong]) == {str(wrong.id): GONE}


def with_secret() -> tuple[Envelope, Field]:
    """A document that the editor does not see, with a named number of Anna on it."""
    envelope = waiting()
    paper = replace(ready_document(), name="Salary", position=2, hidden_from=(WHO.id,))
    secret = field(ANNA, paper, "number", properties={"name": "salary"})
    wider = replace(envelope, documents=(*envelope.documents, paper))
    return replace(wider, fields=(*wider.fields, secret)), secret


def test_fields_of_a_hidden_document_stay_and_their_values_too() -> None:
    envelope, secret = with_secret()
    open_to_all = envelope.documents[0]
    reading = field(ANNA, open_to_all, "formula", y=500.0, properties={"formula": "salary * 2"})
    when = replace(of(envelope, ANNA), properties={"shown_if": "salary > 1000"})

    new = field(ANNA, envelope.documents[1], "text", y=600.0)
    for wrong in (replace(secret, x=300.0), new):
        assert refusal(envelope, [wrong]) == {str(wrong.id): GONE}
    assert refusal(envelope, [], [secret]) == {str(secret.id): GONE}
    assert "no field is called “salary”" in refusal(envelope, [reading])[str(reading.id)]
    assert "no field is called “salary”" in refusal(envelope, [when])[str(when.id)]


def test_what_the_sender_computes_from_a_hidden_document_stays() -> None:
    envelope, _ = with_secret()
    computed = {"formula": "salary * 2"}
    total = field(ANNA, envelope.documents[0], "formula", y=500.0, properties=computed)
    there = replace(envelope, fields=(*envelope.fields, total))
    free = replace(of(there, BEN), x=300.0)

    assert total not in field_editing.changeable(there, there.recipient(WHO.id))
    assert refusal(there, [replace(total, x=300.0)]) == {str(total.id): GONE}
    assert field_editing.edit(there, WHO.id, [free], (), SOON).events


def test_a_group_is_changed_only_where_all_of_it_is_theirs() -> None:
    envelope = waiting(WHO, BESIDE, ANNA, types=("signature", "checkbox"))
    grouped = {"group": "choices"}
    beside, late = (
        replace(of(envelope, r, "checkbox"), properties=grouped) for r in (BESIDE, ANNA)
    )
    others = tuple(f for f in envelope.fields if f.id not in {beside.id, late.id})
    there = replace(envelope, fields=(*others, beside, late))
    stricter = replace(late, properties=grouped | {"group_maximum": 1})

    assert refusal(there, [stricter]) == {str(beside.id): GONE}


def test_every_signer_keeps_a_signature() -> None:
    envelope = waiting()

    errors = refusal(envelope, [], [of(envelope, ANNA, "signature")])

    assert errors == {"fields": "Place a required signature field for every signer."}


def test_only_an_editor_whose_turn_it_is_and_who_has_consented() -> None:
    envelope = waiting()
    moved = replace(of(envelope, ANNA), x=300.0)

    def edit(envelope: Envelope, who: Recipient = WHO) -> object:
        return field_editing.edit(envelope, who.id, [moved], (), SOON)

    with pytest.raises(ConsentNeeded):
        edit(sent(WHO, ANNA, BEN))
    with pytest.raises(AlreadyFinished):
        edit(finish(envelope, WHO).envelope)
    with pytest.raises(PausedBySender):
        edit(replace(envelope, paused_at=NOW))
    with pytest.raises(NotOpen):
        edit(ending.void(envelope, "wrong lease", NOW).envelope)
    with pytest.raises(NotOpen):
        edit(replace(envelope, expires_at=NOW))
    signers = consented(sent(BESIDE, ANNA, types=("signature", "text")), BESIDE)
    with pytest.raises(NotFound):
        field_editing.edit(signers, BESIDE.id, [replace(of(signers, ANNA), x=300.0)], (), SOON)
