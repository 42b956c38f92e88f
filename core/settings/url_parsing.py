"""Addresses of services in settings: taken apart as programs do it, or refused with a reason."""

import re
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9]+)?")

ENCODE = (
    "In a user name or password write @ as %40, : as %3A, / as %2F, # as %23, ? as %3F and % as %25"
)


class WrongUrl(ValueError):
    """Why an address cannot be used: the rest of a sentence that begins with its setting."""


def parse(value: str, schemes: tuple[str, ...]) -> SplitResult:
    """
    The parts of a URL (RFC 3986) with one of these schemes.

    Raises WrongUrl. Its words quote nothing of the value, which may hold a password.
    """
    begins = " or ".join(f"{scheme}://" for scheme in schemes)
    scheme, separator, rest = value.partition("://")
    if not separator or scheme.lower() not in schemes:
        raise WrongUrl(f"must begin with {begins}.")
    if not value.isascii() or not value.isprintable() or " " in value:
        raise WrongUrl(f"holds a blank or a letter that is not ASCII. {ENCODE}.")
    _check_escapes(value)
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if authority.count("@") > 1 or "#" in rest or "@" in rest[len(authority) :].partition("?")[0]:
        raise WrongUrl(f"cannot be read: it holds @ or # in the wrong place. {ENCODE}.")
    try:
        return urlsplit(value)
    except ValueError:
        raise WrongUrl("is not a well-formed address. Check its brackets.") from None


def check_host(parts: SplitResult) -> None:
    """One host that can be written in DNS or is an IP address, and a port that exists."""
    if not parts.hostname or not HOST.fullmatch(parts.hostname):
        raise WrongUrl(f"names no host that can be asked. {ENCODE}.")
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port == 0:
        raise WrongUrl(f"has a port that is not a number from 1 to 65535. {ENCODE}.")


def check_nothing_after(parts: SplitResult, example: str) -> None:
    """No path and no question: what would be left out without a word."""
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise WrongUrl(f"must end after the host and port, as {example} does.")


def _check_escapes(value: str) -> None:
    if BROKEN_ESCAPE.search(value):
        raise WrongUrl(
            "has a % that two hexadecimal digits do not follow. In a user name or password write"
            " % as %25."
        )
    try:
        unquote_to_bytes(value).decode()
    except UnicodeDecodeError:
        raise WrongUrl(
            "has a % before two digits that stand for no letter. In a user name or password write"
            " % as %25, and other letters as their UTF-8 bytes."
        ) from None
