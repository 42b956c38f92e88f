"""Sending an SMS: through the gateway of the installation, or onto the mailbox page."""

from collections.abc import Callable
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


def send(
    settings: Settings,
    phone: str,
    text: str,
    number: str,
    report: str = "",
    before: Callable[[], None] | None = None,
) -> None:
    """
    `phone` in E.164. The same `number` is the same SMS. `report` is the address at which we hear
    what became of it; `before` is called right before it is handed over.

    Raises ServerAway, RecipientRefused for this phone alone, Undeliverable for anything else that
    the gateway did not take: its operator has to mend that.
    """
    if not settings.sms_url:
        if before is not None:
            before()
        _keep(settings, phone, text)
        return
    with SMS_GATEWAY.reaching(settings.sms_url, WHAT):
        if before is not None:
            before()
        answer = sms.send(settings, phone, text, number, report if settings.sms_hook_secret else "")
        if answer.code >= 500 or answer.code == BUSY:
            raise _refused(answer)
    if answer.taken:
        return
    code = sms_providers.of(settings.sms_url).refuses_phone(answer.text)
    if code:
        raise RecipientRefused(f"{WHAT} rejected the phone with {code}", permanent=True, code=code)
    raise _refused(answer)


def may_stop(settings: Settings) -> bool:
    """Whether anyone hears an answer of STOP: we do, or Twilio by itself."""
    is_twilio = sms_providers.of(settings.sms_url) is sms_providers.TWILIO
    return bool(settings.sms_hook_secret) or is_twilio


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
