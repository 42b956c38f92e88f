"""Providers that lie, exaggerate or lead astray: refused by name, and soon."""

import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Thread
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from core.refusals import Invalid
from core.sso import refusals
from core.sso.provider_connection import Connection, GroupRole
from core.sso.refusals import ProviderAway, ProviderConfused
from tenants.installation import Installation
from tenants.member import Member
from tenants.network import bulkhead
from tenants.use_cases.sso import openid_providers, provider_metadata
from tenants.use_cases.sso.id_tokens import KEY_LIMIT, ProviderKeys
from tests.tenants import single_sign_on as sso
from tests.tenants.name_server import NameServer
from tests.tenants.providers import CLIENT, SECRET, Provider
from tests.tenants.single_sign_on import installation, names, provider

__all__ = ["installation", "names", "provider"]


@pytest.fixture
def domain(member: Member, provider: Provider, names: NameServer) -> str:
    sso.connect_organization(member, provider)
    domain = sso.own_domain(member, names)
    provider.claims = {"sub": "one", "email": f"one@{domain}", "email_verified": True}
    return domain


@dataclass
class Dripping:
    """A server that sends one byte of its answer now and then, for ever."""

    address: str
    asked: int = 0


@pytest.fixture
def dripping() -> Iterator[Dripping]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = Dripping(f"http://127.0.0.1:{listening.getsockname()[1]}")

    def drip(connection: socket.socket) -> None:
        try:
            connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n")
            while True:
                connection.send(b" ")
                time.sleep(0.02)
        except OSError:
            return

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            server.asked += 1
            Thread(target=drip, args=(connection,), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    yield server
    listening.close()


@pytest.mark.parametrize("slow", ["token_endpoint", "jwks_uri", "userinfo_endpoint"])
def test_a_provider_that_drips_costs_one_short_wait_and_then_none(
    member: Member,
    provider: Provider,
    dripping: Dripping,
    monkeypatch: pytest.MonkeyPatch,
    slow: str,
) -> None:
    monkeypatch.setattr(openid_providers, "TIME_LIMIT", 0.8)
    monkeypatch.setattr(bulkhead, "LONG", 0.3)
    provider.metadata = {slow: f"{dripping.address}/"}
    sso.connect_organization(member, provider)
    asked = []

    for _ in range(2):
        with pytest.raises(ProviderAway):
            sso.judge(member, sso.go(member, provider))
        asked.append(dripping.asked)

    assert asked[0] >= 1
    assert asked[1] == asked[0]
    assert sso.refusals(member) == ["provider_away"]


def test_a_setting_cannot_be_saved_that_leads_to_one_that_drips(
    member: Member, dripping: Dripping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openid_providers, "TIME_LIMIT", 0.5)
    connection = Connection(issuer=dripping.address, client_id=CLIENT, enabled=True)

    with pytest.raises(Invalid) as caught:
        sso.change_connection(member, connection, SECRET)

    assert list(caught.value.errors) == ["issuer"]


def test_of_ten_thousand_keys_a_few_are_read(provider: Provider) -> None:
    row = provider.key.as_dict(private=False)

    begun = time.process_time()
    keys = ProviderKeys.read({"keys": [row | {"kid": str(n)} for n in range(10_000)]})

    assert len(keys.all) == KEY_LIMIT
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("bits", [1024, 20_000])
def test_a_key_that_is_too_small_or_absurdly_large_signs_nothing(bits: int) -> None:
    number = (1 << (bits - 1)) | 1
    row = RSAKey.generate_key(2048).as_dict(private=False)
    row["n"] = _base64(number)

    assert ProviderKeys.read({"keys": [row]}).all == ()


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"sub": "s" * 10_000}, refusals.SubjectMissing),
        ({"aud": [CLIENT, "another"]}, refusals.AudienceWrong),
        ({"aud": [CLIENT], "azp": "another"}, refusals.AudienceWrong),
        ({"email_verified": "true"}, refusals.EmailUnverified),
        ({"name": "n" * 100_000}, refusals.TokenUnsigned),
    ],
)
def test_claims_that_exaggerate_are_refused_by_name(
    member: Member, provider: Provider, domain: str, claims: dict[str, Any], reason: type[object]
) -> None:
    provider.tamper = lambda given: given | claims

    assert sso.refused(member, provider) == sso.as_logged(reason)


@pytest.mark.parametrize("groups", [[f"group {n}" for n in range(50_000)], "x" * 500_000, 7, None])
def test_however_many_groups_there_are_the_right_one_counts(
    member: Member, provider: Provider, names: NameServer, groups: object
) -> None:
    sso.connect_organization(
        member, provider, groups_claim="groups", roles=(GroupRole("group 40000", "auditor"),)
    )
    domain = sso.own_domain(member, names)
    provider.claims = {"sub": "one", "email": f"one@{domain}", "email_verified": True}
    provider.userinfo = {"sub": "one", "groups": groups}

    found = sso.sign_in(member, provider)

    assert found.role == ("auditor" if isinstance(groups, list) else "sender")


@pytest.mark.parametrize(
    "address",
    [
        "https://u:p@idp.example/", "https://idp.example:0/", "https://idp.example/#a",
        "http://idp.example/", "javascript:alert(1)", "https://", "https://idp\u00e9.example/",
        "https://idp.example\\@other.example/", "https://idp.example/\n", "//idp.example/", None, 7,
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_metadata_lead_to_plain_addresses_only(address: object, name: str) -> None:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    data: dict[str, object] = dict.fromkeys(names, "https://idp.example/")
    data |= {"issuer": "https://idp.example", name: address}

    with pytest.raises(ProviderConfused):
        provider_metadata.read("https://idp.example", data, allow_private=False)


@pytest.mark.parametrize(
    "claimed",
    ["https://idp.example/", "https://IDP.example", "https://idp.example.", None, ["a"], ""],
)
def test_a_provider_is_who_it_says_to_the_letter(claimed: object) -> None:
    data = {"issuer": claimed}

    with pytest.raises(refusals.IssuerWrong):
        provider_metadata.read("https://idp.example", data, allow_private=False)


def test_whoever_leads_on_and_on_is_not_followed(member: Member, provider: Provider) -> None:
    sso.connect_organization(member, provider)
    callback = sso.go(member, provider)
    provider.token_status = 302

    with pytest.raises(ProviderConfused):
        sso.judge(member, callback)
    assert provider.asked.count("/token") == 1


def test_no_transaction_is_open_while_a_provider_is_waited_for(
    installation: Installation, member: Member, provider: Provider
) -> None:
    """Not one connection of the pool is in use while it answers."""
    sso.connect_organization(member, provider)
    callback = sso.go(member, provider)
    in_use: list[int] = []

    def sign(claims: dict[str, Any]) -> str:
        found = installation.pool.get_stats()
        in_use.append(found["pool_size"] - found["pool_available"])
        return provider.signed(claims)

    provider.sign = sign
    sso.judge(member, callback)

    assert in_use == [0]


def _base64(number: int) -> str:
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return urlsafe_b64encode(data).decode().rstrip("=")
