"""An editor changes who comes after them, and no one else."""

from dataclasses import replace
from typing import Any

import pytest

from core.envelopes.correction import AddedRecipient, ChangedRecipient, EnvelopeCorrection
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.cc import CC
from core.envelopes.roles.editor import EDITOR
from core.envelopes.turns import editing
from core.evidence import consistency
from core.refusals import Invalid, NotFound
from core.signing import consenting
from core.signing.refusals import ConsentNeeded
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    Record,
    consented,
    finish,
    make_envelope,
    new_id,
    sent,
    signed_by,
    signer,
    types_of,
)


def editor(**changes: Any) -> Recipient:
    return signer("Edda Editor", 2, role=EDITOR, **changes)


def changed(recipient: Recipient, **typed: Any) -> EnvelopeCorrection:
    row = ChangedRecipient(
        recipient.id, recipient.name, recipient.email, recipient.routing_order, None
    )
    return EnvelopeCorrection(changed=(replace(row, **typed),))


def test_each_change_is_an_event_with_old_and_new_that_the_rows_bear_out() -> None:
    who, anna, ben = editor(), signer("Anna", 3), signer("Ben", 4)
    record = Record(make_envelope(who, anna, ben))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    by = f"recipient:{who.id}"
    record.add(consenting.accept(record.envelope, who.id, DISCLOSURE, ORIGIN, NOW), by)
    late = AddedRecipient(new_id(), "Carl Copy", "carl@example.com", CC.name, 5)
    typed = replace(changed(anna, name="Anna Lind", order=4), added=(late,))

    outcome = editing.edit(record.envelope, who.id, typed, NOW)
    record.add(outcome, by)

    assert types_of(outcome) == ["recipient.rerouted", "recipient.corrected", "recipient.named"]
    assert record.envelope.recipient(anna.id).name == "Anna Lind"
    assert consistency.differences(record.envelope, record.entries) == ()
    assert editing.edit(record.envelope, who.id, typed, NOW).events == ()


def test_whoever_is_removed_is_not_asked_and_the_envelope_moves_on() -> None:
    who, anna, ben = editor(), signer("Anna", 3), signer("Ben", 4)
    waiting = consented(sent(who, anna, ben), who)

    edited = editing.edit(
        waiting, who.id, EnvelopeCorrection(removed=frozenset({anna.id})), NOW
    ).envelope
    done = finish(edited, who).envelope

    assert done.recipient(anna.id).status is RecipientStatus.SKIPPED
    assert done.recipient(ben.id).status is RecipientStatus.SENT


def test_what_came_before_and_who_is_at_the_same_step_stay() -> None:
    first, who, beside, late = signer("First", 1), editor(), signer("Beside", 2), signer("Late", 3)
    waiting = consented(signed_by(sent(first, who, beside, late), first), who)

    assert editing.editable(waiting, who) == (waiting.recipient(late.id),)
    for other in (first, who, beside):
        with pytest.raises(NotFound):
            editing.edit(waiting, who.id, changed(other, name="Eve"), NOW)
        with pytest.raises(NotFound):
            removal = EnvelopeCorrection(removed=frozenset({other.id}))
            editing.edit(waiting, who.id, removal, NOW)
    with pytest.raises(Invalid) as refused:
        editing.edit(waiting, who.id, changed(late, order=2), NOW)
    assert set(refused.value.errors) == {f"order-{late.id}"}


def test_only_an_editor_edits_and_only_after_consent() -> None:
    who, anna = editor(), signer("Anna", 3)
    waiting = sent(signer("Ben", 1), signer("Carla", 2))

    with pytest.raises(ConsentNeeded):
        editing.edit(sent(who, anna), who.id, changed(anna, name="Eve"), NOW)
    ben, carla = waiting.recipients
    with pytest.raises(NotFound):
        editing.edit(consented(waiting, ben), ben.id, changed(carla, name="Eve"), NOW)


def test_no_one_is_added_to_a_group_that_does_not_come_after() -> None:
    grouped = RecipientOptions(group_id="6f", group="Finance")
    who, ana, ben = editor(), signer("Ana", 2, options=grouped), signer("Ben", 2, options=grouped)
    waiting = consented(sent(who, ana, ben, signer("Late", 3)), who)
    rows = (
        AddedRecipient(new_id(), "Eve", "eve@example.com", "signer", 5, joins=ana.id),
        AddedRecipient(new_id(), "Eve", "eve@example.com", "signer", 5, takes_over=ana.id),
    )

    for row in rows:
        with pytest.raises(NotFound):
            editing.edit(waiting, who.id, EnvelopeCorrection(added=(row,)), NOW)
