from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses.client_address import network, networks, origin

PROXIES = networks("10.0.0.0/8, 2001:db8::1")


def test_without_a_proxy_of_ours_no_header_is_believed() -> None:
    assert origin("203.0.113.9", ["198.51.100.1"], PROXIES) == "203.0.113.9"
    assert origin("203.0.113.9", ["198.51.100.1"], ()) == "203.0.113.9"


def test_behind_our_proxies_the_last_stranger_counts() -> None:
    hops = ["192.0.2.66", "198.51.100.1", "10.1.2.3"]

    assert origin("10.0.0.1", hops, PROXIES) == "198.51.100.1"
    assert origin("2001:db8::1", ["198.51.100.1"], PROXIES) == "198.51.100.1"


def test_what_is_no_address_is_not_taken_for_one() -> None:
    assert origin("10.0.0.1", ["somebody"], PROXIES) == "10.0.0.1"
    assert origin("10.0.0.1", [], PROXIES) == "10.0.0.1"


def test_a_network_is_spelled_as_one() -> None:
    assert networks("") == ()
    with pytest.raises(ValueError, match="does not appear"):
        networks("10.0.0.0/8, proxy.example.com")


@given(st.lists(st.ip_addresses().map(str)), st.ip_addresses())
def test_nobody_writes_a_header_that_hides_a_stranger_before_our_proxy(
    written: list[str], stranger: IPv4Address | IPv6Address
) -> None:
    found = origin("10.0.0.1", [*written, str(stranger)], PROXIES)

    plain = str(getattr(stranger, "ipv4_mapped", None) or stranger)
    assert found == plain or plain.startswith("10.") or plain == "2001:db8::1"


@pytest.mark.parametrize(
    ("peer", "written", "visitor"),
    [
        ("10.0.0.1", "203.0.113.5:54321", "203.0.113.5"),
        ("10.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
        ("10.0.0.1", "[2001:db8::7]", "2001:db8::7"),
        ("10.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("10.0.0.1", "::ffff:203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "[::ffff:203.0.113.5]:80", "203.0.113.5"),
        ("::ffff:10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "[2001:db8::7]x", "10.0.0.1"),
        ("10.0.0.1", "203.0.113.5:port", "10.0.0.1"),
        ("", "203.0.113.5", ""),
    ],
)
def test_ports_brackets_and_mapped_addresses_are_taken_off(
    peer: str, written: str, visitor: str
) -> None:
    assert origin(peer, [written], PROXIES) == visitor


def test_an_ipv6_network_counts_as_one_and_an_ipv4_address_for_itself() -> None:
    assert network("2001:db8:1:2:3::4") == network("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert network("2001:db8:1:3::1") != network("2001:db8:1:2::1")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("cannot read this address") == "cannot read this address"
