"""SMS through Twilio's API, another gateway, or onto the mailbox page."""

from collections.abc import Iterator
from dataclasses import replace
from mailbox import Maildir
from pathlib import Path

import pytest

from actors.delivery import circuit_breaker, text_message
from actors.delivery.circuit_breaker import CircuitBreaker, ServerAway
from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from core.settings.settings import Settings
from tests.actors.delivery import twilio as stand_in
from tests.actors.delivery.twilio import Twilio
from tests.ports import free_port

PHONE = "+491511234567"


@pytest.fixture
def twilio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Twilio]:
    monkeypatch.setattr(text_message, "SMS_GATEWAY", CircuitBreaker())
    with stand_in.standing_in() as started:
        yield started


def through(settings: Settings, twilio: Twilio, sender: str = "+15005550006") -> Settings:
    return replace(settings, sms_url=twilio.url(), sms_from=sender)


def test_twilio_takes_what_is_sent(settings: Settings, twilio: Twilio) -> None:
    text_message.send(through(settings, twilio), PHONE, "“Code” & 1", "job")

    assert twilio.messages == [{"To": PHONE, "From": "+15005550006", "Body": "“Code” & 1"}]


def test_a_messaging_service_takes_the_place_of_a_number(
    settings: Settings, twilio: Twilio
) -> None:
    text_message.send(through(settings, twilio, stand_in.SERVICE), PHONE, "Hello", "job")

    (form,) = twilio.messages
    assert form == {"To": PHONE, "MessagingServiceSid": stand_in.SERVICE, "Body": "Hello"}


@pytest.mark.parametrize("code", [21211, 21610, 21614])
def test_a_phone_that_twilio_refuses_is_refused_for_good(
    settings: Settings, twilio: Twilio, code: int
) -> None:
    twilio.refused[PHONE] = code

    with pytest.raises(RecipientRefused) as refused:
        text_message.send(through(settings, twilio), PHONE, "Hello", "job")

    assert (refused.value.permanent, refused.value.code) == (True, code)
    assert PHONE not in str(refused.value)


def test_a_wrong_token_is_the_operators_to_mend(settings: Settings, twilio: Twilio) -> None:
    wrong = replace(settings, sms_url=twilio.url("other"), sms_from="+15005550006")

    with pytest.raises(Undeliverable) as refused:
        text_message.send(wrong, PHONE, "Hello", "job")

    assert not isinstance(refused.value, RecipientRefused | ServerAway)
    assert (str(refused.value), refused.value.permanent) == ("the SMS gateway answered 401", False)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_or_broken_gateway_is_asked_now_and_then(
    settings: Settings, twilio: Twilio, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    twilio.down = status

    for _ in range(20):
        with pytest.raises(ServerAway):
            text_message.send(through(settings, twilio), PHONE, "Hello", "job")
    asked, twilio.down = twilio.calls, 0
    monkeypatch.setattr(circuit_breaker, "SOONEST", 0.0)
    monkeypatch.setattr(text_message, "SMS_GATEWAY", CircuitBreaker())
    text_message.send(through(settings, twilio), PHONE, "Hello", "job")

    assert asked == 1
    assert len(twilio.messages) == 1


def test_a_gateway_that_is_away_is_waited_for(settings: Settings, twilio: Twilio) -> None:
    url = f"http://user:word@127.0.0.1:{free_port()}/send"

    with pytest.raises(ServerAway) as away:
        text_message.send(replace(settings, sms_url=url, sms_from="7"), PHONE, "Hello", "job")

    assert "word" not in str(away.value)


def test_without_a_gateway_the_mailbox_page_shows_it(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "mailbox"
    local = replace(settings, sms_url="", mailbox_dir=str(folder))

    text_message.send(local, PHONE, "123456 is your code.\n\n@host #123456", "job")

    (kept,) = Maildir(folder)
    assert (kept["To"], kept["X-Kind"]) == (PHONE, "sms")
    assert "123456 is your code" in str(kept["Subject"])


def test_in_production_without_a_gateway_nothing_is_said_to_be_sent(settings: Settings) -> None:
    with pytest.raises(Undeliverable, match="no SMS gateway is set up"):
        text_message.send(replace(settings, sms_url="", mailbox_dir=""), PHONE, "Hello", "job")
