from datetime import timedelta
from threading import Thread
from uuid import uuid4

import psycopg
import pytest

from actors.documents import delete_file
from actors.evidence import sealing_attempt
from core.envelopes.envelope import Status
from core.envelopes.refusals import NotOpen
from core.evidence import audit
from core.principal import SYSTEM
from core.refusals import NotFound
from core.signing.origin import Origin
from core.signing.refusals import ConsentNeeded, NotYourTurn
from tenants import ceremony as tenants_ceremony
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.documents.page_images import PageId
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.envelopes import reading, voiding
from tenants.use_cases.evidence import sealing_checks
from tenants.use_cases.retention import erasure_record
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from webapp.pages.documents import document_pages

ORIGIN = Origin("192.0.2.7", "a browser")


def test_two_signers_in_sequence_and_a_seal_complete_the_envelope(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    one, two, _ = envelope.recipients

    with pytest.raises(NotYourTurn):
        ceremonies.consent(ceremonies.enter(member, two), ORIGIN, NOW)
    ceremonies.sign(member, one, NOW)
    signed = ceremonies.sign(member, two, NOW)
    job = ceremonies.lease_open(member, "seal_envelope")
    loaded = sealing_attempt.load(job)
    assert loaded is not None
    completed = ceremonies.complete(job, {envelope.documents[0].id: b"sealed"}, b"certificate", NOW)

    assert signed.status is Status.SIGNED
    assert (
        sealing_attempt.canonical(job, envelope.documents[0].canonical_sha256)
        == ceremonies.CANONICAL
    )
    assert completed
    assert run(member, reading.envelope, envelope.id).status is Status.COMPLETED
    document = envelope.documents[0]
    assert downloads.sealed_file(member, envelope.id, document.id, NOW).data == b"sealed"
    assert downloads.sealed_file(member, envelope.id, None, NOW).data == b"certificate"
    timeline = run(member, reading.timeline, envelope.id)
    assert timeline.intact
    assert [e.type for e in timeline.entries] == [
        "envelope.created",
        "document.added",
        "document.accepted",
        "recipient.named",
        "recipient.named",
        "recipient.named",
        "fields.placed",
        "sender.named",
        "envelope.sent",
        "recipient.invited",
        *("consent.accepted", "recipient.delivered", "envelope.delivered", "signature.adopted"),
        *("recipient.completed", "recipient.invited"),
        *("consent.accepted", "recipient.delivered", "signature.adopted", "recipient.completed"),
        "envelope.signed",
        "envelope.completed",
    ]


def test_a_seal_whose_lease_was_lost_does_not_count(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    slow = ceremonies.lease_open(member, "seal_envelope")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set lease_until = null where id = %s", slow.id)
    quick = ceremonies.lease_open(member, "seal_envelope")
    document = envelope.documents[0]

    assert ceremonies.complete(quick, {document.id: b"quick"}, b"certificate", NOW)
    with pytest.raises(LostLease):
        ceremonies.complete(slow, {document.id: b"slow"}, b"certificate", NOW)

    delete_file.delete_file(ceremonies.lease_open(member, "delete_file"))

    assert downloads.sealed_file(member, envelope.id, document.id, NOW).data == b"quick"
    with pytest.raises(NotFound):
        member.organization.get(f"sealed/{envelope.id}/{slow.id}-1/{document.id}")


def test_two_tabs_finishing_at_once_are_one_signature(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, NOW)
    ceremonies.adopt(ceremony, uuid4(), "signature", "typed", ceremonies.PNG, NOW)
    answers = []

    def finish() -> None:
        answers.append(ceremonies.finish(ceremony, ceremonies.values(ceremony), ORIGIN, NOW).status)

    tabs = [Thread(target=finish) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    assert answers == [Status.DELIVERED, Status.DELIVERED]
    types = [e.type for e in run(member, reading.timeline, envelope.id).entries]
    assert types.count("recipient.completed") == 1


def test_what_was_filled_in_is_there_when_the_signer_comes_back(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, ORIGIN, NOW)
    text = ceremony.fields[1]

    ceremonies.fill(ceremony, {text.id: "12 Example Street"}, NOW)

    again = ceremonies.enter(member, envelope.recipients[0])
    assert again.envelope.field(text.id).value == "12 Example Street"


def test_a_forged_link_leads_nowhere(installation: Installation) -> None:
    with pytest.raises(NotFound):
        tenants_ceremony.enter(installation, "x" * 43)


def test_no_page_is_shown_before_consent(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    page = PageId(envelope.documents[0].id, 1)

    with pytest.raises(ConsentNeeded):
        document_pages.load(ceremonies.enter(member, envelope.recipients[0]), page)
    ceremonies.consent(ceremonies.enter(member, envelope.recipients[0]), ORIGIN, NOW)
    image = document_pages.load(ceremonies.enter(member, envelope.recipients[0]), page)

    assert image.data == ceremonies.PNG


def test_a_recipient_never_reaches_the_page_of_another_envelope(member: Member) -> None:
    mine, other = ceremonies.sent(member, NOW), ceremonies.sent(member, NOW)
    ceremonies.consent(ceremonies.enter(member, mine.recipients[0]), ORIGIN, NOW)

    with pytest.raises(NotFound):
        document_pages.load(
            ceremonies.enter(member, mine.recipients[0]),
            PageId(other.documents[0].id, 1),
        )


def test_filling_another_signers_field_is_not_found(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    one, two, _ = envelope.recipients
    ceremonies.consent(ceremonies.enter(member, one), ORIGIN, NOW)
    theirs = envelope.fields_of(two.id)[1]

    with pytest.raises(NotFound):
        ceremonies.fill(ceremonies.enter(member, one), {theirs.id: "mine now"}, NOW)


def test_declining_ends_the_envelope_and_tells_the_sender(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    declined = ceremonies.decline(
        ceremonies.enter(member, envelope.recipients[0]), "Not the price we agreed on", ORIGIN, NOW
    )

    assert declined.status is Status.DECLINED
    assert ceremonies.lease_open(member, "mail_sender").attempts == 1


def test_a_voided_envelope_cannot_be_signed(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    run(member, voiding.void, envelope.id, "Sent to the wrong person", NOW)

    with pytest.raises(NotOpen):
        ceremonies.consent(ceremonies.enter(member, envelope.recipients[0]), ORIGIN, NOW)


def test_a_changed_trail_is_never_sealed(member: Member, services: dict[str, str]) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    with psycopg.connect(services["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("alter table audit_events disable trigger user")
        owner.execute("alter table audit_events no force row level security")
        owner.execute(
            "update audit_events set text = replace(text, '2026', '2025')"
            " where envelope_id = %s and sequence = 3",
            (envelope.id,),
        )
        owner.execute("alter table audit_events force row level security")
        owner.execute("alter table audit_events enable trigger user")

    with pytest.raises(sealing_checks.Tampered):
        sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert not run(member, reading.timeline, envelope.id).intact


HEAD_BACK = "update envelopes set head_sequence = head_sequence - 1"
HEADS_MOVED_BACK = {
    "alone": HEAD_BACK,
    "with a legal move of the state": HEAD_BACK + ", status = 'delivered'",
    "another hash": "update envelopes set head_hash = reverse(head_hash)",
    "of the organization's own log": "update admin_heads set sequence = sequence - 1",
}


@pytest.mark.parametrize("how", HEADS_MOVED_BACK)
def test_the_head_of_a_trail_never_goes_back(member: Member, how: str) -> None:
    ceremonies.sent(member, NOW)

    with (
        pytest.raises(psycopg.errors.RaiseException, match="only grows"),
        member.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run(HEADS_MOVED_BACK[how])


def test_entries_beyond_the_head_are_a_break(member: Member, services: dict[str, str]) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("set session_replication_role = replica")
        superuser.execute(
            "update envelopes e set head_sequence = a.sequence, head_hash = a.hash"
            " from audit_events a where a.envelope_id = e.id and e.id = %s"
            " and a.sequence = e.head_sequence - 1",
            (envelope.id,),
        )

    assert not run(member, reading.timeline, envelope.id).intact
    with pytest.raises(sealing_checks.Tampered, match="does not end where it is known to end"):
        sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))


def test_values_that_were_deleted_are_told_from_values_that_were_erased(member: Member) -> None:
    deleted, erased = ceremonies.sent(member, NOW), ceremonies.sent(member, NOW)
    everybody = [str(r.id) for r in erased.recipients]

    with member.organization.transaction(SYSTEM) as tx:
        tx.audit.values.destroy(deleted.id, [str(deleted.recipients[0].id)])
        tx.envelopes.lock(erased.id)
        with erasure_record.recorded(tx, erased.id, NOW):
            tx.audit.values.destroy(erased.id, everybody)

    assert not run(member, reading.timeline, deleted.id).intact
    assert run(member, reading.timeline, erased.id).intact


def test_erasing_personal_values_leaves_the_trail_intact(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        erased = tx.rows.run("delete from audit_values")
        entries = tx.audit.of(envelope.id)
        head = tx.envelopes.get(envelope.id).head

    assert erased > 5
    trail = audit.Trail(member.organization.id, envelope.id)
    assert audit.verify(trail, entries, head) == head
    assert "one@example.com" not in "".join(e.text for e in entries)


def test_time_passing_expires_the_envelope(member: Member) -> None:
    from core.envelopes.ending import expire

    envelope = ceremonies.sent(member, NOW)
    later = NOW + timedelta(days=121)

    with member.organization.transaction(SYSTEM) as tx:
        tx.record(expire(tx.envelopes.lock(envelope.id), later), "system", later)

    assert run(member, reading.envelope, envelope.id).status is Status.EXPIRED
