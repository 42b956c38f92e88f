"""Sending later, steps that wait, and pausing, by the pages of the sender and of who is asked."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Flask

from core.envelopes.envelope import Envelope
from core.envelopes.steps import RoutingStep
from core.principal import SYSTEM
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.envelopes.test_recipients import ONE, TWO, address, row
from tests.webapp.envelopes.test_steps import steps_of
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


def draft(sender: Sender, now: datetime) -> UUID:
    envelope = ceremonies.draft_with_document(sender.member, now)
    person = ceremonies.recipient()
    run(sender.member, drafting.name_recipients, envelope.id, [person], now)
    place = ceremonies.signature_field(envelope.documents[0].id, person.id, 100)
    run(sender.member, drafting.place_fields, envelope.id, [place], now)
    return envelope.id


def stored(sender: Sender, envelope_id: UUID) -> Envelope:
    return run(sender.member, reading.envelope, envelope_id)


def open_jobs(sender: Sender, kind: str) -> int:
    with sender.member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select count(*) as n from outbox where kind = %s and state = 'open'", kind
        )
    return int(row["n"])


def in_days(now: datetime, days: int) -> str:
    return f"{now + timedelta(days=days):%Y-%m-%dT09:00}"


def test_the_button_beside_send_keeps_what_is_typed_and_asks_for_the_time(
    sender: Sender,
) -> None:
    envelope_id = new_draft(sender)

    answer = sender.post_rows(address(envelope_id), [row(ONE)], action="later")

    assert answer.headers["Location"] == f"/envelopes/{envelope_id}/start"
    assert stored(sender, envelope_id).recipients[0].name == "Signer One"
    assert "Send later" in sender.get(answer.headers["Location"]).text


def test_a_draft_is_scheduled_and_no_one_is_invited(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope_id = draft(sender, now)
    sender.get(f"/envelopes/{envelope_id}/start")

    answer = sender.post(f"/envelopes/{envelope_id}/start", starts_at=in_days(now, 3))
    page = sender.get(f"/envelopes/{envelope_id}").text
    waiting = Signer(app, sender.member, stored(sender, envelope_id), 0).open().text

    assert answer.status_code == 303
    assert "Scheduled" in page and "The e-mails go out" in page and "Send now" in page
    assert "Scheduled" in sender.get("/envelopes?box=sent").text
    assert "It is not your turn yet." in waiting
    assert open_jobs(sender, "mail_invitation") == 0


def test_the_time_is_changed_and_sending_now_does_not_wait(sender: Sender, now: datetime) -> None:
    envelope_id = draft(sender, now)
    sender.get(f"/envelopes/{envelope_id}/start")
    sender.post(f"/envelopes/{envelope_id}/start", starts_at=in_days(now, 3))

    sender.post(f"/envelopes/{envelope_id}/start", starts_at=in_days(now, 5))
    changed = stored(sender, envelope_id).starts_at
    sender.post(f"/envelopes/{envelope_id}/start/now")

    assert changed is not None and (changed - now).days in (4, 5)
    assert stored(sender, envelope_id).starts_at is None
    assert open_jobs(sender, "mail_invitation") == 1


def test_a_time_that_has_passed_is_said_beside_it(sender: Sender, now: datetime) -> None:
    envelope_id = draft(sender, now)
    sender.get(f"/envelopes/{envelope_id}/start")

    past = sender.post(f"/envelopes/{envelope_id}/start", starts_at="2020-01-01T09:00")
    nothing = sender.post(f"/envelopes/{envelope_id}/start", starts_at="soon")

    assert past.status_code == nothing.status_code == 422
    assert "Choose a time in the future." in past.text
    assert "Enter a date and a time." in nothing.text


def test_what_is_missing_is_said_on_the_page_of_the_draft(sender: Sender, now: datetime) -> None:
    envelope_id = ceremonies.draft_with_document(sender.member, now).id
    sender.get(f"/envelopes/{envelope_id}/start")

    answer = sender.post(f"/envelopes/{envelope_id}/start", starts_at=in_days(now, 3))

    assert answer.headers["Location"] == f"/envelopes/{envelope_id}"
    assert "Not scheduled yet. Add a recipient." in sender.get(f"/envelopes/{envelope_id}").text


def test_the_second_step_waits_two_days(sender: Sender) -> None:
    envelope_id = new_draft(sender)
    sender.post_rows(address(envelope_id), [row(ONE), row(TWO)], action="save")

    page = sender.get(f"/envelopes/{envelope_id}/steps").text
    sender.post(f"/envelopes/{envelope_id}/steps", **{"delay-2": "48"})

    assert "As soon as the step before has finished" in page and "2 days later" in page
    assert steps_of(sender, envelope_id) == (RoutingStep(2, 0, 48),)
    assert "2 days later" in sender.get(f"/envelopes/{envelope_id}").text


def test_a_step_that_waits_is_said_and_can_be_started(sender: Sender, now: datetime) -> None:
    envelope = waiting_for_the_second(sender, now)

    page = sender.get(f"/envelopes/{envelope.id}").text
    sender.post(f"/envelopes/{envelope.id}/start/now")

    assert "The next step starts" in page and "Start now" in page
    assert stored(sender, envelope.id).recipients[1].sent_at is not None


def waiting_for_the_second(sender: Sender, now: datetime) -> Envelope:
    """The first has signed; the second is asked two days later."""
    draft_id = ceremonies.complete_draft(sender.member, now)
    run(sender.member, drafting.choose_steps, draft_id, {}, {2: 48}, now)
    envelope = run(sender.member, sending.send, draft_id, now)
    return ceremonies.sign(sender.member, envelope.recipients[0], now)


def test_the_link_says_that_the_sender_has_paused_it(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get(f"/envelopes/{envelope.id}")

    paused = sender.post(f"/envelopes/{envelope.id}/pause")
    page = sender.get(f"/envelopes/{envelope.id}").text
    signer = Signer(app, sender.member, envelope, 0)
    link = signer.open().text
    refused = signer.post(f"{signer.page}/consent", {"agreed": "yes"})

    assert paused.status_code == 303
    assert "Paused" in page and "Resume" in page
    assert "has paused this envelope." in link
    assert refused.status_code == 409


def test_resuming_goes_on_where_it_was(app: Flask, sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get(f"/envelopes/{envelope.id}")
    sender.post(f"/envelopes/{envelope.id}/pause")

    sender.post(f"/envelopes/{envelope.id}/resumption")
    link = Signer(app, sender.member, envelope, 0).open().text

    assert "has paused" not in link
    assert open_jobs(sender, "mail_reminder") == 1
    assert "resumed it" in sender.get(f"/envelopes/{envelope.id}").text


def test_the_timeline_says_for_when_it_was_scheduled(sender: Sender, now: datetime) -> None:
    envelope_id = draft(sender, now)
    sender.get(f"/envelopes/{envelope_id}/start")

    sender.post(f"/envelopes/{envelope_id}/start", starts_at=in_days(now, 3))
    page = sender.get(f"/envelopes/{envelope_id}").text

    assert "Step 1 was scheduled for " in page
    assert "Scheduled by " in page
