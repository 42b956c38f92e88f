"""Webhooks of SMS as Twilio documents them, and with the secret of another gateway."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, envelope_mail, reading, sending
from tenants.use_cases.envelopes.delivery import texts
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job

SECRET = "0123456789abcdef0123456789abcdef"
BASE = "https://sign.example.com"
ANSWERS = "/api/sms-answers"


@pytest.fixture(autouse=True)
def hooked(app: Flask) -> Iterator[None]:
    installation = app.extensions["installation"]
    settings = installation.settings
    installation.settings = replace(settings, sms_hook_secret=SECRET, base_url=BASE)
    yield
    installation.settings = settings


@pytest.fixture
def phone() -> str:
    return f"+4915{uuid4().int % 10**9:09}"


@pytest.fixture
def envelope(member: Member, now: datetime, phone: str) -> Envelope:
    """Sent by SMS alone."""
    draft = ceremonies.draft_with_document(member, now)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], now)
    options = RecipientOptions(phone=phone, channel="sms")
    run(member, drafting.choose_options, draft.id, person.id, options, now)
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], now)
    envelope = run(member, sending.send, draft.id, now)
    run(member, texts.begin, envelope.id, person.id, phone)
    return envelope


def report_of(member: Member, envelope: Envelope) -> str:
    job = ceremonies.lease_open(member, "text_request", envelope.id)
    mark = run_job(job, envelope_mail.load).mark.replace(" ", "")
    return f"/api/sms-reports/{mark}/invitation"


def signed(app: Flask, place: str, form: dict[str, str], secret: str = SECRET) -> TestResponse:
    text = f"{BASE}{place}" + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()
    headers = {"X-Twilio-Signature": base64.b64encode(digest).decode()}
    return app.test_client().post(place, data=form, headers=headers)


def answer(phone: str, body: str) -> dict[str, str]:
    return {"From": phone, "To": "+15005550006", "Body": body, "MessageSid": f"SM{uuid4().hex}"}


def types(member: Member, envelope: Envelope) -> list[str]:
    return [entry.type for entry in run(member, reading.timeline, envelope.id).entries]


def test_an_sms_that_was_not_delivered_is_told_once(
    app: Flask, member: Member, envelope: Envelope
) -> None:
    place = report_of(member, envelope)
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30005"}

    first, again = (signed(app, place, form) for _ in range(2))
    sent = signed(app, place, {"MessageSid": "SM1", "MessageStatus": "delivered"})

    assert {first.status_code, again.status_code, sent.status_code} == {204}
    assert types(member, envelope)[-2:] == ["recipient.text_failed", "recipient.invited"]
    assert types(member, envelope).count("recipient.text_failed") == 1


@pytest.mark.parametrize("word", ["STOP", "stopall", "Unsubscribe", "CANCEL", "end", "Quit."])
def test_the_words_of_carriers_stop_sms(
    app: Flask, member: Member, envelope: Envelope, phone: str, word: str
) -> None:
    stopped = signed(app, ANSWERS, answer(phone, word))
    told = types(member, envelope)
    started = signed(app, ANSWERS, answer(phone, "Unstop"))

    assert (stopped.status_code, started.status_code) == (200, 200)
    assert stopped.text == "<Response></Response>"
    assert told[-1] == "recipient.texts_stopped"
    assert types(member, envelope)[-1] == "recipient.texts_resumed"


def test_help_says_who_we_are_and_other_words_do_nothing(
    app: Flask, member: Member, envelope: Envelope, phone: str
) -> None:
    before = types(member, envelope)

    helped = signed(app, ANSWERS, answer(phone, "Help"))
    by_twilio = signed(app, ANSWERS, answer(phone, "Help") | {"OptOutType": "HELP"})
    thanked = signed(app, ANSWERS, answer(phone, "please do not stop"))

    assert "<Message>Countersign, https://sign.example.com." in helped.text
    assert by_twilio.text == thanked.text == "<Response></Response>"
    assert types(member, envelope) == before


def test_what_is_not_proven_changes_nothing(
    app: Flask, member: Member, envelope: Envelope, phone: str
) -> None:
    client = app.test_client()
    form = answer(phone, "STOP")

    refused = [
        client.post(ANSWERS, data=form),
        client.post(ANSWERS, data=form, headers={"Authorization": "Bearer wrong"}),
        client.post(ANSWERS, data=form, headers={"Authorization": "Bearer é"}),
        signed(app, ANSWERS, form, secret="another"),
        client.post(report_of(member, envelope), data={"MessageStatus": "failed"}),
    ]

    assert {each.status_code for each in refused} == {403}
    assert "recipient.texts_stopped" not in types(member, envelope)


def test_another_gateway_proves_itself_by_its_secret(
    app: Flask, member: Member, envelope: Envelope, phone: str
) -> None:
    headers = {"Authorization": f"Bearer {SECRET}"}

    taken = app.test_client().post(ANSWERS, data=answer(phone, "stop"), headers=headers)

    assert taken.status_code == 200
    assert types(member, envelope)[-1] == "recipient.texts_stopped"
