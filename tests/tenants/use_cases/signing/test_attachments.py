"""Who may download what recipients attached, and when."""

import hashlib
from datetime import datetime
from uuid import UUID

import pytest

from core.documents.attached_file import AttachedFile
from core.organizations.quota import Limits
from core.principal import SYSTEM
from core.refusals import NotFound
from core.signing import attaching
from core.signing.refusals import AlreadyFinished, AttachmentNoRoom
from tenants.identifiers import new_id
from tenants.member import Member
from tenants.use_cases.envelopes import reading, share_link_access, sharing, voiding
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile
from tenants.use_cases.signing import attachments, recipient_files
from tests.tenants import attached_envelopes, ceremonies, operators
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def by_recipient(member: Member, number: int, envelope_id: UUID, id: UUID, now: datetime) -> str:
    one = run(member, reading.envelope, envelope_id).recipients[number]
    ceremony = ceremonies.enter(member, one)
    found: FoundSealedFile = run(ceremony, recipient_files.attached, ceremony, id, now)
    return found.name


def first_file(member: Member, envelope_id: UUID) -> AttachedFile:
    envelope = run(member, reading.envelope, envelope_id)
    return attaching.files(envelope)[0][1]


def test_other_recipients_have_it_only_once_all_have_finished(member: Member) -> None:
    envelope = attached_envelopes.sent(member, NOW, signers=2)
    attached_envelopes.finish(member, envelope, 0, NOW)
    attached_envelopes.attach(member, envelope, 1, NOW)
    file = first_file(member, envelope.id)

    assert by_recipient(member, 0, envelope.id, file.id, NOW) == "card-0.png"
    with pytest.raises(NotFound):
        by_recipient(member, 1, envelope.id, file.id, NOW)
    attached_envelopes.sign(member, envelope, 1, NOW)
    attached_envelopes.sealed(member, envelope, NOW)

    assert by_recipient(member, 1, envelope.id, file.id, NOW) == "card-0.png"


def test_who_is_shown_nothing_of_the_document_has_nothing_of_its_files(member: Member) -> None:
    envelope = attached_envelopes.completed(member, NOW, signers=2)
    file = first_file(member, envelope.id)
    hidden = "update documents set hidden_from = array[%s::uuid] where envelope_id = %s"
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(hidden, envelope.recipients[1].id, envelope.id)

    assert by_recipient(member, 0, envelope.id, file.id, NOW) == "card-0.png"
    with pytest.raises(NotFound):
        by_recipient(member, 1, envelope.id, file.id, NOW)


def test_a_reader_by_link_has_it_once_all_have_finished(member: Member) -> None:
    envelope = attached_envelopes.sent(member, NOW)
    token = run(member, sharing.make_link, envelope.id, 7, NOW)
    reader = share_link_access.find(member.organization.installation, token)[1]
    attached_envelopes.finish(member, envelope, 0, NOW)
    id = first_file(member, envelope.id).id

    with pytest.raises(NotFound), member.organization.transaction(reader) as tx:
        share_link_access.attached_file(tx, id, NOW)
    attached_envelopes.sealed(member, envelope, NOW)
    with member.organization.transaction(reader) as tx:
        found = share_link_access.attached_file(tx, id, NOW)

    assert sealed_files.read(member.organization, found).data == ceremonies.PNG


def test_what_is_checked_after_the_envelope_has_ended_is_thrown_away(member: Member) -> None:
    envelope = attached_envelopes.uploaded(member, NOW)
    run(member, voiding.void, envelope.id, "No longer needed", NOW)
    job = ceremonies.lease_open(member, "check_attachment", envelope.id)
    run(job, attachments.keep, job, NOW)
    deleting = ceremonies.lease_open(member, "delete_file")

    assert deleting.argument("name", str).startswith(f"attachments/{envelope.id}/")
    assert all(not f.value for f in run(member, reading.envelope, envelope.id).fields)


def test_nothing_is_attached_after_finishing(member: Member) -> None:
    envelope = attached_envelopes.sent(member, NOW)
    attached_envelopes.finish(member, envelope, 0, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    field = next(f for f in envelope.fields if f.kind.is_uploaded)

    with pytest.raises(AlreadyFinished):
        run(ceremony, attachments.announce, field.id, AttachedFile(new_id(), "a.png", 9, ""), NOW)


def test_a_file_for_which_there_is_no_room_is_refused_and_the_sender_is_named(
    member: Member,
) -> None:
    envelope = attached_envelopes.sent(member, NOW)
    room = Limits(storage_bytes=1)
    operators.set_limits(member.organization.installation, member.organization.id, room, "x", NOW)

    with pytest.raises(AttachmentNoRoom, match="Please tell the sender"):
        attached_envelopes.upload(member, envelope, 0, NOW)

    assert member.organization.names_below(f"attachments/{envelope.id}/") == []


def test_storage_counts_what_is_there(member: Member) -> None:
    envelope = attached_envelopes.uploaded(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        told = tx.rows.all(
            "select value from summary_deltas where metric = 'storage' and value = %s",
            len(ceremonies.PNG),
        )
    assert len(told) == 1
    assert hashlib.sha256(ceremonies.PNG).hexdigest() not in str(envelope)
