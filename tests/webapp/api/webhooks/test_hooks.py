"""REST hooks as an automation service subscribes to them."""

import pytest
from flask import Flask

from core.webhooks import catalogue
from tenants.member import Member
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

PLACE = "/api/v1/hooks"
ENDPOINTS = "/api/v1/webhook-endpoints"
PUBLIC = "https://93.184.215.14/hook"
ASKED = {"target_url": PUBLIC, "event": "envelope.completed"}


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "webhooks"))


def test_a_service_subscribes_and_unsubscribes(program: Program) -> None:
    made = program.act(PLACE, ASKED)
    shown = program.get(made.headers["Location"]).json
    gone = program.act(f"{PLACE}/{made.json['id']}", method="DELETE")

    assert (made.status_code, made.json["target_url"]) == (201, PUBLIC)
    assert made.json["secret"].startswith("whsec_")
    assert (shown["events"], shown["payload"]) == (["envelope.completed"], "full")
    assert gone.status_code == 204
    assert program.get(ENDPOINTS).json["items"] == []
    assert program.act(f"{PLACE}/{made.json['id']}", method="DELETE").status_code == 404


def test_other_endpoints_and_those_of_others_stay(
    app: Flask, program: Program, stranger: Sender
) -> None:
    own = program.act(ENDPOINTS, {"url": PUBLIC}).json["id"]
    hook = program.act(PLACE, ASKED).json["id"]
    other = Program(app, make_key(stranger.member, "webhooks"))

    assert program.act(f"{PLACE}/{own}", method="DELETE").status_code == 404
    assert other.act(f"{PLACE}/{hook}", method="DELETE").status_code == 404
    assert len(program.get(ENDPOINTS).json["items"]) == 2


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"target_url": "https://127.0.0.1/hook"}, "#/target_url"),
        ({"event": "envelope.lost"}, "#/event"),
        ({"who": "me"}, "#/who"),
    ],
)
def test_what_cannot_be_subscribed_to_is_named(
    program: Program, changes: dict[str, str], pointer: str
) -> None:
    refused = program.act(PLACE, ASKED | changes)

    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]


def test_every_event_has_a_sample(app: Flask, program: Program) -> None:
    for name in catalogue.names():
        items = program.get(f"{PLACE}/samples/{name}").json["items"]
        assert [item["type"] for item in items] == [name]

    sample = program.get(f"{PLACE}/samples/envelope.completed").json["items"][0]
    assert sample["data"]["envelope"]["recipients"][0]["name"] == "Ana Ruiz"
    assert program.get(f"{PLACE}/samples/envelope.lost").status_code == 404
