from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from core.envelopes import correcting
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import NotDelegable, NotReassignable, TooManyReassignments
from core.envelopes.turns import reassigning
from core.envelopes.turns.reassigning import Successor
from core.evidence import consistency
from core.evidence.consistency import Difference
from core.refusals import Invalid
from core.signing import adopting, consenting, finishing
from core.signing.refusals import NoLongerNeeded
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    Record,
    make_envelope,
    signature,
    signer,
)

DELEGABLE = RecipientOptions(delegable=True, note="Only for you")


def carl() -> Successor:
    return Successor(uuid4(), "Carl", "carl@example.com", "He knows the flat")


def sent(options: RecipientOptions = DELEGABLE) -> Record:
    """To two signers in sequence, of whom the first may hand over."""
    first, second = signer("First", 1, options=options), signer("Second", 2)
    record = Record(make_envelope(first, second, types=("signature", "text")))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    return record


def begun(record: Record) -> UUID:
    """The first has agreed, adopted a signature and filled in a text."""
    id = record.envelope.recipients[0].id
    record.add(consenting.accept(record.envelope, id, DISCLOSURE, ORIGIN, NOW))
    record.add(adopting.adopt(record.envelope, signature(record.envelope.recipient(id))))
    text = next(f for f in record.envelope.fields_of(id) if f.kind.name == "text")
    record.add(finishing.fill(record.envelope, id, {text.id: "unfinished"}))
    return id


def sign(record: Record, id: UUID) -> None:
    record.add(consenting.accept(record.envelope, id, DISCLOSURE, ORIGIN, NOW))
    record.add(adopting.adopt(record.envelope, signature(record.envelope.recipient(id))))
    values = {f.id: "mine" for f in record.envelope.fields_of(id)}
    record.add(finishing.finish(record.envelope, id, values, TODAY, ORIGIN, NOW))


def test_the_successor_starts_from_the_beginning_and_nothing_unfinished_is_left() -> None:
    record, to = sent(), carl()
    old = begun(record)
    fields = {f.id for f in record.envelope.fields_of(old)}

    record.add(reassigning.reassign(record.envelope, old, to, NOW))

    new = record.envelope.recipient(to.id)
    assert record.envelope.recipient(old).status is RecipientStatus.REASSIGNED
    assert (new.status, new.name, new.consent) == (RecipientStatus.SENT, "Carl", None)
    assert {f.id for f in record.envelope.fields_of(to.id)} == fields
    assert not any(f.value for f in record.envelope.fields_of(to.id))
    assert record.envelope.adopted(to.id, "signature") is None


def test_both_are_told_and_the_sender_where_a_recipient_hands_over() -> None:
    record, to = sent(), carl()
    old = begun(record)
    before = len(record.jobs)

    record.add(reassigning.delegate(record.envelope, old, to, NOW))

    told = {(j.kind, j.arguments.get("recipient_id")) for j in record.jobs[before:]}
    assert ("mail_invitation", str(to.id)) in told
    assert ("mail_reassigned", str(old)) in told
    assert ("mail_progress", None) in told


def test_it_is_completed_by_the_successor_and_the_trail_says_the_same() -> None:
    record, to = sent(), carl()
    old = begun(record)
    record.add(reassigning.delegate(record.envelope, old, to, NOW))

    sign(record, to.id)
    sign(record, record.envelope.recipients[1].id)

    assert record.envelope.status is Status.SIGNED
    assert consistency.differences(record.envelope, record.entries) == ()


def test_a_row_that_says_another_successor_is_found() -> None:
    record, to = sent(), carl()
    old = begun(record)
    record.add(reassigning.delegate(record.envelope, old, to, NOW))
    changed = replace(record.envelope.recipient(to.id), email="mallory@example.com")

    others = tuple(changed if r.id == to.id else r for r in record.envelope.recipients)
    found = consistency.differences(replace(record.envelope, recipients=others), record.entries)

    assert Difference("recipients", "email", str(to.id)) in found


def test_a_private_message_was_for_the_other_person() -> None:
    record, to = sent(), carl()

    old = begun(record)
    record.add(reassigning.reassign(record.envelope, old, to, NOW))

    assert record.envelope.recipient(to.id).options == RecipientOptions(delegable=True)


def test_who_signs_inside_an_application_is_followed_by_someone_who_is_mailed() -> None:
    record, to = sent(RecipientOptions(embedded=True)), carl()
    old = record.envelope.recipients[0].id

    record.add(reassigning.reassign(record.envelope, old, to, NOW))

    assert record.envelope.recipient(to.id).asked_by_mail
    mailed = [job.arguments["recipient_id"] for job in record.job_kinds("mail_invitation")]
    assert mailed == [str(to.id)]


def test_questions_for_one_person_keep_their_part_from_being_given_away() -> None:
    asked = ("Your first school?",)
    options = RecipientOptions(proofs=("questions",), questions=asked, answers=("hash",))
    record = sent(options)

    with pytest.raises(NotReassignable):
        reassigning.reassign(record.envelope, record.envelope.recipients[0].id, carl(), NOW)


def test_who_was_not_asked_yet_does_not_hear_of_it_and_neither_does_the_successor() -> None:
    record, to = sent(), carl()
    before = len(record.jobs)

    record.add(reassigning.reassign(record.envelope, record.envelope.recipients[1].id, to, NOW))

    assert record.envelope.recipient(to.id).status is RecipientStatus.CREATED
    assert record.jobs[before:] == []


def test_no_recipient_hands_over_what_the_sender_has_not_allowed() -> None:
    record = sent(RecipientOptions())
    old = begun(record)

    with pytest.raises(NotDelegable):
        reassigning.delegate(record.envelope, old, carl(), NOW)


def test_who_has_finished_or_handed_over_acts_no_more() -> None:
    record, to = sent(), carl()
    old = begun(record)
    record.add(reassigning.reassign(record.envelope, old, to, NOW))
    sign(record, to.id)

    with pytest.raises(NotReassignable):
        reassigning.reassign(record.envelope, to.id, carl(), NOW)
    with pytest.raises(NotReassignable):
        reassigning.reassign(record.envelope, old, carl(), NOW)
    with pytest.raises(NoLongerNeeded):
        finishing.fill(record.envelope, old, {})


def test_the_same_form_twice_is_one_act() -> None:
    record, to = sent(), carl()
    old = begun(record)
    record.add(reassigning.delegate(record.envelope, old, to, NOW))

    assert reassigning.delegate(record.envelope, old, to, NOW).events == ()


def test_no_envelope_is_a_way_to_write_to_any_number_of_people() -> None:
    record = sent()
    id = begun(record)
    for number in range(10):
        to = Successor(uuid4(), f"Person {number}", f"p{number}@example.com")
        record.add(reassigning.reassign(record.envelope, id, to, NOW))
        id = to.id

    with pytest.raises(TooManyReassignments):
        reassigning.reassign(record.envelope, id, carl(), NOW)


def test_the_person_has_to_be_another_one_with_an_address() -> None:
    record = sent()
    old = begun(record)
    same = record.envelope.recipients[1]

    with pytest.raises(Invalid) as there:
        reassigning.reassign(record.envelope, old, Successor(uuid4(), same.name, same.email), NOW)
    with pytest.raises(Invalid) as wrong:
        reassigning.reassign(record.envelope, old, Successor(uuid4(), "", "nowhere"), NOW)

    assert list(there.value.errors) == ["email"]
    assert sorted(wrong.value.errors) == ["email", "name"]


def test_who_has_handed_over_is_not_corrected_any_more() -> None:
    record, to = sent(), carl()
    old = record.envelope.recipients[0].id

    record.add(reassigning.reassign(record.envelope, old, to, NOW))

    assert not correcting.correctable(record.envelope, record.envelope.recipient(old))
    assert correcting.correctable(record.envelope, record.envelope.recipient(to.id))
