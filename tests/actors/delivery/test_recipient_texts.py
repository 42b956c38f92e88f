"""SMS with the link to recipients, through Twilio's API, and what becomes of those that fail."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from actors.delivery import text_completion, text_message, text_message_words, text_request
from actors.delivery.circuit_breaker import CircuitBreaker
from actors.delivery.undeliverable import Undeliverable
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.text import sms_segments
from tenants.installation import Installation
from tenants.member import Member
from tenants.openers import text_reports
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.envelopes import drafting, envelope_mail, reading, reminding, sending
from tests.actors.delivery import twilio as stand_in
from tests.actors.delivery.twilio import Twilio
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job

NOW = datetime.now(UTC)


@pytest.fixture
def phone() -> str:
    """A number of this test alone."""
    return f"+4915{uuid4().int % 10**9:09}"


@pytest.fixture
def twilio(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twilio]:
    monkeypatch.setattr(text_message, "SMS_GATEWAY", CircuitBreaker())
    before = installation.settings
    with stand_in.standing_in() as started:
        named = {"sms_from": "+15005550006", "sms_hook_secret": stand_in.TOKEN}
        installation.settings = replace(before, sms_url=started.url(), **named)
        yield started
        installation.settings = before


def sent(member: Member, phone: str, channel: str = "sms") -> Envelope:
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    options = RecipientOptions(phone=phone, channel=channel)
    run(member, drafting.choose_options, draft.id, person.id, options, NOW)
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], NOW)
    return run(member, sending.send, draft.id, NOW)


def types(member: Member, envelope: Envelope) -> list[str]:
    return [entry.type for entry in run(member, reading.timeline, envelope.id).entries]


def test_the_link_comes_in_the_senders_name_and_once_for_each_job(
    member: Member, twilio: Twilio, phone: str, capfd: pytest.CaptureFixture[str]
) -> None:
    envelope = sent(member, phone)
    job = ceremonies.lease_open(member, "text_request", envelope.id)

    text_request.text_request(job)

    (sms,) = twilio.messages
    token = ceremonies.token_of(member, envelope.recipients[0])
    first, link, stop = sms["Body"].split("\n")
    assert sms["To"] == phone
    assert member.name[:10] in first
    assert first.endswith('asks you to sign "Lease"')
    assert link.endswith(f"/s/{token}")
    assert stop == "Reply STOP for no more SMS."
    assert "/api/sms-reports/" in sms["StatusCallback"]
    assert sms["StatusCallback"].endswith("/invitation")
    assert phone not in "".join(capfd.readouterr())
    with pytest.raises(LostLease):
        job.done()


def test_a_reminder_that_may_have_been_sent_is_not_sent_again(
    member: Member, twilio: Twilio, phone: str
) -> None:
    envelope = sent(member, phone)
    text_request.text_request(ceremonies.lease_open(member, "text_request", envelope.id))
    run(member, reminding.remind, envelope.id, NOW + timedelta(hours=2))
    job = ceremonies.lease_open(member, "text_request", envelope.id)
    twilio.down = 503

    text_request.text_request(job)

    assert types(member, envelope)[-1] == "recipient.text_reminder_lost"
    with pytest.raises(LostLease):
        job.done()


def test_an_invitation_is_tried_again(member: Member, twilio: Twilio, phone: str) -> None:
    envelope = sent(member, phone)
    job = ceremonies.lease_open(member, "text_request", envelope.id)
    twilio.down = 503

    with pytest.raises(Undeliverable):
        text_request.text_request(job)

    job.done()
    assert types(member, envelope)[-1] == "recipient.texted"


def test_a_number_that_the_provider_refuses_is_told_and_mail_takes_its_place(
    member: Member, twilio: Twilio, phone: str
) -> None:
    envelope = sent(member, phone)
    twilio.refused[phone] = 21614

    text_request.text_request(ceremonies.lease_open(member, "text_request", envelope.id))

    assert types(member, envelope)[-2:] == ["recipient.text_failed", "recipient.invited"]
    assert run(member, reading.envelope, envelope.id).recipients[0].texts_failed_at
    told = ceremonies.lease_open(member, "mail_progress", envelope.id)
    assert told.arguments["notification"] == "text_failed"
    assert ceremonies.lease_open(member, "mail_invitation", envelope.id)


def test_stop_holds_for_all_that_comes_later_and_start_ends_it(
    member: Member, installation: Installation, twilio: Twilio, phone: str
) -> None:
    first = sent(member, phone)
    text_request.text_request(ceremonies.lease_open(member, "text_request", first.id))

    text_reports.answered(installation, phone, " Stop. ", "SM1" + phone, NOW)
    second = sent(member, phone)
    text_request.text_request(ceremonies.lease_open(member, "text_request", second.id))

    assert types(member, first)[-1] == "recipient.texts_stopped"
    assert types(member, second)[-2:] == ["recipient.texts_stopped", "recipient.invited"]
    assert len(twilio.messages) == 1

    text_reports.answered(installation, phone, "START", "SM2" + phone, NOW)
    text_reports.answered(installation, phone, "STOP", "SM1" + phone, NOW)  # played again
    third = sent(member, phone)
    text_request.text_request(ceremonies.lease_open(member, "text_request", third.id))

    assert types(member, first)[-1] == "recipient.texts_resumed"
    assert len(twilio.messages) == 2


def test_everyone_has_finished_is_told_by_sms(member: Member, twilio: Twilio, phone: str) -> None:
    envelope = sent(member, phone)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    seal = ceremonies.lease_open(member, "seal_envelope", envelope.id)
    ceremonies.complete(seal, {envelope.documents[0].id: ceremonies.SEALED}, b"%PDF", NOW)

    text_completion.text_completion(ceremonies.lease_open(member, "text_completion", envelope.id))

    (sms,) = twilio.messages
    assert 'Everyone has signed: "Lease"' in sms["Body"]
    assert "STOP" not in sms["Body"]


def test_a_long_name_leaves_two_sms_in_any_language(
    member: Member, twilio: Twilio, phone: str
) -> None:
    envelope = sent(member, phone)
    job = ceremonies.lease_open(member, "text_request", envelope.id)
    letter = run_job(job, envelope_mail.load)
    names = {"sender_name": "Maximiliane " * 5, "organization_name": "Gesellschaft " * 5}
    long = replace(
        letter,
        **names,
        envelope=replace(letter.envelope, name="Mietvertrag " * 8),
        link="https://sign.example.com/s/" + "a" * 43,
    )

    kinds = ("invitation", "reminder", "expiry_warning", "completion")
    most = {
        kind: sms_segments.count(text_message_words.compose(long, kind, may_stop=True))
        for kind in kinds
    }

    assert max(most.values()) <= 2, most
