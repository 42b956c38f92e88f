from uuid import uuid4

import pytest

from core.envelopes.recipient import Recipient
from core.envelopes.refusals import NothingToSend
from core.refusals import Invalid, NotFound
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def test_the_same_form_sent_twice_makes_one_draft_and_one_document(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    for _ in range(2):
        run(member, drafting.create, envelope_id, "Lease", NOW)
        document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)

    types = [e.type for e in run(member, reading.timeline, envelope_id).entries]
    assert types == ["envelope.created", "document.added"]


def test_wrong_addresses_are_named_where_they_stand_and_nothing_is_saved(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    people = [
        Recipient(uuid4(), "One", "one@example.com"),
        Recipient(uuid4(), "Two", "two@@example"),
        Recipient(uuid4(), "one", "ONE@example.com"),
    ]

    with pytest.raises(Invalid) as caught:
        run(member, drafting.name_recipients, draft.id, people, NOW)

    assert set(caught.value.errors) == {"email-1", "email-2"}
    assert run(member, reading.envelope, draft.id).recipients == ()


def test_recipients_keep_the_order_they_were_given_in(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    people = [Recipient(uuid4(), n, f"{n}@example.com") for n in ("one", "two", "three")]
    run(member, drafting.name_recipients, draft.id, people, NOW)

    run(member, drafting.name_recipients, draft.id, people[::-1][:2], NOW)

    names = [r.name for r in run(member, reading.envelope, draft.id).recipients]
    assert names == ["three", "two"]


def test_what_is_missing_is_named_before_sending(member: Member) -> None:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, "Lease", NOW)

    with pytest.raises(NothingToSend) as caught:
        run(member, sending.send, envelope_id, NOW)

    assert set(caught.value.errors) == {"documents", "recipients"}


def test_sending_twice_invites_once(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    run(member, sending.send, envelope.id, NOW)

    types = [e.type for e in run(member, reading.timeline, envelope.id).entries]
    assert types.count("recipient.invited") == 1


def test_the_id_of_another_envelopes_recipient_is_not_found(member: Member) -> None:
    theirs = ceremonies.sent(member, NOW).recipients[0]
    draft = ceremonies.draft_with_document(member, NOW)
    forged = Recipient(theirs.id, "Someone else", "else@example.com")

    with pytest.raises(NotFound):
        run(member, drafting.name_recipients, draft.id, [forged], NOW)
