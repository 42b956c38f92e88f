"""Who is at the other end, where proxies stand in between."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks (CIDR), separated by commas. Raises ValueError."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def origin(peer: str, forwarded: Sequence[str], proxies: Iterable[Network]) -> str:
    """
    The last address that no proxy of ours has: what stands before it anybody can have written.

    `forwarded` is X-Forwarded-For, the farthest first; it counts only when `peer` is a proxy.
    """
    known, hops, found = tuple(proxies), list(forwarded), peer
    while hops and _is_among(found, known):
        before = hops.pop().strip()
        if not _is_address(before):
            return found
        found = before
    return found


def _is_among(address: str, proxies: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
