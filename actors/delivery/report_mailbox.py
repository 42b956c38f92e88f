"""The mailbox to which mail servers report what they could not deliver, read by IMAP (RFC 3501)."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from core.delivery import delivery_report
from core.delivery.delivery_report import DeliveryReport

TIME_OUT = 15  # seconds
AT_ONCE = 50  # mails; what is left waits for the next time
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxAway(Exception):
    """It could not be read; nothing is said of why but the kind of error."""


def read(
    url: str, take: Callable[[DeliveryReport], None], context: ssl.SSLContext | None = None
) -> bool:
    """
    Takes each mail that was not seen, then marks it as seen: one whose worker dies in between comes
    once more. What is too large to be a report is only marked. Whether more is waiting.

    Raises MailboxAway, and whatever `take` raises.
    """
    with _opened(url, context) as box:
        waiting = _answer(box.uid("SEARCH", "UNSEEN"))[0].split()
        for uid in waiting[:AT_ONCE]:
            report = _report(box, uid.decode("ascii"))
            if report:
                take(report)
            _answer(box.uid("STORE", uid.decode("ascii"), "+FLAGS.SILENT", r"(\Seen)"))
        return len(waiting) > AT_ONCE


@contextmanager
def _opened(url: str, context: ssl.SSLContext | None) -> Iterator[imaplib.IMAP4]:
    parts = urlsplit(url)
    host, folder = parts.hostname or "", unquote(parts.path.strip("/")) or "INBOX"
    context = context or ssl.create_default_context()
    try:
        box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIME_OUT)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxAway(type(error).__name__) from None
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        _answer(box.select(f'"{quoted}"'))
        yield box
    except (imaplib.IMAP4.error, OSError) as error:
        # What a server says may quote the address or the password.
        raise MailboxAway(type(error).__name__) from None
    finally:
        _close(box)


def _close(box: imaplib.IMAP4) -> None:
    try:
        box.logout()
    except (imaplib.IMAP4.error, OSError):
        box.shutdown()


def _report(box: imaplib.IMAP4, uid: str) -> DeliveryReport | None:
    """None of a mail that is gone by now, too large, or no report about mail of ours."""
    said = b" ".join(_parts(box.uid("FETCH", uid, "(RFC822.SIZE)")))
    size = SIZE.search(said)
    if not size or int(size.group(1)) > delivery_report.LARGEST:
        return None
    mail = max(_parts(box.uid("FETCH", uid, "(BODY.PEEK[])")), key=len, default=b"")
    return delivery_report.read(mail)


def _parts(answered: tuple[str, list[Any]]) -> list[bytes]:
    """What an answer holds, its literals too."""
    found: list[bytes] = []
    for part in _answer(answered):
        found += [p for p in (part if isinstance(part, tuple) else (part,)) if isinstance(p, bytes)]
    return found


def _answer(answered: tuple[str, list[Any]]) -> list[bytes]:
    status, data = answered
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return [part for part in data if part is not None]
