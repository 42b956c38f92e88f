"""The SMTP server of the installation: reached, encrypted and signed in to."""

import smtplib
import ssl
from urllib.parse import SplitResult, unquote, urlsplit

from actors.delivery.undeliverable import Undeliverable

TIME_OUT = 15


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
