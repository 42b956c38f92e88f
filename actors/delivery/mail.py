"""Mail: a page template in two versions, handed to the SMTP server of the installation."""

import re
import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from actors.delivery.circuit_breaker import CircuitBreaker
from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from core.refusals import Invalid
from core.settings.settings import Settings
from templates import language
from templates.mails import mail_environment
from tenants.network import dns_records
from tenants.use_cases.organizations.brand_look import PLAIN, mail_look

TIME_OUT = 15
# Stricter than the standard, which knows quotes and comments: nobody's real address has them.
ADDRESS = re.compile(
    r"(?![^@]*=\?)[^\s\x00-\x1f\x7f@,;:<>()\[\]\\\"]+@[^\s\x00-\x1f\x7f@,;:<>()\\\"]+"
)


MAIL_SERVER = CircuitBreaker()


class HandoverFailed(Exception):
    """It was about to be handed over when the server broke off or refused it."""


class Sendable(Protocol):
    """What any letter says of itself; the rest is between it and its page template."""

    @property
    def to(self) -> tuple[str, str]: ...
    @property
    def sender_name(self) -> str: ...
    @property
    def sender_email(self) -> str: ...
    @property
    def message_id(self) -> str: ...


def send(
    letter: Sendable, kind: str, settings: Settings, before: Callable[[], None] | None = None
) -> None:
    """
    Raises Undeliverable. The Message-ID is the job's: a second try is the same mail.

    `before` is called when the server takes this recipient, right before the mail is handed over.
    """
    message = compose(letter, kind, settings.mail_from)
    with MAIL_SERVER.reaching(settings.smtp_url, "the mail server"):
        server = connect(settings.smtp_url)
    try:
        with server:
            _hand_over(server, message, before)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max(code for code, _ in refused.recipients.values())
        why = f"the mail server refused the recipient with {code}"
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
    server: smtplib.SMTP, message: EmailMessage, before: Callable[[], None] | None
) -> None:
    if before is None:
        server.send_message(message)
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
    server.send_message(message)


def compose(letter: Sendable, kind: str, mail_from: str) -> EmailMessage:
    """Subject, text and HTML of `templates/mail/<kind>`, answers go to its sender."""
    with language.speaking(getattr(letter, "language", language.DEFAULT)):
        return _composed(letter, kind, mail_from)


def _composed(letter: Sendable, kind: str, mail_from: str) -> EmailMessage:
    text = mail_environment().get_template(f"mail/{kind}.txt")
    shown = {"letter": letter, "look": mail_look(letter, kind)}
    branding = getattr(letter, "brand", PLAIN).branding
    message = EmailMessage()
    message["Subject"] = _line("".join(text.blocks["subject"](text.new_context(shown))))
    name, address = parseaddr(mail_from)
    platform = branding.sender_name or name or "Countersign"
    message["From"] = _address(f"{letter.sender_name} – {platform}", address)
    if branding.reply_to:
        message["Reply-To"] = _address(getattr(letter, "answers_reach", ""), branding.reply_to)
    elif letter.sender_email:
        message["Reply-To"] = _address(letter.sender_name, letter.sender_email)
    try:
        message["To"] = _address(*letter.to)
    except Undeliverable as wrong:
        raise RecipientRefused(str(wrong), permanent=True) from None
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.render(shown))
    html = mail_environment().get_template(f"mail/{kind}.html")
    message.add_alternative(html.render(shown), subtype="html")
    _check_headers(message)
    return message


def _address(name: str, address: str) -> Address:
    """
    Nothing but one address is let into a header; its domain as it stands in DNS (IDNA 2008).

    Raises Undeliverable.
    """
    local, _, domain = address.rpartition("@")
    try:
        if not ADDRESS.fullmatch(address):
            raise ValueError
        return Address(_line(name), local, dns_records.ascii_domain(domain))
    except (ValueError, Invalid):
        raise Undeliverable("the address cannot be written to", permanent=True) from None


def _line(text: str) -> str:
    """
    One line of printable characters: nothing that could begin another header.

    Nor an encoded word (RFC 2047): Python would decode it, with the line ends that are in it.
    """
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.replace("=?", "= ?").split())


def _check_headers(message: EmailMessage) -> None:
    """
    Each is one header, however it is written down. Raises Undeliverable.

    Later versions of Python do the same.
    """
    for name, value in message.items():
        _, *more = message.policy.fold(name, value).splitlines()
        if not all(line.startswith((" ", "\t")) for line in more):
            raise Undeliverable(f"the header {name} would be more than one", permanent=True)


def connect(url: str) -> smtplib.SMTP:
    """Encrypted and signed in. Raises Undeliverable, smtplib.SMTPException, OSError."""
    parts = urlsplit(url)
    context = ssl.create_default_context()
    server = _reached(parts, context)
    try:
        _sign_in(server, parts, context)
    except BaseException:
        server.close()
        raise
    return server


def _reached(parts: SplitResult, context: ssl.SSLContext) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIME_OUT, context=context)
    return smtplib.SMTP(host, parts.port or 25, timeout=TIME_OUT)


def _sign_in(server: smtplib.SMTP, parts: SplitResult, context: ssl.SSLContext) -> None:
    user = unquote(parts.username or "")
    if parts.scheme != "smtps":
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif user:
            raise Undeliverable("the mail server offers no encryption", permanent=False)
    if user:
        server.login(user, unquote(parts.password or ""))
