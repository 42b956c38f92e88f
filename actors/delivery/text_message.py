"""Sending an SMS: through the gateway of the installation, or onto the mailbox page."""

from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

from actors.delivery import sms, sms_providers
from actors.delivery.circuit_breaker import CircuitBreaker
from actors.delivery.sms import GatewayAnswer
from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from core.settings.settings import Settings

SMS_GATEWAY = CircuitBreaker()
WHAT = "the SMS gateway"
BUSY = 429


def send(settings: Settings, phone: str, text: str, number: str) -> None:
    """
    `phone` in E.164. The same `number` is the same SMS.

    Raises ServerAway, RecipientRefused for this phone alone, Undeliverable for anything else that
    the gateway did not take: its operator has to mend that.
    """
    if not settings.sms_url:
        _keep(settings, phone, text)
        return
    with SMS_GATEWAY.reaching(settings.sms_url, WHAT):
        answer = sms.send(settings, phone, text, number)
        if answer.code >= 500 or answer.code == BUSY:
            raise _refused(answer)
    if answer.taken:
        return
    code = sms_providers.of(settings.sms_url).refuses_phone(answer.text)
    if code:
        raise RecipientRefused(f"{WHAT} rejected the phone with {code}", permanent=True, code=code)
    raise _refused(answer)


def _refused(answer: GatewayAnswer) -> Undeliverable:
    """Without its words: they may hold the number, and those of some gateways the text too."""
    return Undeliverable(f"{WHAT} answered {answer.code}", permanent=False)


def _keep(settings: Settings, phone: str, text: str) -> None:
    """Raises Undeliverable outside of the embedded mode."""
    if not settings.mailbox_dir:
        raise Undeliverable("no SMS gateway is set up", permanent=False)
    kept = EmailMessage()
    kept["X-Kind"], kept["From"], kept["To"] = "sms", settings.sms_from or "Countersign", phone
    kept["Subject"] = " ".join(text.split())[:120]
    kept.set_content(text)
    Maildir(Path(settings.mailbox_dir)).add(kept)
