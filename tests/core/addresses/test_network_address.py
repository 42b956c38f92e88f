from ipaddress import ip_address

import pytest

from core.addresses.network_address import (
    ForbiddenAddress,
    MalformedAddress,
    check_url,
    choose,
    is_public,
)

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"]
FORBIDDEN = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.127.255.254", "0.0.0.0", "255.255.255.255",  # noqa: S104 - an address to refuse
    "224.0.0.1", "239.1.2.3", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::1",
    "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1", "2001::1", "100::1",
]  # fmt: skip


@pytest.mark.parametrize("text", PUBLIC)
def test_the_internet_at_large_may_be_reached(text: str) -> None:
    assert is_public(ip_address(text))


@pytest.mark.parametrize("text", FORBIDDEN)
def test_nothing_behind_a_wall_may_be_reached(text: str) -> None:
    assert not is_public(ip_address(text))


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    with pytest.raises(ForbiddenAddress):
        choose([ip_address("8.8.8.8"), ip_address("10.0.0.1")], allow_private=False)
    with pytest.raises(ForbiddenAddress):
        choose([], allow_private=True)


def test_the_address_that_was_judged_is_the_one_that_is_given() -> None:
    found = [ip_address(PUBLIC[2]), ip_address("8.8.8.8")]

    assert choose(found, allow_private=False) == ip_address("8.8.8.8")
    assert choose([ip_address("127.0.0.1")], allow_private=True) == ip_address("127.0.0.1")


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example.com", "ftp://login.example.com", "login.example.com", "https://",
        "https://user:word@login.example.com", "https://login.example.com/#x", "https://[::1",
        "https://login.example.com:x", "https://login.example.com:0", "https://a b.example.com",
        "https://login.example.com\\@10.0.0.1/", "https://login.example.com/\n", "file:///etc",
        f"https://login.example.com/{'x' * 600}", "",
    ],
)  # fmt: skip
def test_an_address_that_misleads_is_no_address(url: str) -> None:
    with pytest.raises(MalformedAddress):
        check_url(url, allow_private=False)


def test_plain_http_is_for_trying_out_only() -> None:
    check_url("https://login.example.com/realms/one", allow_private=False)
    check_url("http://127.0.0.1:3000", allow_private=True)
    with pytest.raises(MalformedAddress):
        check_url("http://127.0.0.1:3000", allow_private=False)
