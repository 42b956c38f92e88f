"""Which network addresses we connect to because someone else named them."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from core.refusals import sentence

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
URL_LIMIT = 500
# What `is_global` of some Python versions lets through, and IPv6 ranges that carry IPv4 inside.
_NEVER: tuple[IPv4Network | IPv6Network, ...] = tuple(
    ip_network(text)
    for text in (
        "100.64.0.0/10",  # shared by the customers of a provider (RFC 6598)
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/23",
        "2002::/16",
        "fec0::/10",
    )
)


class ForbiddenAddress(Exception):
    """The name leads into a network that no one outside of it may reach through us."""


class MalformedAddress(Exception):
    """It is no address that we would connect to. The text is a sentence."""


def is_public(address: Address) -> bool:
    """Whether it belongs to the internet at large: nothing private, local, shared or multicast."""
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address.scope_id):
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address in net for net in _NEVER if net.version == address.version)


def is_reachable(address: Address, networks: Iterable[Network]) -> bool:
    """Public, or in a private network that the operator opened."""
    return is_public(address) or is_within(address, networks)


def is_within(address: Address, networks: Iterable[Network]) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address.scope_id):
        return False
    return any(address in net for net in networks if net.version == address.version)


def choose_reachable(
    addresses: Iterable[Address], networks: Iterable[Network], in_clear: bool
) -> Address:
    """
    As `choose`, where the operator opened private networks; only they are spoken to `in_clear`.

    Raises ForbiddenAddress.
    """
    addresses, networks = tuple(addresses), tuple(networks)
    fits = is_within if in_clear else is_reachable
    if not addresses or not all(fits(address, networks) for address in addresses):
        raise ForbiddenAddress
    return min(addresses, key=lambda a: a.version)


def check_target(url: str, networks: Iterable[Network]) -> None:
    """
    The address of another system that an organization names: https, or http where the operator
    opened private networks, and a host that means what it looks like. Raises MalformedAddress.
    """
    try:
        check_url(url, allow_private=any(True for _ in networks))
        host = urlsplit(url).hostname or ""
    except MalformedAddress as malformed:
        if malformed.args[0] is _UNREADABLE:
            raise MalformedAddress(_NO_TARGET) from None
        raise
    if not _is_address(host) and _NUMBER_AT_END.search(host.rstrip(".")):
        # Decimal, octal and hexadecimal forms of IPv4 addresses.
        raise MalformedAddress(_NO_TARGET)
    if not _is_address(host) and not _HOST.fullmatch(host):
        raise MalformedAddress(_NO_TARGET)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def choose(addresses: Iterable[Address], allow_private: bool) -> Address:
    """
    The one to connect to. One bad address among good ones refuses them all.

    Raises ForbiddenAddress, also when there is none.
    """
    addresses = tuple(addresses)
    if not addresses or not (allow_private or all(is_public(a) for a in addresses)):
        raise ForbiddenAddress
    # Most machines have no way out over IPv6.
    return min(addresses, key=lambda a: a.version)


def check_url(url: str, allow_private: bool) -> None:
    """https, a name, and nothing that would mislead a reader. Raises MalformedAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise MalformedAddress(_UNREADABLE) from None
    plain = allow_private and parts.scheme == "http"
    if parts.scheme != "https" and not plain:
        raise MalformedAddress(sentence("The address must begin with https://."))
    written = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    if not parts.hostname or "@" in parts.netloc or not written or len(url) > URL_LIMIT:
        raise MalformedAddress(_UNREADABLE)
    if port == 0 or parts.fragment:
        raise MalformedAddress(_UNREADABLE)


_NUMBER_AT_END = re.compile(r"(^|\.)(\d+|0x[0-9a-f]*)$", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?", re.IGNORECASE)
_NO_TARGET = sentence("Enter a whole address, such as https://example.com/webhooks.")
_UNREADABLE = sentence("We cannot read this address. Copy it from your provider again.")
