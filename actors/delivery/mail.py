"""Sending mail: one message, handed to the SMTP server of the installation."""

import json
import re
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from actors.delivery import mail_message, mail_server
from actors.delivery.circuit_breaker import CircuitBreaker
from actors.delivery.mail_message import Sendable
from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from core.delivery import letter_mark
from core.settings.settings import Settings

MAIL_SERVER = CircuitBreaker()


class HandoverFailed(Exception):
    """It was about to be handed over when the server broke off or refused it."""


def send(
    letter: Sendable, kind: str, settings: Settings, before: Callable[[], None] | None = None
) -> None:
    """
    Raises Undeliverable. The Message-ID is the job's: a second try is the same mail.

    `before` is called when the server takes this recipient, right before the mail is handed over.
    """
    message = mail_message.compose(letter, kind, settings.mail_from)
    if settings.mailgun_key and letter_mark.HEADER in message:
        message["X-Mailgun-Variables"] = json.dumps({"letter": message[letter_mark.HEADER]})
    with MAIL_SERVER.reaching(settings.smtp_url, "the mail server"):
        server = mail_server.connect(settings.smtp_url)
    try:
        with server:
            _hand_over(server, message, settings.bounce_address or None, before)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        why = f"the mail server rejected the recipient with {code}"
        raise RecipientRefused(why, permanent=code >= 500, code=code) from None
    except smtplib.SMTPNotSupportedError:
        # RFC 6531: only a server that offers SMTPUTF8 takes such an address further.
        why = "the mail server takes no address with letters beyond ASCII before the @"
        raise RecipientRefused(why, permanent=True) from None
    except smtplib.SMTPDataError as error:
        # RFC 3463, 3.2 and 3.3: some servers say only after all of it that there is no such
        # address or mailbox.
        said = error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        about = error.smtp_code >= 500 and re.match(rb"5\.[12]\.\d", said)
        why = f"the mail server answered {error.smtp_code}"
        if about:
            raise RecipientRefused(why, permanent=True, code=error.smtp_code) from None
        raise Undeliverable(why, permanent=False) from None
    except smtplib.SMTPResponseException as error:
        # Refused for its sender, its login or its words: that is for the operator to mend.
        why = f"the mail server answered {error.smtp_code}"
        raise Undeliverable(why, permanent=False) from None
    except (smtplib.SMTPException, OSError) as error:
        why = f"the mail server cannot be reached ({type(error).__name__})"
        raise Undeliverable(why, permanent=False) from None


def _hand_over(
    server: smtplib.SMTP,
    message: EmailMessage,
    reports_to: str | None,
    before: Callable[[], None] | None,
) -> None:
    if before is None:
        server.send_message(message, from_addr=reports_to)
        return
    data, hand = server.data, before

    def told_before(content: Any) -> tuple[int, bytes]:
        hand()
        try:
            code, said = data(content)
        except (smtplib.SMTPException, OSError) as error:
            raise HandoverFailed from error
        if code != 250:
            raise HandoverFailed
        return code, said

    server.data = told_before  # type: ignore[method-assign,assignment]
    server.send_message(message, from_addr=reports_to)
