"""
What mail servers write about a mail that they could not deliver (RFC 3464), and what mail
providers write when its reader complained (RFC 5965).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

from core.delivery.letter_mark import HEADER

LARGEST = 1_000_000  # bytes
SMTP_CODE = re.compile(r"\b([45]\d\d)\b")


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """
    `mark` is the text of the header of the mail it is about. `code` is what a server answered
    (SMTP), of a mail that was rejected for good. `complaint`: its reader called it spam.
    """

    mark: str
    code: int = 0
    complaint: bool = False


def read(data: bytes) -> DeliveryReport | None:
    """
    None for a mail that is no report, or of a delay, or about a mail that is not ours. Anyone can
    write to where reports go: what cannot be read, such as parts in parts by the thousand, is none.
    """
    try:
        return _read(message_from_bytes(data[:LARGEST], policy=policy.compat32))
    except (RecursionError, ValueError, LookupError, TypeError):
        return None


def _read(message: Message) -> DeliveryReport | None:
    if message.get_content_type() != "multipart/report":
        return None
    mark = next((m for part in message.walk() if (m := _mark(part))), "")
    if not mark:
        return None
    kind = str(message.get_param("report-type", "")).lower()
    if kind == "feedback-report":
        return DeliveryReport(mark, complaint=True)
    codes = [code for part in message.walk() for code in _codes(part)]
    return DeliveryReport(mark, max(codes)) if codes else None


def _mark(part: Message) -> str:
    """In the headers of the mail that came back, whole or not."""
    if part.get_content_type() == "text/rfc822-headers":
        part = message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    return " ".join(_header(part, HEADER).split())


def _codes(part: Message) -> Iterator[int]:
    """Of the recipients to whom it could not be delivered for good (RFC 3464, 2.3.3)."""
    if _header(part, "Action").lower() != "failed":
        return
    if not _header(part, "Status", "5").startswith("5"):
        return
    said = SMTP_CODE.search(_header(part, "Diagnostic-Code"))
    yield int(said.group(1)) if said and said.group(1).startswith("5") else 550


def _header(part: Message, name: str, otherwise: str = "") -> str:
    """Python gives one with bytes beyond ASCII as something else than a text."""
    return str(part.get(name, otherwise)).strip()
