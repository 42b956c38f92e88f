"""Webhooks of Mailgun as its documentation shows them, and reports that a mail server pipes."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.delivery.delivery_report import DeliveryReport
from core.envelopes.correcting import Correction
from core.envelopes.envelope import Envelope
from tenants.member import Member
from tenants.openers import delivery_reports
from tenants.use_cases.envelopes import correcting, envelope_mail, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job

KEY = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0"


@pytest.fixture(autouse=True)
def by_mailgun(app: Flask) -> Iterator[None]:
    installation = app.extensions["installation"]
    settings = installation.settings
    installation.settings = replace(settings, mailgun_key=KEY)
    yield
    installation.settings = settings


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent(member, now)


def mark_of(member: Member) -> str:
    return run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load).mark


def event(mark: str, kind: str = "failed", **changes: Any) -> dict[str, Any]:
    said = {
        "event": kind,
        "severity": "permanent",
        "reason": "bounce",
        "recipient": "one@example.com",
        "delivery-status": {"code": 550, "message": "5.1.1 The email account does not exist"},
        "message": {"headers": {"message-id": "1@example.com"}},
        "user-variables": {"letter": mark},
    }
    return said | changes


def post(app: Flask, said: Any, at: datetime, key: str = KEY) -> TestResponse:
    stamp, token = str(int(at.timestamp())), "a" * 50
    right = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    signature = {"timestamp": stamp, "token": token, "signature": right}
    body = {"signature": signature, "event-data": said}
    return app.test_client().post("/api/mail-reports/mailgun", json=body)


def types(member: Member, envelope: Envelope) -> list[str]:
    return [e.type for e in run(member, reading.timeline, envelope.id).entries]


def test_a_mail_that_failed_later_is_an_event_and_tells_the_sender_once(
    app: Flask, member: Member, envelope: Envelope, now: datetime
) -> None:
    mark = mark_of(member)

    answers = [post(app, event(mark), now).status_code for _ in range(2)]

    assert answers == [200, 200]
    after = run(member, reading.envelope, envelope.id).recipients[0]
    assert after.bounced_at is not None
    assert types(member, envelope).count("recipient.mail_bounced") == 1
    told = ceremonies.lease_open(member, "mail_progress")
    assert told.arguments["notification"] == "bounced"


def test_a_complaint_stops_scheduled_reminders_and_tells_the_sender_once(
    app: Flask, member: Member, envelope: Envelope, now: datetime
) -> None:
    mark = mark_of(member)

    for _ in range(2):
        post(app, event(mark, "complained"), now)

    assert types(member, envelope).count("recipient.mail_complained") == 1
    assert run(member, reading.envelope, envelope.id).recipients[0].auto_reminders == 10
    told = ceremonies.lease_open(member, "mail_progress")
    assert told.arguments["notification"] == "complained"


def test_what_is_not_signed_or_old_or_not_ours_changes_nothing(
    app: Flask, member: Member, envelope: Envelope, now: datetime
) -> None:
    mark = mark_of(member)

    forged = post(app, event(mark), now, key="another key")
    old = post(app, event(mark), now - timedelta(hours=1))
    made_up = post(app, event("a" * 52 + " " + "b" * 48), now)
    delayed = post(app, event(mark, severity="temporary"), now)
    garbage = [post(app, said, now).status_code for said in ([], None, "x", {})]
    empty = app.test_client().post("/api/mail-reports/mailgun", data=b"\xff")

    codes = [a.status_code for a in (forged, old, made_up, delayed, empty)]
    assert codes == [406, 406, 200, 200, 406]
    assert set(garbage) == {200}
    assert run(member, reading.envelope, envelope.id).recipients == envelope.recipients


def test_without_a_key_no_webhook_is_taken(
    app: Flask, member: Member, envelope: Envelope, now: datetime
) -> None:
    installation = app.extensions["installation"]
    installation.settings = replace(installation.settings, mailgun_key="")

    assert post(app, event(mark_of(member)), now, key="").status_code == 406
    assert run(member, reading.envelope, envelope.id).recipients == envelope.recipients


def test_a_report_about_an_address_that_was_corrected_meanwhile_is_no_news(
    app: Flask, member: Member, envelope: Envelope, now: datetime
) -> None:
    mark, first = mark_of(member), envelope.recipients[0]
    right = Correction("Signer One", "right@example.com")
    run(member, correcting.correct, envelope.id, first.id, right, now)

    installation = app.extensions["installation"]
    taken = delivery_reports.take(installation, DeliveryReport(mark, 550), now)

    assert not taken
    assert run(member, reading.envelope, envelope.id).recipients[0].bounced_at is None
