"""What was found in a document is accepted once, or offered no more."""

from uuid import uuid4

import pytest

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.refusals import Invalid
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.fields import found_fields
from tenants.use_cases.fields.found_fields import OfferedField
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

CITY = {"kind": "text", "source": "form", "label": "City", "name": "city"}
ANA = {"kind": "signature", "source": "suggestion", "side": 1, "label": "Signature"}
BEN = {"kind": "signature", "source": "suggestion", "side": 2, "label": "Second signature"}


@pytest.fixture
def draft(member: Member) -> Envelope:
    made = ceremonies.draft_with_document(member, NOW)
    place = {"page": 1, "x": 70.0, "width": 120.0, "height": 20.0, "required": None}
    rows = [
        place | row | {"key": str(number), "y": 100.0 * number}
        for number, row in enumerate((CITY, ANA, BEN), 1)
    ]
    with member.transaction() as tx:
        tx.record(Outcome(tx.lock_changeable(made.id)), tx.principal.actor, NOW)
        tx.documents.set_found_fields(made.id, made.documents[0].id, rows)
    person = Recipient(uuid4(), "Ana", "ana@example.com")
    return run(member, drafting.name_recipients, made.id, [person], NOW)


def offered(member: Member, draft: Envelope) -> list[OfferedField]:
    return run(member, found_fields.offered, run(member, reading.envelope, draft.id))


def labels(member: Member, draft: Envelope) -> list[str]:
    return [field.label for field in run(member, reading.envelope, draft.id).fields]


def test_all_that_someone_can_fill_in_are_placed_once(member: Member, draft: Envelope) -> None:
    for _ in range(2):
        run(member, found_fields.accept, draft.id, NOW)

    assert labels(member, draft) == ["City", "Signature"]
    assert [one.found.label for one in offered(member, draft)] == ["Second signature"]


def test_some_are_placed_for_one_recipient(member: Member, draft: Envelope) -> None:
    second = offered(member, draft)[2]
    ana = draft.recipients[0].id

    envelope = run(member, found_fields.accept, draft.id, NOW, chosen=[second.id], recipient_id=ana)

    assert [(f.label, f.recipient_ids) for f in envelope.fields] == [("Second signature", (ana,))]
    assert [one.found.label for one in offered(member, draft)] == ["City", "Signature"]


def test_what_is_dismissed_is_offered_no_more(member: Member, draft: Envelope) -> None:
    first = offered(member, draft)[0]

    run(member, found_fields.dismiss, draft.id, NOW, [first.id])
    one_less = offered(member, draft)
    run(member, found_fields.dismiss, draft.id, NOW)

    assert [one.found.label for one in one_less] == ["Signature", "Second signature"]
    assert offered(member, draft) == []
    assert labels(member, draft) == []


def test_what_the_page_places_under_its_id_is_offered_no_more(
    member: Member, draft: Envelope
) -> None:
    one = offered(member, draft)[1]
    field = one.found.placed(one.document_id, [draft.recipients[0].id])

    run(member, drafting.place_fields, draft.id, [field], NOW)
    run(member, found_fields.accept, draft.id, NOW)

    assert sorted(labels(member, draft)) == ["City", "Signature"]


def test_no_field_is_placed_for_someone_who_can_have_none(member: Member, draft: Envelope) -> None:
    copy = Recipient(uuid4(), "Copy", "copy@example.com", CC)
    run(member, drafting.name_recipients, draft.id, [*draft.recipients, copy], NOW)

    with pytest.raises(Invalid):
        run(member, found_fields.accept, draft.id, NOW, recipient_id=copy.id)

    assert labels(member, draft) == []
    assert len(offered(member, draft)) == 3


def test_what_was_found_is_forgotten_when_the_envelope_is_sent(
    member: Member, draft: Envelope
) -> None:
    one = offered(member, draft)[1]
    run(member, found_fields.accept, draft.id, NOW, chosen=[one.id])
    rows_before = run(member, lambda tx: tx.documents.all_found_fields(draft.id))

    run(member, sending.send, draft.id, NOW)

    sent = run(member, reading.envelope, draft.id)
    assert len(rows_before[draft.documents[0].id]) == 2
    assert run(member, lambda tx: tx.documents.all_found_fields(draft.id)) == {}
    assert sent.documents[0].found_fields == 0
