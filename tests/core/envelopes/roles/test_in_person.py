"""Signing in person: the host is asked, and no address of the signer is needed."""

from dataclasses import replace

from core.envelopes import correction
from core.envelopes.delivery import copy_request
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Status
from core.envelopes.events.mail_jobs import to_all
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.evidence import consistency
from core.signing import consenting
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.proofs import in_person, proving, registry
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    Record,
    completed,
    make_envelope,
    sent,
    signed_by,
    signer,
)

HOST = RecipientOptions(host_name="Hanna Host", host_email="hanna@example.com")


def anna(options: RecipientOptions = HOST, **changes: object) -> Recipient:
    return signer("Anna", role=IN_PERSON_SIGNER, email="", options=options, **changes)


def test_the_host_is_asked_and_the_signer_needs_no_address() -> None:
    who = anna()
    outcome = draft_sending.send(make_envelope(who), SENDER, NOW)
    invited = [event for event in outcome.events if event.type == "recipient.host_invited"]

    assert next(job.kind for event in invited for job in event.jobs(outcome.envelope)) == (
        "mail_invitation"
    )
    assert outcome.envelope.recipient(who.id).mailbox == ("Hanna Host", "hanna@example.com")


def test_without_a_host_no_mail_is_sent_and_a_member_meets_them() -> None:
    who = anna(RecipientOptions())

    outcome = draft_sending.send(make_envelope(who), SENDER, NOW)

    assert "recipient.awaited" in [event.type for event in outcome.events]
    assert to_all("mail_ending", outcome.envelope) == ()


def test_others_cannot_be_sent_to_without_an_address() -> None:
    who = signer("Anna", email="")

    assert draft_sending.missing(make_envelope(who)) == {
        f"row-{who.id}": "Enter an e-mail address for Anna."
    }


def test_their_pages_stay_closed_until_a_host_has_met_them() -> None:
    who = anna()
    waiting = sent(who).recipient(who.id)
    signed = signed_by(sent(who), who).recipient(who.id)

    assert [proof.name for proof in proving.missing(waiting, ())] == ["in_person"]
    assert proving.missing(waiting, {"in_person"}) == ()
    assert proving.missing(signed, ()) == ()


def test_the_certificate_names_the_host() -> None:
    who = anna()
    record = Record(make_envelope(who))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    met = RecipientMetInPerson(recipient_id=who.id, means="known", host="Hanna Host")

    record.add(in_person.check(record.envelope, met, NOW), f"recipient:{who.id}")
    record.add(consenting.accept(record.envelope, who.id, DISCLOSURE, ORIGIN, NOW))

    assert registry.stated(record.entries, who.id) == (
        "signed in person, hosted by Hanna Host, who knows them",
    )
    assert consistency.differences(record.envelope, record.entries) == ()


def test_another_host_gets_a_link_of_their_own() -> None:
    who = anna()
    record = Record(make_envelope(who))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    other = replace(HOST, host_name="Hugo Host", host_email="hugo@example.com")

    outcome = correction.choose_options(record.envelope, who.id, other, NOW)
    record.add(outcome)

    assert [event.type for event in outcome.events] == [
        "recipient.options_changed",
        "recipient.host_invited",
    ]
    assert record.envelope.recipient(who.id).link_generation == 2
    assert consistency.differences(record.envelope, record.entries) == ()


def test_an_address_for_the_copy_is_given_at_the_end_and_once() -> None:
    who = anna()
    done = completed(signed_by(sent(who), who))

    outcome = copy_request.request(done, who.id, " anna@example.com ")
    again = copy_request.request(outcome.envelope, who.id, "anna@example.com")

    assert done.status is Status.COMPLETED
    assert [job.kind for e in outcome.events for job in e.jobs(outcome.envelope)] == [
        "mail_completion"
    ]
    assert outcome.envelope.recipient(who.id).email == "anna@example.com"
    assert again.events == ()
    assert not copy_request.may_request(outcome.envelope.recipient(who.id))
