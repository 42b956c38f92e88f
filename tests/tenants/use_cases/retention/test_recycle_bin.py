from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from actors.retention import erase_documents
from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.evidence.audit import Trail, verify
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from core.retention.refusals import DocumentsGone, NotDeletable, OnHold
from core.retention.retention import BIN
from tenants import leased_job
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.openers import page_readers, sealed_file_search
from tenants.store.documents import page_images
from tenants.use_cases.envelopes import copying, reading
from tenants.use_cases.envelopes.listing import envelope_list
from tenants.use_cases.retention import document_erasure, legal_holds, recycle_bin
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from webapp.pages.documents import document_pages


def completed(member: Member) -> Envelope:
    """Signed by both and sealed, with bytes that a verification would be asked about."""
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    ceremonies.complete(job, {envelope.documents[0].id: b"sealed"}, b"certificate", NOW)
    return run(member, reading.envelope, envelope.id)


def erasing_job(member: Member) -> LeasedJob:
    """The job that empties the bin, as if its time had come."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'erase_documents'")
    return ceremonies.lease_open(member, "erase_documents")


def version(member: Member, envelope_id: UUID) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.envelopes.version(envelope_id)


def test_what_is_thrown_away_is_gone_from_everywhere_but_the_bin(member: Member) -> None:
    envelope = ceremonies.draft_with_document(member, NOW)

    for _ in range(2):
        run(member, recycle_bin.delete, envelope.id, NOW)

    with pytest.raises(NotFound):
        run(member, reading.envelope, envelope.id)
    assert [row.id for row in run(member, recycle_bin.deleted).rows] == [envelope.id]
    assert run(member, recycle_bin.deleted).rows[0].erase_at == NOW + BIN
    for _ in range(2):
        run(member, recycle_bin.restore, envelope.id, NOW)
    assert run(member, reading.envelope, envelope.id).name == envelope.name
    assert run(member, recycle_bin.deleted).rows == ()


def test_what_is_open_for_signing_cannot_be_thrown_away(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    with pytest.raises(NotDeletable):
        run(member, recycle_bin.delete, envelope.id, NOW)


def test_only_those_who_may_change_it_throw_it_away_or_take_it_out(
    member: Member, stranger: Member
) -> None:
    envelope = ceremonies.draft_with_document(member, NOW)
    sender = colleague(member, MemberRole.SENDER)
    auditor = colleague(member, MemberRole.AUDITOR)

    for other, refusal in ((sender, NotFound), (auditor, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            run(other, recycle_bin.delete, envelope.id, NOW)
    run(member, recycle_bin.delete, envelope.id, NOW)
    for other, refusal in ((sender, NotFound), (auditor, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            run(other, recycle_bin.restore, envelope.id, NOW)
        assert run(other, recycle_bin.deleted).rows == ()


def test_the_bin_erases_documents_and_keeps_the_proof(member: Member) -> None:
    envelope = completed(member)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    document = envelope.documents[0]
    document_pages.pages(page_readers.MemberReader(member, envelope.id, NOW))
    ceremonies.draw_sealed(member)
    sealed_page = page_images.object_name(page_images.PageId(document.id, 1), sealed=True)
    assert member.organization.get(sealed_page) == ceremonies.SEALED_PAGE
    run(member, recycle_bin.delete, envelope.id, NOW)
    assert ceremonies.sealed_file(ceremony, document.id, NOW).data == b"sealed"
    job = erasing_job(member)

    erase_documents.erase(job, NOW + BIN)

    with member.organization.transaction(SYSTEM) as tx:
        gone = tx.envelopes.get(envelope.id)
        verify(Trail(member.organization.id, envelope.id), tx.audit.of(envelope.id), gone.head)
        assert tx.rows.all("select from page_images where document_id = %s", document.id) == []
        assert tx.rows.all("select from sealed_pages where document_id = %s", document.id) == []
        assert {f.value for f in gone.fields} == {""}
        assert any(f.properties for f in envelope.fields)
        assert not any(f.properties for f in gone.fields)
    assert gone.erased_because == "bin"
    with pytest.raises(DocumentsGone):
        ceremonies.sealed_file(ceremony, document.id, NOW)
    with pytest.raises(NotFound):
        member.organization.get(sealed_page)
    with pytest.raises(NotFound):
        member.organization.get(f"originals/{document.id}/{document.original_sha256}")
    found = sealed_file_search.find(member.organization.installation, document.sealed_sha256)
    assert found is not None and found.envelope_name == envelope.name
    with pytest.raises(NotFound):
        run(member, recycle_bin.restore, envelope.id, NOW)
    assert leased_job.lease(member.organization, job.id) is None


def test_the_bin_leaves_the_files_that_a_copy_has(member: Member) -> None:
    envelope = completed(member)
    copied = run(member, copying.copy_envelope, envelope.id, uuid4(), NOW)
    run(member, recycle_bin.delete, envelope.id, NOW)

    erase_documents.erase(erasing_job(member), NOW + BIN)

    page = page_images.PageId(copied.documents[0].files_id, 1)
    assert member.organization.get(page_images.object_name(page, sealed=False)) == ceremonies.PNG


def test_the_trail_says_who_threw_it_away_took_it_out_and_when_its_documents_were_erased(
    member: Member,
) -> None:
    envelope, later = completed(member), NOW + timedelta(days=1)
    versions = [version(member, envelope.id)]
    run(member, recycle_bin.delete, envelope.id, NOW)
    versions.append(version(member, envelope.id))
    run(member, recycle_bin.restore, envelope.id, later)
    versions.append(version(member, envelope.id))
    run(member, recycle_bin.delete, envelope.id, later)

    erase_documents.erase(erasing_job(member), later + BIN)

    versions.append(version(member, envelope.id))
    with member.organization.transaction(SYSTEM) as tx:
        trail = tx.audit.of(envelope.id)
    assert [(e.type, e.actor, e.at) for e in trail[len(trail) - 5 :]] == [
        ("envelope.moved_to_bin", f"person:{member.person_id}", NOW),
        ("envelope.taken_from_bin", f"person:{member.person_id}", later),
        ("envelope.moved_to_bin", f"person:{member.person_id}", later),
        ("envelope.documents_erased", "system", later + BIN),
        ("envelope.values_erased", "system", later + BIN),
    ]
    assert trail[-2].data == {"cause": "bin"}
    assert versions == sorted(set(versions))


def test_killed_in_the_middle_it_is_erased_once_more_and_ends_the_same(member: Member) -> None:
    envelope = completed(member)
    run(member, recycle_bin.delete, envelope.id, NOW)
    job = erasing_job(member)
    assert run(job, document_erasure.begin, job, NOW + BIN) is not None
    member.organization.delete_below(f"originals/{envelope.documents[0].id}")

    erase_documents.erase(job, NOW + BIN + timedelta(minutes=5))

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.envelopes.get(envelope.id).erased_at == NOW + BIN
        erased = tx.rows.all("select from admin_events where type = 'documents.erased'")
    assert len(erased) == 1


def test_what_was_taken_out_or_held_meanwhile_stays(member: Member) -> None:
    taken_out, held = completed(member), completed(member)
    run(member, recycle_bin.delete, taken_out.id, NOW)
    run(member, recycle_bin.restore, taken_out.id, NOW)
    erase_documents.erase(erasing_job(member), NOW + BIN)
    run(member, recycle_bin.delete, held.id, NOW)
    run(member, legal_holds.place, uuid4(), "address", "A claim", NOW, address="two@example.com")
    erase_documents.erase(erasing_job(member), NOW + BIN)

    document = taken_out.documents[0]
    assert downloads.sealed_file(member, taken_out.id, document.id, NOW).data == b"sealed"
    assert run(member, recycle_bin.deleted).rows[0].held
    run(member, recycle_bin.restore, held.id, NOW)
    of_held = held.documents[0].id
    assert downloads.sealed_file(member, held.id, of_held, NOW).data == b"sealed"
    with pytest.raises(OnHold):
        run(member, recycle_bin.delete, held.id, NOW)


def test_what_was_held_when_its_time_came_goes_when_the_hold_is_lifted(member: Member) -> None:
    envelope, hold_id, day = completed(member), uuid4(), timedelta(days=1)
    run(member, recycle_bin.delete, envelope.id, NOW)
    run(member, legal_holds.place, hold_id, "envelope", "A claim", NOW, envelope_id=envelope.id)

    erase_documents.erase(erasing_job(member), NOW + BIN)
    with member.organization.transaction(SYSTEM) as tx:
        (waiting,) = tx.rows.all("select due_at from outbox where kind = 'erase_documents'"
                            " and state = 'open'")  # fmt: skip
    run(member, legal_holds.lift, hold_id, "Settled", NOW)
    erase_documents.erase(erasing_job(member), NOW + BIN + day)

    assert waiting["due_at"] == NOW + BIN + day
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.envelopes.get(envelope.id).erased_at == NOW + BIN + day


def test_a_document_that_another_envelope_has_as_well_is_kept_for_it(member: Member) -> None:
    gone, other = completed(member), ceremonies.sent(member, NOW)
    run(member, recycle_bin.delete, gone.id, NOW)

    erase_documents.erase(erasing_job(member), NOW + BIN)

    sha256 = other.documents[0].canonical_sha256
    assert member.organization.get(f"canonical/{sha256}") == ceremonies.CANONICAL


def test_the_list_does_not_show_what_is_in_the_bin(member: Member) -> None:
    envelope = completed(member)
    from core.envelopes.listing.filters import Filters

    before = run(member, envelope_list.envelopes, Filters(box="completed"))
    run(member, recycle_bin.delete, envelope.id, NOW)
    after = run(member, envelope_list.envelopes, Filters(box="completed"))

    assert [row.id for row in before.rows] == [envelope.id]
    assert after.rows == ()
