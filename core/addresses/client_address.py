"""Who is at the other end, where proxies stand in between."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks (CIDR), separated by commas. Raises ValueError."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def origin(peer: str, forwarded: Sequence[str], proxies: Iterable[Network]) -> str:
    """
    The last address that no proxy of ours has: what stands before it anyone can have written.

    `forwarded` is X-Forwarded-For, the farthest first; it counts only when `peer` is a proxy.
    Ports, brackets and the IPv6 spelling of IPv4 addresses are taken off.
    """
    known, hops, found = tuple(proxies), list(forwarded), _plain(peer)
    if found is None:
        return peer
    while hops and _is_among(found, known):
        before = _plain(hops.pop())
        if before is None:
            break
        found = before
    return str(found)


def network(address: str) -> str:
    """
    What counts as one visitor: an IPv4 address, and the 64 bits of an IPv6 network.

    Whoever has one IPv6 address has all of its network. Other text stays as it is.
    """
    plain = _plain(address)
    if isinstance(plain, IPv6Address):
        return str(ip_network((plain.packed[:8] + bytes(8), 64)))
    return address if plain is None else str(plain)


def _is_among(address: IPv4Address | IPv6Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def _plain(text: str) -> IPv4Address | IPv6Address | None:
    """The address in 1.2.3.4:5, [2001:db8::7]:443 and ::ffff:1.2.3.4; None where there is none."""
    try:
        address = ip_address(_without_port(text.strip()))
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _without_port(text: str) -> str:
    if text.startswith("["):
        host, bracket, rest = text[1:].partition("]")
        return host if bracket and (not rest or _is_port(rest)) else text
    host, colon, port = text.partition(":")
    return host if colon and _is_port(":" + port) else text


def _is_port(text: str) -> bool:
    return text[:1] == ":" and text[1:].isascii() and text[1:].isdigit() and len(text) <= 6
