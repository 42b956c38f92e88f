"""The settings page on which an organization proves the host of its signing pages."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from core.access import MemberRole
from core.organizations.domain_verification import DomainUse
from core.settings.settings import Settings
from tenants.installation import Installation
from tests.tenants import single_sign_on as sso
from tests.tenants.name_server import NameServer
from tests.tenants.people import colleague
from tests.webapp.senders import Sender
from webapp import create_app

PAGE = "/settings/signing-domains"


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with NameServer() as server:
        yield server


@pytest.fixture(scope="module")
def installation(settings: Settings, names: NameServer) -> Iterator[Installation]:
    opened = Installation(replace(settings, dns_server=names.address))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(installation: Installation) -> Flask:
    return create_app(installation.settings, installation)


@pytest.fixture
def host() -> str:
    return f"sign.{uuid4().hex[:10]}.example"


def add(sender: Sender, host: str) -> None:
    sender.get(PAGE)
    assert sender.post(PAGE, domain=host).status_code == 303


def test_a_host_is_used_once_its_record_is_there(
    app: Flask, sender: Sender, names: NameServer, host: str
) -> None:
    add(sender, f" {host.upper()} ")
    listed = sender.get(PAGE).text
    missing = sender.post(f"{PAGE}/{host}/check")
    before = app.test_client().get("/check", base_url=f"http://{host}").status_code
    sso.publish(sender.member, names, host, DomainUse.SIGNING)

    found = sender.post(f"{PAGE}/{host}/check")

    assert f"_countersign.{host}" in listed and "Not verified yet" in listed
    assert missing.status_code == 409 and "not visible yet" in missing.text
    assert found.status_code == 303
    assert "In use" in sender.get(PAGE).text
    assert (before, served(app, host)) == (404, 200)
    assert [kind for kind, data in sso.log(sender.member) if data.get("domain") == host] == [
        "domain.claimed",
        "domain.verified",
    ]


def test_a_host_of_another_organization_stays_theirs(
    app: Flask, sender: Sender, stranger: Sender, names: NameServer, host: str
) -> None:
    for whose in (sender, stranger):
        add(whose, host)
        sso.publish(whose.member, names, host, DomainUse.SIGNING)
    sender.post(f"{PAGE}/{host}/check")

    answer = stranger.post(f"{PAGE}/{host}/check")
    stranger.post(f"{PAGE}/{host}/removal")

    assert answer.status_code == 409
    assert "another organization on this installation uses it" in answer.text
    assert served(app, host) == 200


def test_a_host_and_the_domain_of_addresses_are_proved_apart(
    app: Flask, sender: Sender, names: NameServer, host: str
) -> None:
    sso.own_domain(sender.member, names, host)

    assert served(app, host) == 404
    assert host not in sender.get(PAGE).text


@pytest.mark.parametrize("typed", ["", "sign", "sign.example.com/x", "127.0.0.1", "a_b.example"])
def test_what_is_no_host_is_said_beside_the_field(sender: Sender, typed: str) -> None:
    sender.get(PAGE)

    answer = sender.post(PAGE, domain=typed)

    assert answer.status_code == 422
    assert "Enter a host name such as sign.example.com." in answer.text


def test_it_is_for_those_who_manage_the_settings(app: Flask, sender: Sender) -> None:
    for role in (MemberRole.SENDER, MemberRole.VIEWER):
        other = Sender(app, colleague(sender.member, role)).signed_in()

        assert other.get(PAGE).status_code == 403


def served(app: Flask, host: str) -> int:
    return app.test_client().get("/check", base_url=f"http://{host}").status_code
