"""The mails that the embedded mode kept instead of sending them into the world."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

from core.refusals import NotFound
from core.settings.settings import Mode, Settings

SHOWN = 200
LONGEST_NAME = 255  # bytes; what file systems take


def open_to(settings: Settings, here: bool) -> bool:
    """Only the embedded mode has a mailbox, and only eyes on the same machine see it."""
    return settings.mode is Mode.EMBEDDED and bool(settings.mailbox_dir) and here


@dataclass(frozen=True, slots=True)
class Mail:
    """`name` is that of its file in the Maildir; `is_sms`: it is a text message to a phone."""

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str
    html: str
    is_sms: bool = False


def mails(folder: Path) -> list[Mail]:
    """The newest first."""
    files = [path for part in ("new", "cur") for path in (folder / part).glob("*")]
    newest = sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in newest[:SHOWN]]


def mail(folder: Path, name: str) -> Mail:
    """Raises NotFound."""
    if "/" in name or len(name.encode()) > LONGEST_NAME:
        raise NotFound
    for part in ("new", "cur"):
        path = folder / part / name
        if path.is_file():
            return _read(path)
    raise NotFound


@lru_cache(maxsize=2 * SHOWN)
def _read(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Mail(
        name=path.name,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        is_sms=message["X-Kind"] == "sms",
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
