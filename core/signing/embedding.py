"""Signing inside a page of an application: whose pages may show it, and where it leads to."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import SplitResult, urlsplit

from core.refusals import Invalid, sentence
from core.signing.refusals import NotEmbeddable
from core.text.printable import is_prose, storable

# How long an address that was made for a recipient opens their page, once.
ADDRESS_LIFETIME = timedelta(minutes=5)
SESSION_LIFETIME = timedelta(hours=2)
LINES_LIMIT = 20
LINE_LIMIT = 300
WORDS_LIMIT = 1_000
HERE = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """
    `origins` are those of pages that may show the signing pages in a frame: none by default.

    `return_addresses` are beginnings of addresses to which a signer may be led afterwards.
    `closing_words` are the organization's own, for everyone who has finished.
    """

    origins: tuple[str, ...] = ()
    return_addresses: tuple[str, ...] = ()
    closing_words: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """
    A ceremony inside a page of an application, which has said who the recipient is. Without an
    `origin` it fills the window, and leads back to the application at the end.
    """

    application: str
    key_id: str  # of the application: its API key, or its client acting for a member
    origin: str
    return_to: str = ""
    words: str = ""  # in which it is told how it ended: ours, or "docusign"
    by: str = ""  # how trails name the application

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def frame(stored: Mapping[str, Any] | None) -> Frame | None:
    return Frame(**stored) if stored else None


def read(origins: str, return_addresses: str, closing_words: str) -> EmbeddingSettings:
    """What a form says, one address in each line. Raises Invalid."""
    words = storable(closing_words, 10 * WORDS_LIMIT).strip()
    found = EmbeddingSettings(
        tuple(dict.fromkeys(_plain_origin(line) for line in _lines(origins))),
        tuple(dict.fromkeys(_lines(return_addresses))),
        words,
    )
    if errors := dict(_errors(found)):
        raise Invalid(**errors)
    return found


def check_allowed(settings: EmbeddingSettings, frame: Frame) -> None:
    """
    A page of its own shows in no frame, and may lead back to any safe address, as long as the
    organization has listed none. Raises NotEmbeddable.
    """
    if frame.origin and frame.origin not in settings.origins:
        raise NotEmbeddable
    if frame.return_to and not may_lead_back(settings, frame.origin, frame.return_to):
        raise NotEmbeddable


def may_lead_back(settings: EmbeddingSettings, origin: str, address: str) -> bool:
    """From a page in a frame of `origin`; without one it fills the window."""
    if not origin and not settings.return_addresses:
        return _split(address) is not None
    return may_return(settings, address)


def may_return(settings: EmbeddingSettings, address: str) -> bool:
    """Whether one of the beginnings is that of this address, up to a whole part of its path."""
    asked = _split(address)
    if asked is None or ".." in asked.path or "\\" in address or "%2e" in address.casefold():
        return False
    return any(_begins(known, asked) for known in map(_split, settings.return_addresses) if known)


def _begins(known: SplitResult, asked: SplitResult) -> bool:
    same = (known.scheme, known.netloc) == (asked.scheme, asked.netloc)
    path = known.path.rstrip("/")
    return same and (asked.path == path or asked.path.startswith(f"{path}/") or not path)


def _errors(settings: EmbeddingSettings) -> Iterator[tuple[str, str]]:
    if len(settings.origins) > LINES_LIMIT or not all(map(_is_origin, settings.origins)):
        yield (
            "origins",
            sentence(
                "Enter up to 20 origins such as https://app.example.com, one in each line, without"
                " a path."
            ),
        )
    places = settings.return_addresses
    if len(places) > LINES_LIMIT or not all(map(_is_place, places)):
        yield (
            "return_addresses",
            sentence(
                "Enter up to 20 addresses that begin with https://, one in each line, without a"
                " question mark."
            ),
        )
    if len(settings.closing_words) > WORDS_LIMIT or not is_prose(settings.closing_words):
        yield "closing_words", sentence("Write plain text, up to 1,000 characters.")


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _plain_origin(line: str) -> str:
    """As browsers write it: in small letters, without the slash at its end."""
    return line.casefold().removesuffix("/")


def _is_origin(line: str) -> bool:
    parts = _split(line)
    return parts is not None and line == f"{parts.scheme}://{parts.netloc}"


def _is_place(line: str) -> bool:
    parts = _split(line)
    return parts is not None and not set(line) & set("?#") and ".." not in parts.path


def _split(address: str) -> SplitResult | None:
    """Of an address that is whole and safe: encrypted, or of this very machine."""
    try:
        parts = urlsplit(address)
        port = parts.port  # raises for one that is no number
    except ValueError:
        return None
    name = parts.netloc.removesuffix(f":{port}") if port is not None else parts.netloc
    safe = parts.scheme == "https" or (parts.scheme == "http" and name in HERE)
    plain = address.isascii() and address.isprintable() and not set(address) & set(" \"'<>;,*\\")
    named = bool(name) and not set(name) & set("@?#")
    return parts if safe and plain and named and len(address) <= LINE_LIMIT else None
