"""What the certificate of completion says about how somebody was let in."""

from uuid import uuid4

from actors.evidence import certificate_of_completion, sealing_attempt
from actors.pdf.certificate import certificate
from core.envelopes.correcting import Correction
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.viewer import VIEWER
from core.envelopes.roles.witness import WITNESS
from core.envelopes.sharing import Visibility
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.origin import Origin
from core.signing.proofs import in_person
from tenants.identifiers import new_id
from tenants.member import Member
from tenants.use_cases.envelopes import correcting, envelope_details, sharing
from tenants.use_cases.envelopes.listing import folders, tags
from tenants.use_cases.signing import portal_signing
from tests.actors.journeys import now
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.documents.test_readings import sent_to


def test_the_certificate_tells_a_mailed_link_from_a_signed_in_account(member: Member) -> None:
    people = [
        Recipient(new_id(), "Owner", member.email),
        Recipient(new_id(), "Other", "other@example.com"),
    ]
    envelope = sent_to(member, people, now())
    run(
        member,
        portal_signing.open_signing,
        envelope.id,
        people[0].id,
        Origin("192.0.2.7", "a browser"),
        now(),
    )
    for person in envelope.recipients:
        ceremonies.sign(member, person, now())

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")

    assert [", ".join(recipient.identity) for recipient in facts.recipients] == [
        "account with this address (password)",
        "e-mail link",
    ]
    told = [event.sentence for event in facts.events]
    assert any("Owner was identified as the person signed in" in text for text in told)


def test_whoever_was_let_in_before_a_correction_proves_nothing_of_the_corrected(
    member: Member,
) -> None:
    owner = Recipient(new_id(), "Owner", member.email)
    envelope = sent_to(member, [owner], now())
    run(
        member,
        portal_signing.open_signing,
        envelope.id,
        owner.id,
        Origin("192.0.2.7", "a browser"),
        now(),
    )
    typed = Correction("Other", "other@example.com")
    corrected = run(member, correcting.correct, envelope.id, owner.id, typed, now())
    ceremonies.sign(member, corrected.recipients[0], now())

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")

    assert [(r.name, r.identity) for r in facts.recipients] == [("Other", ("e-mail link",))]
    told = [event.sentence for event in facts.events]
    assert any("Owner was identified as the person signed in" in text for text in told)
    assert not any("Other was identified" in text for text in told)


def test_the_certificate_says_what_each_was_there_for_and_did(member: Member) -> None:
    people = [
        Recipient(new_id(), "Boss", "boss@example.com", APPROVER),
        Recipient(new_id(), "Reader", "reader@example.com", VIEWER, 2),
        Recipient(new_id(), "Signer", "signer@example.com", routing_order=3),
    ]
    envelope = sent_to(member, people, now())
    for person in envelope.recipients:
        ceremonies.sign(member, person, now())

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")
    text = " ".join(certificate.render(facts).split())

    assert "boss@example.com · approver · completed" in text
    assert "reader@example.com · viewer · completed" in text
    assert "signer@example.com · signer · completed" in text
    assert text.count("<b>Opened </b>") == 3
    assert text.count("<b>Approved </b>") == text.count("<b>Signed </b>") == 1
    assert "Boss approved." in text
    assert "Everyone has finished." in text
    assert "Electronic documents<br>" in text
    assert "Signing electronically<br>" in text


def test_the_certificate_prints_the_host_and_what_a_witness_said(member: Member) -> None:
    asked = RecipientOptions(particulars=True)
    host = RecipientOptions(host_name="Hanna Host", host_email="hanna@example.com")
    people = [
        Recipient(new_id(), "Anna", "", IN_PERSON_SIGNER, options=host),
        Recipient(new_id(), "Wim", "wim@example.com", WITNESS, 2, options=asked),
    ]
    envelope = sent_to(member, people, now())
    met = RecipientMetInPerson(recipient_id=people[0].id, means="known", host="Hanna Host")
    with member.transaction() as tx:
        locked = tx.lock_changeable(envelope.id)
        tx.record(in_person.check(locked, met, now()), f"recipient:{people[0].id}", now())
    for person in envelope.recipients:
        ceremonies.sign(member, person, now())

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")
    text = " ".join(certificate.render(facts).split())

    assert [label for label, _ in facts.recipients[1].particulars] == ["Address", "Occupation"]
    assert "<b>Occupation </b>" in text
    assert '<p class="quiet">in-person signer · completed</p>' in text
    assert "signed in person, hosted by Hanna Host, who knows them" in text
    assert "Hanna Host was asked by e-mail to meet Anna in person." in text


def test_how_the_sender_files_tags_and_notes_an_envelope_is_not_printed(member: Member) -> None:
    envelope = sent_to(member, [Recipient(new_id(), "Signer", "signer@example.com")], now())
    folder_id, tag_id = uuid4(), uuid4()
    run(member, folders.make, folder_id, "Doubtful payers", None, "owner", now())
    run(member, folders.put, envelope.id, folder_id, now())
    run(member, tags.make, tag_id, "Doubtful", 0, now())
    run(member, tags.put_on, envelope.id, tag_id, now())
    run(member, tags.take_off, envelope.id, tag_id, now())
    run(member, envelope_details.change, envelope.id, "", {}, [("Mood", "doubtful")], now())
    run(member, sharing.show_to, envelope.id, Visibility.ALL, None, now())
    ceremonies.sign(member, envelope.recipients[0], now())

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")

    told = [str(event.sentence) for event in facts.events]
    filed = ("folder", "tag", "noted", "may read")
    assert not [text for text in told if any(word in text for word in filed)]
    assert {"envelope.filed", "envelope.tagged"} <= {entry.type for entry in loaded.entries}
    assert facts.chain_sequence == loaded.entries[-1].sequence > len(told)


def test_the_certificate_says_for_which_group_someone_signed(member: Member) -> None:
    envelope = ceremonies.sent_to_group(member, now())
    group = envelope.recipients[0].options.group
    ceremonies.sign(member, envelope.recipients[1], now())

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")

    assert [(r.name, str(r.role), r.status) for r in facts.recipients] == [
        ("Member One", f"signer for the group {group}", "not needed"),
        ("Member Two", f"signer for the group {group}", "completed"),
    ]
    told = [event.sentence for event in facts.events]
    assert f"Member Two ({group}) signed." in told
    assert f"Member One ({group}) was not needed." in told
