from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import correcting
from core.envelopes.consent import Consent
from core.envelopes.correcting import Correction
from core.envelopes.delivery import mail_reports
from core.envelopes.envelope import with_recipients
from core.envelopes.events.mail_reports import MailBounced
from core.envelopes.events.recipients import RecipientCorrected, RecipientInvited
from core.envelopes.recipient import RecipientStatus
from core.envelopes.refusals import CorrectedMeanwhile, NotCorrectable, TooManyCorrections
from core.refusals import Invalid
from tests.core import builders
from tests.core.builders import NOW


def test_a_refused_mail_is_an_event_that_the_sender_is_told() -> None:
    envelope = builders.sent()
    recipient = envelope.recipients[0]

    outcome = mail_reports.bounce(envelope, recipient.id, "invitation", 550, NOW)

    (event,) = outcome.events
    assert event == MailBounced(recipient_id=recipient.id, letter="invitation", code=550)
    assert outcome.envelope.recipient(recipient.id).bounced_at == NOW
    (job,) = event.jobs(outcome.envelope)
    assert (job.kind, job.arguments["notification"]) == ("mail_progress", "bounced")


def test_another_address_ends_the_old_link_and_invites_again() -> None:
    envelope = builders.sent()
    recipient = replace(envelope.recipients[0], bounced_at=NOW)
    envelope = with_recipients(envelope, recipient)

    outcome = correcting.correct(
        envelope, recipient.id, Correction("Signer One", " new@example.com "), NOW
    )

    after = outcome.envelope.recipient(recipient.id)
    assert [type(event) for event in outcome.events] == [RecipientCorrected, RecipientInvited]
    assert (after.email, after.bounced_at, after.sent_at) == ("new@example.com", None, NOW)
    assert after.link_generation == recipient.link_generation + 1


def test_the_same_address_again_is_another_try_with_the_same_link() -> None:
    envelope = builders.sent()
    recipient = replace(envelope.recipients[0], bounced_at=NOW)
    envelope = with_recipients(envelope, recipient)

    outcome = correcting.correct(
        envelope, recipient.id, Correction(recipient.name, recipient.email), NOW
    )

    assert [type(event) for event in outcome.events] == [RecipientInvited]
    assert outcome.envelope.recipient(recipient.id).link_generation == recipient.link_generation


def test_who_was_not_invited_yet_is_corrected_without_a_mail() -> None:
    envelope = builders.sent()
    later = replace(envelope.recipients[0], status=RecipientStatus.CREATED, sent_at=None)
    envelope = with_recipients(envelope, later)

    outcome = correcting.correct(
        envelope, later.id, Correction("Signer One", "new@example.com"), NOW
    )

    assert [type(event) for event in outcome.events] == [RecipientCorrected]
    assert outcome.envelope.recipient(later.id).sent_at is None


def test_whoever_has_opened_it_stays_who_they_are() -> None:
    envelope = builders.sent()
    given = Consent("2026-1", "0" * 64, "en", NOW)
    reader = replace(envelope.recipients[0], delivered_at=NOW, consent=given)

    with pytest.raises(NotCorrectable):
        correcting.correct(
            with_recipients(envelope, reader),
            reader.id,
            Correction("Another", "two@example.com"),
            NOW,
        )


@pytest.mark.parametrize(
    ("name", "email", "field"), [("", "one@example.com", "name"), ("One", "one", "email")]
)
def test_what_is_wrong_is_told_beside_its_field(name: str, email: str, field: str) -> None:
    envelope = builders.sent()

    with pytest.raises(Invalid) as refused:
        correcting.correct(envelope, envelope.recipients[0].id, Correction(name, email), NOW)

    assert set(refused.value.errors) == {field}


def test_the_same_again_mails_nobody_twice_within_an_hour() -> None:
    envelope = builders.sent()
    recipient = envelope.recipients[0]
    same = Correction(recipient.name, recipient.email, was=recipient.link_generation - 1)

    at_once = correcting.correct(envelope, recipient.id, same, NOW)
    later = correcting.correct(envelope, recipient.id, same, NOW + timedelta(hours=1))

    assert (at_once.envelope, at_once.events) == (envelope, ())
    assert [type(event) for event in later.events] == [RecipientInvited]


def test_nobody_is_corrected_to_somebody_who_is_in_the_list_wherever_they_stand() -> None:
    envelope = builders.sent(builders.signer("Signer One"), builders.signer("Signer Two"))

    for one, other in (envelope.recipients, envelope.recipients[::-1]):
        with pytest.raises(Invalid) as refused:
            correcting.correct(envelope, one.id, Correction(other.name, other.email), NOW)
        assert set(refused.value.errors) == {"email"}


def test_a_page_that_shows_an_earlier_correction_changes_nothing() -> None:
    envelope = builders.sent()
    id, was = envelope.recipients[0].id, envelope.recipients[0].link_generation
    first = Correction("Signer One", "new@example.com", was)
    after = correcting.correct(envelope, id, first, NOW).envelope

    with pytest.raises(CorrectedMeanwhile):
        correcting.correct(after, id, Correction("Signer One", "old@example.com", was), NOW)


def test_a_recipient_is_corrected_so_many_times_and_no_more() -> None:
    envelope = builders.sent()
    id = envelope.recipients[0].id
    for number in range(correcting.CORRECTIONS_LIMIT):
        typed = Correction("Signer One", f"new{number}@example.com")
        envelope = correcting.correct(envelope, id, typed, NOW).envelope

    with pytest.raises(TooManyCorrections):
        correcting.correct(envelope, id, Correction("Signer One", "last@example.com"), NOW)
