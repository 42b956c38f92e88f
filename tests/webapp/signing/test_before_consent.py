"""Before consent nothing of a document leaves the server, and nothing is written by looking."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from werkzeug.routing import Rule

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer

WORDS = "Words of the lease"
# What shows something of a page: its picture, its bytes, its words, how large it is.
PAGES = (ceremonies.PNG, ceremonies.CANONICAL, ceremonies.PDF, WORDS.encode(), b"/pages/1", b"595")


@pytest.fixture
def envelope(member: Member, now: datetime) -> Envelope:
    return ceremonies.sent(member, now, text={1: [WORDS]})


def rules(app: Flask) -> Iterator[Rule]:
    """Every route of a recipient, and of their link, that is read."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/sign/<", "/s/<")) and "GET" in (rule.methods or ()):
            yield rule


def places(app: Flask, signer: Signer, envelope: Envelope) -> list[str]:
    ids = {
        "recipient_id": signer.recipient.id,
        "document_id": envelope.documents[0].id,
        "field_id": signer.fields[0].id,
        "number": 1,
        "token": signer.link.rpartition("/")[2],
    }
    with app.test_request_context():
        adapter = app.url_map.bind("")
        return [
            adapter.build(
                rule.endpoint, {name: ids.get(name, envelope.id) for name in rule.arguments}
            )
            for rule in rules(app)
        ]


def written(member: Member, envelope: Envelope) -> tuple[object, ...]:
    """What a look would leave behind: in the envelope, its trail and the work to be done."""
    with member.organization.transaction(SYSTEM) as tx:
        counted = tx.rows.one(
            "select (select count(*) from audit_events) as events,"
            " (select count(*) from outbox) as jobs, (select count(*) from access_log) as reads"
        )
    return run(member, reading.version, envelope.id), *counted.values()


@pytest.mark.parametrize("when", ["before consent", "after withdrawing"])
def test_no_route_gives_anything_of_a_page(
    app: Flask, member: Member, envelope: Envelope, when: str
) -> None:
    signer = Signer(app, member, envelope, 0)
    signer.open()
    if when == "after withdrawing":
        signer.consent()
        signer.post(f"{signer.page}/withdrawal")
    addresses = places(app, signer, envelope)

    answers = {address: signer.get(address) for address in addresses}

    assert len(addresses) > 25
    given = {
        (address, part)
        for address, answer in answers.items()
        for part in PAGES
        if part in answer.data
    }
    assert given == set()
    assert {a.mimetype for a in answers.values()} <= {"text/html", "application/json"}


@pytest.mark.parametrize("number", [0, 2])
def test_scanners_and_previews_that_open_every_address_write_nothing(
    app: Flask, member: Member, envelope: Envelope, number: int
) -> None:
    signer = Signer(app, member, envelope, number)
    signer.fields = signer.fields or envelope.fields
    signer.open()
    addresses = places(app, signer, envelope)
    before = written(member, envelope)

    for address in addresses:
        for method in ("HEAD", "GET"):
            signer.client.open(address, method=method)

    assert written(member, envelope) == before
    recipient = run(member, reading.envelope, envelope.id).recipients[number]
    assert (recipient.delivered_at, recipient.consent) == (None, None)
    assert "Opened" not in str(recipient.status)


def test_a_form_that_does_not_say_which_text_was_shown_accepts_nothing(
    app: Flask, member: Member, envelope: Envelope
) -> None:
    signer = Signer(app, member, envelope, 0)
    signer.open()

    for shown in ("", "0" * 64):
        answer = signer.post(f"{signer.page}/consent", {"agreed": "yes", "disclosure": shown})
        assert answer.status_code == 409
        assert "This text has changed since you opened the page." in answer.text

    assert not run(member, reading.envelope, envelope.id).recipients[0].consented
