"""Redirect URIs: which ones a client may name, and which one of a request is one of them."""

import re
from urllib.parse import SplitResult, urlsplit

from core.api.oauth.client_kind import ClientKind
from core.refusals import sentence

LIMIT = 2000
MOST = 20
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# What a URI may consist of, RFC 3986 section 2; no browser reads one of these in another way.
_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=%]+", re.ASCII)
# A scheme of the application's own is a domain name turned around, RFC 8252 section 7.1.
_PRIVATE = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+", re.ASCII)


def why_refused(uri: str, kind: ClientKind) -> str:
    """What is wrong with an address that a client is registered with; "" if nothing is."""
    parts = _parts(uri)
    if parts is None or "*" in uri or "/../" in f"{parts.path}/" or "/./" in f"{parts.path}/":
        return sentence("Give complete addresses without “#”, “*” or a password, one on each line.")
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return ""
    if kind is ClientKind.NATIVE and _PRIVATE.fullmatch(parts.scheme) and not parts.netloc:
        return ""
    return sentence(
        "An address begins with https://. Only http://localhost, and for apps on devices a scheme"
        " such as com.example.app:/, need no https."
    )


def is_registered(uri: str, registered: tuple[str, ...], kind: ClientKind) -> bool:
    """
    Whether it is one of them, character by character (RFC 9700 section 2.1).

    The port of an app's own listener may be any (RFC 8252 section 7.3).
    """
    if uri in registered:
        return True
    if kind is not ClientKind.NATIVE or _parts(uri) is None:
        return False
    return any(_without_port(uri) == _without_port(each) for each in registered if _listens(each))


def origin(uri: str) -> str:
    """Scheme, host and port: what a browser sends as Origin. The scheme alone without a host."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"


def _parts(uri: str) -> SplitResult | None:
    """None for what is no address, or one with a fragment or a password."""
    if len(uri) > LIMIT or not _PLAIN.fullmatch(uri):
        return None
    try:
        parts = urlsplit(uri)
        _ = parts.port
    except ValueError:
        return None
    web = parts.scheme in ("https", "http")
    whole = parts.scheme and (parts.hostname or (not web and parts.path.startswith("/")))
    return parts if whole and "@" not in parts.netloc else None


def _listens(uri: str) -> bool:
    parts = urlsplit(uri)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def _without_port(uri: str) -> str:
    parts = urlsplit(uri)
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port is not None else parts.netloc
    return parts._replace(netloc=host).geturl() + ("?" if uri.endswith("?") else "")
