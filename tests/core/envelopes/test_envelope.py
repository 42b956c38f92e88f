from dataclasses import replace
from uuid import UUID

import pytest

from core.envelopes.envelope import MOVES, Status, move, steps, with_fields
from core.refusals import NotFound
from tests.core.builders import (
    LATER,
    NOW,
    field,
    make_envelope,
    ready_document,
    signature,
    signer,
)


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_an_envelope_moves_only_along_the_table(before: Status, after: Status) -> None:
    envelope = make_envelope(status=before)

    if after in MOVES.get(before, ()):
        assert move(envelope, after, LATER).status is after
        assert move(envelope, after, LATER).status_at == LATER
    else:
        with pytest.raises(ValueError, match="no envelope goes"):
            move(envelope, after, NOW)


@pytest.mark.parametrize("status", [Status.SIGNED, Status.COMPLETED])
def test_after_the_last_finish_there_is_only_completion(status: Status) -> None:
    assert MOVES.get(status, frozenset()) <= {Status.COMPLETED}


def test_an_ended_envelope_moves_no_more() -> None:
    ended = (Status.COMPLETED, Status.DECLINED, Status.VOIDED, Status.EXPIRED)

    assert not set(ended) & set(MOVES)


def test_the_steps_between_two_states_are_those_of_the_table() -> None:
    assert steps(Status.DRAFT, Status.SIGNED) == (Status.SENT, Status.DELIVERED, Status.SIGNED)
    assert steps(Status.DRAFT, Status.VOIDED) == (Status.VOIDED,)
    assert steps(Status.SENT, Status.SENT) == ()
    with pytest.raises(ValueError, match="no envelope goes"):
        steps(Status.SIGNED, Status.VOIDED)


def test_only_sent_and_delivered_envelopes_are_open() -> None:
    assert [status for status in Status if status.open] == [Status.SENT, Status.DELIVERED]


def test_fields_are_read_by_document_page_line_and_column() -> None:
    person, other = signer(), signer("Signer Two")
    first, second = ready_document(pages=2, position=1), ready_document(position=2)
    fields = (
        field(person, second),
        field(person, first, page=2),
        field(person, first, y=300),
        field(person, first, x=300),
        field(other, first),
        field(person, first),
    )
    envelope = make_envelope(person, other)
    envelope = replace(envelope, documents=(second, first), fields=fields)

    assert envelope.fields_of(person.id) == tuple(fields[n] for n in (5, 3, 2, 1, 0))


def test_the_latest_adopted_signature_counts() -> None:
    person, other = signer(), signer("Signer Two")
    older, newer = signature(person), signature(person)
    signatures = (older, newer, signature(person, "initials"), signature(other))
    envelope = make_envelope(person, other, signatures=signatures)

    assert envelope.adopted(person.id, "signature") == newer
    assert make_envelope(person).adopted(person.id, "signature") is None


def test_a_part_that_is_not_in_the_envelope_is_not_found() -> None:
    envelope = make_envelope()

    for find in (envelope.recipient, envelope.document, envelope.field):
        with pytest.raises(NotFound):
            find(UUID(int=0))


def test_changing_a_part_keeps_its_place() -> None:
    envelope = make_envelope(types=("signature", "text"))
    changed = replace(envelope.fields[0], value="x")

    assert with_fields(envelope, changed).fields == (changed, envelope.fields[1])
    assert with_fields(envelope, field(signer(), ready_document())).fields == envelope.fields
