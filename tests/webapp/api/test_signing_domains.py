"""Domains of an organization's own signing pages through the API."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask

from core.settings.settings import Settings
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants.name_server import NameServer
from tests.webapp.api.programs import Program, make_key
from webapp import create_app

PLACE = "/api/v1/signing-domains"


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


def test_a_program_adds_checks_and_removes_a_domain(
    app: Flask, member: Member, names: NameServer
) -> None:
    client = Program(app, make_key(member, "organization"))
    host = f"sign.{uuid4().hex[:10]}.example"

    made = client.act(PLACE, {"domain": host.upper()})
    early = client.act(f"{PLACE}/{host}/check")
    record = made.json["record"]
    names.texts[record["name"]] = [record["value"]]
    checked = client.act(f"{PLACE}/{host}/check")
    listed = client.get(PLACE).json["items"]
    gone = client.act(f"{PLACE}/{host}", method="DELETE")

    assert made.status_code == 201 and made.headers["Location"] == f"{PLACE}/{host}"
    assert (made.json["domain"], made.json["in_use"]) == (host, False)
    assert (early.status_code, early.json["code"]) == (409, "record_not_found")
    assert checked.status_code == 200 and checked.json["in_use"]
    assert listed == [checked.json]
    assert gone.status_code == 204
    assert client.get(f"{PLACE}/{host}").status_code == 404


def test_what_is_no_host_is_refused_and_other_keys_see_none(app: Flask, member: Member) -> None:
    client = Program(app, make_key(member, "organization"))
    other = Program(app, make_key(member, "envelopes:write"))

    wrong = client.act(PLACE, {"domain": "nowhere"})

    assert wrong.status_code == 422
    assert wrong.json["errors"][0]["pointer"] == "#/domain"
    assert other.get(PLACE).status_code == 403
