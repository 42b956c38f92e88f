"""A copy shares the files of its source, for as long as either of them has them."""

from uuid import uuid4

import pytest

from actors.documents import delete_file
from core.documents.refusals import FileMissing
from core.envelopes.envelope import Envelope, Status
from core.evidence import consistency
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.member import Member
from tenants.store.documents.page_images import PageId
from tenants.store.documents.unused_files import KIND
from tenants.use_cases.documents import draft_uploads, page_images
from tenants.use_cases.envelopes import copying, reading, sending
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def copy(member: Member, source: Envelope) -> Envelope:
    return run(member, copying.copy_envelope, source.id, uuid4(), NOW)


def shown(member: Member, envelope: Envelope) -> bytes:
    """The image of the first page, as the portal reads it."""
    with member.transaction() as tx:
        found = page_images.find(tx, envelope, PageId(envelope.documents[0].id, 1))
    return page_images.image(member.organization, found).data


def throw_away_unused(member: Member) -> None:
    """What the jobs do that are due in a day."""
    with member.organization.transaction(SYSTEM) as tx:
        count = len(tx.rows.all("select id from outbox where kind = %s and state = 'open'", KIND))
    for _ in range(count):
        delete_file.delete_file(ceremonies.lease_open(member, KIND))


def test_a_copy_can_be_read_searched_and_sent_at_once(member: Member) -> None:
    source = ceremonies.sent(member, NOW, text={1: ["Rent is due"]})

    copied = copy(member, source)

    assert copied.status is Status.DRAFT
    assert shown(member, copied) == ceremonies.PNG
    with member.transaction() as tx:
        lines = page_images.lines(tx, copied, PageId(copied.documents[0].id, 1))
        (hit,) = page_images.search(tx, copied, "rent")
    assert [line["text"] for line in lines] == ["Rent is due"]
    assert hit.count == 1
    sent = run(member, sending.send, copied.id, NOW)
    assert [r.email for r in sent.recipients] == [r.email for r in source.recipients]


def test_the_trail_of_a_copy_says_where_its_documents_came_from(member: Member) -> None:
    copied = copy(member, ceremonies.sent(member, NOW))

    run(member, sending.send, copied.id, NOW)

    envelope, timeline = run(member, reading.told, copied.id)
    assert [e.type for e in timeline.entries[:2]] == ["envelope.created", "documents.copied"]
    assert timeline.intact
    assert consistency.differences(envelope, timeline.entries) == ()


def test_the_same_form_sent_twice_makes_one_copy(member: Member) -> None:
    source, copy_id = ceremonies.sent(member, NOW), uuid4()

    first = run(member, copying.copy_envelope, source.id, copy_id, NOW)
    again = run(member, copying.copy_envelope, source.id, copy_id, NOW)

    assert first == again


def test_files_stay_until_the_last_document_that_has_them_is_gone(member: Member) -> None:
    source = ceremonies.draft_with_document(member, NOW)
    first = copy(member, source)
    second = copy(member, first)

    run(member, draft_uploads.remove, source.id, source.documents[0].id, NOW)
    run(member, draft_uploads.remove, first.id, first.documents[0].id, NOW)
    throw_away_unused(member)
    assert shown(member, second) == ceremonies.PNG

    (document,) = second.documents
    run(member, draft_uploads.remove, second.id, document.id, NOW)
    throw_away_unused(member)
    name = draft_uploads.original_name(document.files_id, document.original_sha256)
    with pytest.raises(FileMissing):
        member.organization.get(name)


def test_a_stranger_copies_nothing(member: Member, stranger: Member) -> None:
    source = ceremonies.sent(member, NOW)

    with pytest.raises(NotFound):
        run(stranger, copying.copy_envelope, source.id, uuid4(), NOW)
