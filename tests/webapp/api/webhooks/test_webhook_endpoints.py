"""Webhook endpoints and their deliveries as a program with the scope manages them."""

from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from tenants.member import Member
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

PLACE = "/api/v1/webhook-endpoints"
PUBLIC = "https://93.184.215.14/hook"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "webhooks"))


def create(program: Program, **changes: Any) -> Any:
    return program.act(PLACE, {"url": PUBLIC} | changes)


def test_an_endpoint_is_made_read_changed_and_deleted(program: Program) -> None:
    made = create(program, description="Billing", events=["envelope.completed"])
    place = made.headers["Location"]
    changed = program.act(place, {"payload": "full", "events": []}, "PATCH")
    listed = program.get(PLACE).json["items"]
    gone = program.act(place, method="DELETE")

    assert (made.status_code, made.json["state"]) == (201, "enabled")
    assert made.json["secret"].startswith("whsec_")
    assert (changed.json["payload"], changed.json["events"]) == ("full", [])
    assert "secret" not in listed[0]
    assert (gone.status_code, program.get(place).status_code) == (204, 404)


def test_a_new_secret_is_told_once_and_an_endpoint_is_paused_and_resumed(program: Program) -> None:
    made = create(program, signing="ed25519")
    place = made.headers["Location"]

    rotated = program.act(f"{place}/rotate")
    paused = program.act(f"{place}/pause").json["state"]
    resumed = program.act(f"{place}/resume").json["state"]

    assert rotated.json["secret"].startswith("whpk_")
    assert rotated.json["secret"] != made.json["secret"]
    assert (paused, resumed) == ("paused", "enabled")


def test_a_test_event_is_in_the_log_and_is_sent_again(program: Program) -> None:
    place = create(program).headers["Location"]
    ping = program.act(f"{place}/test").json
    read = program.get(f"{place}/deliveries/{ping['id']}").json
    listed = program.get(f"{place}/deliveries?state=waiting&event=webhook.ping&limit=1").json
    again = program.act(f"{place}/deliveries/{ping['id']}/replay")

    assert (ping["event"], ping["state"]) == ("webhook.ping", "waiting")
    assert (read["payload"], read["tries"]) == (None, [])
    assert ([d["id"] for d in listed["items"]], listed["next_cursor"]) == ([ping["id"]], None)
    assert again.json["id"] == ping["id"]
    nothing = program.act(f"{place}/replays", {})
    assert (nothing.status_code, nothing.json["code"]) == (409, "nothing_to_replay")
    assert program.act(f"{place}/replays", {"only_dead": False}).status_code == 422


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.215.14/", "https://127.0.0.1/", "https://localhost/", "https://localhost./",
        "https://10.0.0.1/", "https://169.254.169.254/latest", "https://[::1]/", "https://127.1/",
        "https://[::ffff:127.0.0.1]/", "https://2130706433/", "https://0x7f000001/",
        "https://017700000001/", "https://0x7f.0.0.1/", "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/", "https://[fe80::1%25eth0]/", "https://224.0.0.1/",
        "https://[ff02::1]/", "https://100.64.0.1/", "https://0.0.0.0/", "https://192.168.1.1:8443/",
        "https://example.com@127.0.0.1/", "https://example.com\\@127.0.0.1/", "ftp://example.com/",
        "https://", "https:///hook", "nonsense", "https://no.such.name.invalid/",
        "https://example.com:0/", "https://a b.example/",
    ],
)  # fmt: skip
def test_nothing_private_can_be_saved_however_it_is_written(program: Program, url: str) -> None:
    refused = create(program, url=url)

    assert refused.status_code == 422
    assert [e["pointer"] for e in refused.json["errors"]] == ["#/url"]
    assert refused.json["errors"][0]["detail"].endswith(".")


def test_an_organization_has_twenty_at_most(program: Program) -> None:
    made = [create(program).status_code for _ in range(21)]

    assert made == [201] * 20 + [409]


def test_what_is_wrong_is_named(program: Program) -> None:
    wrong = create(program, events=["envelope.sunk"], ordering="sideways", more=1)

    assert wrong.status_code == 422
    assert {e["pointer"] for e in wrong.json["errors"]} == {"#/events/0", "#/ordering", "#/more"}


def test_without_the_scope_and_from_another_organization_nothing_is_there(
    app: Flask, program: Program, member: Member, stranger: Sender
) -> None:
    place = create(program).headers["Location"]

    assert Program(app, make_key(member, "envelopes:write")).get(place).status_code == 403
    assert Program(app, make_key(stranger.member, "webhooks")).get(place).status_code == 404
    assert program.get(f"{PLACE}/{uuid4()}").status_code == 404


def test_networks_that_the_operator_opened_may_be_reached_in_clear() -> None:
    from core.addresses import network_address

    opened = (ip_network("10.1.0.0/16"),)
    network_address.check_target("http://10.1.2.3/hook", opened)

    assert network_address.is_reachable(network_address.ip_address("10.1.2.3"), opened)
    assert not network_address.is_reachable(network_address.ip_address("10.2.2.3"), opened)
    with pytest.raises(network_address.ForbiddenAddress):
        public = network_address.ip_address("93.184.215.14")
        network_address.choose_reachable([public], opened, in_clear=True)
