"""The SMTP server of the installation: reached, encrypted and signed in to."""

import smtplib
import ssl
import time
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from actors.delivery.undeliverable import Undeliverable

TIME_OUT = 15
TRUSTED_FOR = 60.0  # seconds


def connect(url: str) -> smtplib.SMTP:
    """Encrypted and signed in. Raises Undeliverable, smtplib.SMTPException, OSError."""
    parts = urlsplit(url)
    server = _reached(parts)
    try:
        _sign_in(server, parts)
    except BaseException:
        server.close()
        raise
    return server


def _reached(parts: SplitResult) -> smtplib.SMTP:
    host = parts.hostname or "localhost"
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(host, parts.port or 465, timeout=TIME_OUT, context=_trust())
    return smtplib.SMTP(host, parts.port or 25, timeout=TIME_OUT)


def _sign_in(server: smtplib.SMTP, parts: SplitResult) -> None:
    user = unquote(parts.username or "")
    if parts.scheme != "smtps":
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=_trust())
        elif user:
            raise Undeliverable("the mail server offers no encryption", permanent=False)
    if user:
        server.login(user, unquote(parts.password or ""))


def _trust() -> ssl.SSLContext:
    return _roots(ssl.get_default_verify_paths(), int(time.monotonic() / TRUSTED_FOR))


@lru_cache(maxsize=1)
def _roots(paths: ssl.DefaultVerifyPaths, minute: int) -> ssl.SSLContext:
    """Once a minute: all roots of the system take longer to read than many mails to make."""
    return ssl.create_default_context()
