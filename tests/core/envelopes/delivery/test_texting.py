"""Recipients who are written to by SMS, by mail or by both, and what takes its place."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.envelopes import recipient_options, reminding
from core.envelopes.delivery import texting, warning
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Outcome
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.schedule import Schedule
from core.evidence import consistency
from core.jobs.job import Job
from core.refusals import Invalid
from core.signing import consenting
from core.signing.proofs import mailed_link, phone_correction
from tests.core import builders
from tests.core.builders import DISCLOSURE, NOW, ORIGIN, SENDER, Record, signer

PHONE, OTHER = "+491511234567", "+491517654321"
SOON = NOW + timedelta(hours=2)


def by(channel: str, **changes: object) -> Record:
    """Sent to one signer, who is written to so."""
    options = RecipientOptions(channel=channel, phone=PHONE)
    made = Record(builders.make_envelope(signer("One", options=options, **changes)))
    planned = Schedule(remind_after=2, remind_every=2, warn_days=3)
    made.envelope = replace(made.envelope, schedule=planned)
    made.add(draft.create(made.envelope))
    made.add(draft_sending.send(made.envelope, SENDER, NOW))
    return made


def kinds(outcome: Outcome) -> list[str]:
    """The jobs to the recipient; an SMS with what it says."""
    return named([job for event in outcome.events for job in event.jobs(outcome.envelope)])


def named(jobs: list[Job]) -> list[str]:
    others = ("mail_progress", "mail_sender", "expire_envelope", "warn_of_expiry")
    wanted = [job for job in jobs if job.kind not in others]
    return [f"{job.kind} {job.arguments.get('letter', '')}".strip() for job in wanted]


@pytest.mark.parametrize(
    ("channel", "asked"),
    [
        ("", ["mail_invitation", "remind_recipient"]),
        ("sms", ["text_request invitation", "remind_recipient"]),
        ("both", ["mail_invitation", "remind_recipient", "text_request invitation"]),
    ],
)
def test_all_that_is_sent_goes_as_was_chosen(channel: str, asked: list[str]) -> None:
    made = by(channel)
    (one,) = made.envelope.recipients

    reminded = reminding.remind(made.envelope, SOON)
    planned = reminding.remind_by_schedule(made.envelope, one.id, SOON)
    warned = warning.warn(made.envelope, SOON)
    signed = builders.signed_by(made.envelope, one)
    completed = builders.ending.complete(
        signed, {d.id: builders.SHA256 for d in signed.documents}, builders.SHA256, NOW
    )

    mail, text = channel != "sms", bool(channel)

    def wanted(letter: str) -> list[str]:
        return [f"mail_{letter}"] * mail + [f"text_request {letter}"] * text

    assert named(made.jobs) == asked
    assert kinds(reminded) == wanted("reminder")
    assert [k for k in kinds(planned) if k != "remind_recipient"] == (wanted("reminder"))
    assert kinds(planned).count("remind_recipient") == 1
    assert kinds(warned) == wanted("expiry_warning")
    ends = [k for k in kinds(completed) if "completion" in k]
    assert ends == ["mail_completion"] * mail + ["text_completion completion"] * text
    assert consistency.differences(made.envelope, made.entries) == ()


def test_mail_takes_the_place_of_an_sms_that_cannot_be_delivered() -> None:
    made = by("sms")
    (one,) = made.envelope.recipients

    failed = texting.fail(made.envelope, one.id, "invitation", 30005, SOON)
    made.add(failed, at=SOON)
    again = texting.fail(made.envelope, one.id, "invitation", 30005, SOON)

    assert builders.types_of(failed) == ["recipient.text_failed", "recipient.invited"]
    assert again.events == ()
    assert made.envelope.recipients[0].asked_by_mail
    assert kinds(reminding.remind(made.envelope, SOON + timedelta(hours=2))) == ["mail_reminder"]
    assert consistency.differences(made.envelope, made.entries) == ()


def test_without_an_address_the_sender_alone_hears_of_it() -> None:
    made = by("sms", email="")
    (one,) = made.envelope.recipients

    failed = texting.fail(made.envelope, one.id, "invitation", 30005, SOON)

    assert builders.types_of(failed) == ["recipient.text_failed"]
    assert not failed.envelope.recipients[0].is_asked
    assert reminding.remindable(failed.envelope, SOON + timedelta(days=2)) == []


def test_who_said_stop_gets_none_until_start() -> None:
    made = by("both")
    (one,) = made.envelope.recipients

    stopped = texting.stop(made.envelope, one.id, SOON)
    reminded = reminding.remind(stopped.envelope, SOON + timedelta(hours=2))
    resumed = texting.resume(stopped.envelope, one.id)

    assert builders.types_of(stopped) == ["recipient.texts_stopped"]
    assert kinds(reminded) == ["mail_reminder"]
    assert builders.types_of(resumed) == ["recipient.texts_resumed"]
    assert resumed.envelope.recipients[0].texted


def test_a_reminder_that_failed_is_not_mailed_in_its_place() -> None:
    made = by("sms")

    failed = texting.fail(made.envelope, made.envelope.recipients[0].id, "reminder", 0, SOON)

    assert builders.types_of(failed) == ["recipient.text_failed"]


def test_another_number_gets_a_new_link_and_the_old_one_ends() -> None:
    made = by("sms")
    (one,) = made.envelope.recipients
    failed = texting.fail(made.envelope, one.id, "invitation", 30005, SOON).envelope

    outcome = phone_correction.correct(failed, one.id, OTHER, SOON)

    after = outcome.envelope.recipients[0]
    assert builders.types_of(outcome) == [
        "recipient.phone_corrected",
        "recipient.texted",
    ]
    assert (after.link_generation, after.texted) == (2, True)
    assert kinds(outcome) == ["text_request invitation", "remind_recipient"]


def test_the_certificate_says_how_the_link_was_sent() -> None:
    said = {}
    for channel in ("", "sms", "both"):
        made = by(channel)
        (one,) = made.envelope.recipients
        made.add(consenting.accept(made.envelope, one.id, DISCLOSURE, ORIGIN, NOW))
        entries = [e for e in made.entries if e.data.get("recipient_id") == str(one.id)]
        stated = mailed_link.MAILED_LINK.stated
        assert stated
        said[channel] = stated(entries)

    assert said == {
        "": "e-mail link",
        "sms": "link sent by SMS",
        "both": "link sent by e-mail and SMS",
    }


def test_an_sms_needs_a_number() -> None:
    for options in (
        RecipientOptions(channel="sms"),
        RecipientOptions(channel="pigeon", phone=PHONE),
    ):
        with pytest.raises(Invalid) as refused:
            recipient_options.checked(options)
        assert set(refused.value.errors) <= {"phone", "channel"}
