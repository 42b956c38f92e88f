"""Webhook endpoints in the settings: made, read with what was delivered, sent again."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from core.access import MemberRole
from core.principal import SYSTEM
from core.webhooks.webhook_answer import WebhookAnswer
from tenants import leased_job
from tenants.use_cases.webhooks import draining
from tenants.use_cases.webhooks.draining import Sent
from tests.tenants.people import colleague
from tests.webapp.senders import Sender

PLACE = "/settings/webhooks"
URL = "https://93.184.215.14/hook"
ENDPOINT = re.compile(rf"{PLACE}/([0-9a-f-]{{36}})")


def make(sender: Sender, **form: object) -> str:
    """The id of a new endpoint."""
    sender.get(f"{PLACE}/new")
    form = {"url": URL, "ordering": "envelope", "payload": "thin", "signing": "hmac"} | form
    answer = sender.post(PLACE, **form)
    assert "whsec_" in answer.text or "whpk_" in answer.text
    return ENDPOINT.search(answer.text)[1]  # type: ignore[index]


def test_an_endpoint_is_made_and_its_secret_is_shown_once(sender: Sender) -> None:
    empty = sender.get(PLACE).text
    id = make(sender, description="Billing", events=["envelope.completed"])

    listed, shown = sender.get(PLACE).text, sender.get(f"{PLACE}/{id}").text

    assert "No webhook endpoints yet" in empty
    assert "Billing" in listed
    assert "1 event" in listed
    assert "Nothing was sent yet" in shown
    assert "whsec_" not in listed + shown


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(sender: Sender) -> None:
    sender.get(f"{PLACE}/new")

    answer = sender.post(
        PLACE, url="https://10.0.0.1/", description="Kept", events=["recipient.declined"],
        ordering="none", payload="full", signing="hmac",
    )  # fmt: skip

    assert answer.status_code == 422
    assert "Webhooks reach public addresses only." in answer.text
    assert 'value="Kept"' in answer.text
    assert re.search(r'value="recipient.declined" checked', answer.text)


def test_a_failure_is_two_clicks_from_its_answer(sender: Sender) -> None:
    id = make(sender)
    sender.get(f"{PLACE}/{id}")
    told = sender.post(f"{PLACE}/{id}/test")
    _fail(sender, UUID(id))

    page = sender.get(f"{PLACE}/{id}?state=waiting").text
    delivery = re.search(rf'href="({PLACE}/{id}/deliveries/[^"]+)"', page)
    read = sender.get(delivery[1]).text  # type: ignore[index]

    assert told.headers["Location"] == delivery[1]  # type: ignore[index]
    assert "Failed, waiting" in page
    assert "503" in page
    assert "the database is away" in read
    assert "webhook-signature" in read
    sender.get(delivery[1])  # type: ignore[index]
    assert sender.post(f"{delivery[1]}/replay").status_code == 303  # type: ignore[index]


def test_it_is_paused_resumed_rotated_changed_and_deleted(sender: Sender) -> None:
    id = make(sender, signing="ed25519")
    shown = sender.get(f"{PLACE}/{id}").text
    done = [
        sender.post(f"{PLACE}/{id}/{act}").status_code
        for act in ("pause", "resumption", "secret", "replays")
    ]
    edited = sender.post(f"{PLACE}/{id}", url=URL, ordering="none", payload="full", signing="hmac")
    kept = sender.get(f"{PLACE}/{id}/edit").text
    deleted = sender.post(f"{PLACE}/{id}/deletion")

    assert "whpk_" in shown
    assert done == [303, 303, 200, 409]
    assert (edited.status_code, deleted.status_code) == (303, 303)
    assert re.search(r'value="full" selected', kept)
    assert sender.get(f"{PLACE}/{id}").status_code == 404


def test_a_time_that_is_none_is_said_beside_it(sender: Sender) -> None:
    id = make(sender)
    sender.get(f"{PLACE}/{id}")

    answer = sender.post(f"{PLACE}/{id}/replays", which="all", since="yesterday")

    assert answer.status_code == 422
    assert "Enter a date and a time." in answer.text


@pytest.mark.parametrize("role", [MemberRole.SENDER, MemberRole.AUDITOR])
def test_only_owners_and_admins_see_it(app: Flask, sender: Sender, role: MemberRole) -> None:
    other = Sender(app, colleague(sender.member, role)).signed_in()

    assert other.get(PLACE).status_code == 403


def _fail(sender: Sender, endpoint_id: UUID) -> None:
    """What a worker does, with an answer that it would have got."""
    organization = sender.member.organization
    with organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where kind = 'deliver_webhooks' limit 1")
    job = leased_job.lease(organization, row["id"])
    assert job is not None
    with job.transaction() as tx:
        assert draining.begin(tx, job, endpoint_id)
    with job.transaction() as tx:
        (sending,) = draining.go_on(tx, job, endpoint_id, (), (), 4)
    answer = WebhookAnswer(503, None, (("server", "nginx"),), b"the database is away")
    sent = Sent(sending, answer, job.now(), timedelta(seconds=1))
    with job.transaction() as tx:
        draining.go_on(tx, job, endpoint_id, (sent,), (), 0)
    with job.transaction() as tx:
        draining.end(tx, job, endpoint_id)
