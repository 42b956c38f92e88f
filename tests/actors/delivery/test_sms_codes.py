"""The code by which a recipient proves that a phone is theirs, as an SMS."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actors.delivery import text_message
from actors.delivery.circuit_breaker import CircuitBreaker
from actors.signing import send_sms_code
from core.signing.proofs.proof_events import ProofCodeUndelivered
from tenants.installation import Installation
from tenants.member import Member
from tests.actors.delivery import twilio as stand_in
from tests.actors.delivery.twilio import Twilio
from tests.tenants import ceremonies
from tests.tenants.use_cases.signing.test_identity_proofs import (
    PHONE,
    ask_code,
    asking,
    back,
    browser,
    enter,
)


@pytest.fixture
def twilio(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> Iterator[Twilio]:
    monkeypatch.setattr(text_message, "SMS_GATEWAY", CircuitBreaker())
    before = installation.settings
    with stand_in.standing_in() as started:
        named = replace(before, sms_url=started.url(), sms_from="+15005550006")
        installation.settings = named
        yield started
        installation.settings = before


def send(member: Member) -> None:
    send_sms_code.send_sms_code(ceremonies.lease_open(member, "send_sms_code"))


def test_the_code_that_was_sent_opens(
    member: Member, twilio: Twilio, capfd: pytest.CaptureFixture[str]
) -> None:
    now = datetime.now(UTC)
    ceremony = back(member, browser(member, asking(member, ["sms_code"], now=now)))
    ask_code(ceremony, now, "sms_code")

    send(member)

    (sms,) = twilio.messages
    code = re.findall(r"\b\d{6}\b", sms["Body"])[0]
    assert sms["To"] == PHONE
    assert sms["Body"].endswith(f"@localhost #{code}")
    assert len(sms["Body"]) <= 160
    assert enter(ceremony, "sms_code", code, now)
    assert code not in "".join(capfd.readouterr())


def test_a_code_that_waited_too_long_is_not_sent(member: Member, twilio: Twilio) -> None:
    before = datetime.now(UTC) - timedelta(minutes=6)
    ceremony = back(member, browser(member, asking(member, ["sms_code"], now=before)))
    ask_code(ceremony, before, "sms_code")

    send(member)

    assert twilio.messages == []


def test_the_sender_is_told_of_a_phone_that_cannot_be_written_to(
    member: Member, twilio: Twilio
) -> None:
    now = datetime.now(UTC)
    twilio.refused[PHONE] = 21614
    envelope = asking(member, ["sms_code"], now=now)
    ceremony = back(member, browser(member, envelope))
    ask_code(ceremony, now, "sms_code")

    send(member)

    with ceremony.transaction() as tx:
        state = tx.proof_states.of(envelope.recipients[0].id)["sms_code"]
    with member.organization.transaction(member.principal) as tx:
        told = [e for e in tx.audit.of(envelope.id) if e.type == ProofCodeUndelivered.type]
    assert (state.undelivered, state.code_id) == (True, None)
    assert [e.data["code"] for e in told] == [21614]
    assert ceremonies.lease_open(member, "mail_progress").arguments["notification"] == (
        "code_undelivered"
    )
