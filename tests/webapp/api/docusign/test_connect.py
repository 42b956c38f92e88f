import base64
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from core.settings.settings import Settings
from core.webhooks.webhook_endpoint import PayloadKind, WebhookEndpoint
from tenants.encryption import webhook_signatures
from tenants.installation import Installation
from tenants.member import Member
from tenants.transaction import Transaction
from tenants.use_cases.webhooks import endpoints, payloads
from tests.tenants.opening import run
from tests.webapp.api.docusign.definitions import DocusignProgram, definition, take_in
from webapp import create_app

URL = "http://127.0.0.1:9/hook"


@pytest.fixture(scope="module")
def loopback(settings: Settings) -> Settings:
    """Addresses of this machine are let through, so that no name is looked up."""
    return replace(settings, outbound_private_networks=(ip_network("127.0.0.0/8"),))


@pytest.fixture(scope="module")
def installation(loopback: Settings) -> Iterator[Installation]:
    opened = Installation(loopback)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(loopback: Settings, installation: Installation) -> Flask:
    return create_app(loopback, installation)


def told(tx: Transaction, endpoint: WebhookEndpoint) -> list[dict[str, Any]]:
    rows = tx.rows.all(
        "select id from webhook_deliveries where endpoint_id = %s order by place", endpoint.id
    )
    found = [tx.webhook_deliveries.get(endpoint.id, row["id"]) for row in rows]
    return [
        {"delivery": delivery, "body": payloads.of(tx, delivery, endpoint.choices.payload)}
        for delivery in found
    ]


def notified(**changes: Any) -> dict[str, Any]:
    events = [{"envelopeEventStatusCode": "sent"}, {"envelopeEventStatusCode": "completed"}]
    return definition(
        status="sent", eventNotification={"url": URL, "envelopeEvents": events} | changes
    )


def test_an_envelope_that_asks_for_it_is_told_of_and_no_other(
    program: DocusignProgram, member: Member, now: datetime
) -> None:
    mine, same, other = (
        program.send("/envelopes", body)
        for body in (notified(), notified(), definition(status="sent"))
    )
    for made in (mine, same, other):
        assert made.status_code == 201, made.text
        take_in(member, made.json["envelopeId"], now)

    (endpoint,) = run(member, endpoints.listed)

    found = run(member, told, endpoint)
    assert endpoint.choices.payload is PayloadKind.DOCUSIGN
    assert [each["delivery"].envelope_id for each in found] == [
        UUID(made.json["envelopeId"]) for made in (mine, same)
    ]
    assert b'"event":"envelope-sent"' in found[0]["body"]
    assert b'"recipientId":"31"' in found[0]["body"]


def test_a_configuration_is_made_listed_and_deleted(
    program: DocusignProgram, member: Member
) -> None:
    asked = {
        "name": "Orders",
        "urlToPublishTo": URL,
        "allUsers": "true",
        "envelopeEvents": ["Completed", "Voided"],
        "eventData": {"version": "restv2.1", "format": "json", "includeData": ["recipients"]},
    }

    made = program.send("/connect", asked)
    listed = program.read("/connect").json
    gone = program.send(f"/connect/{made.json['connectId']}", None, "DELETE")

    assert made.status_code == 201, made.text
    assert made.json["hmacSecret"].startswith("whsec_")
    assert listed["totalRecords"] == "1"
    assert listed["configurations"][0]["events"] == ["envelope-completed", "envelope-voided"]
    assert (gone.status_code, program.read("/connect").json["configurations"]) == (200, [])


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"includeDocuments": "true"}, "eventNotification.includeDocuments"),
        ({"envelopeEvents": [{"envelopeEventStatusCode": "eaten"}]}, "envelope-eaten"),
        ({"useSoapInterface": "true"}, "useSoapInterface"),
        ({"eventData": {"includeData": ["documents"]}}, "documents"),
        ({"deliveryMode": "aggregate"}, "deliveryMode"),
        ({"url": "http://10.0.0.1/hook"}, "url"),
    ],
)
def test_what_connect_cannot_do_is_named(
    program: DocusignProgram, changed: dict[str, Any], named: str
) -> None:
    refused = program.send("/envelopes", notified(**changed))

    assert refused.status_code == 400, refused.text
    assert named in refused.json["message"]


def test_messages_are_signed_with_the_text_of_the_secret() -> None:
    secrets = [webhook_signatures.new_secret() for _ in "12"]

    ((first, signature), (second, _)) = webhook_signatures.connect_headers(secrets, b"{}")

    key = b"whsec_" + secrets[0].encode()
    assert (first, second) == ("x-docusign-signature-1", "x-docusign-signature-2")
    assert base64.b64decode(signature) == hmac.digest(key, b"{}", "sha256")
