"""A member who is asked to sign goes to the ceremony from the portal, without a mail."""

import re
from datetime import datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from flask import Flask

from core.access import MemberRole
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from tenants.member import Member
from tenants.use_cases.envelopes import reading, voiding
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.documents.test_readings import sent_to
from tests.webapp.senders import Sender


@pytest.fixture
def asked(app: Flask, member: Member) -> Sender:
    """A viewer, who may send nothing."""
    return Sender(app, colleague(member, MemberRole.VIEWER)).signed_in()


def ceremony_of(envelope: Envelope, number: int = 0) -> str:
    return f"/envelopes/{envelope.id}/recipients/{envelope.recipients[number].id}/ceremony"


def facts(member: Member, envelope: Envelope) -> list[dict[str, object]]:
    entries = run(member, reading.timeline, envelope.id).entries
    return [dict(e.data) for e in entries if e.type == "recipient.signed_in"]


@pytest.mark.parametrize("place", ["/envelopes?box=inbox", "/envelopes/{id}"])
def test_who_is_asked_and_signed_in_signs_from_inbox_and_envelope_page(
    asked: Sender, member: Member, now: datetime, place: str
) -> None:
    envelope = sent_to(member, [Recipient(uuid4(), "Asked", asked.member.email)], now)
    recipient = envelope.recipients[0]

    page = asked.get(place.format(id=envelope.id)).text
    answer = asked.post(ceremony_of(envelope))
    asked.get(f"/sign/{recipient.id}")
    asked.post(f"/sign/{recipient.id}/consent", agreed="yes")
    signing_page = asked.get(f"/sign/{recipient.id}").text

    assert f'action="{ceremony_of(envelope)}"' in page
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign/{recipient.id}")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and f"Path=/sign/{recipient.id}" in cookie
    assert 'id="signing_form"' in signing_page
    (fact,) = facts(member, envelope)
    assert fact["recipient_id"] == str(recipient.id)
    assert fact["person_id"] == str(asked.member.person_id)
    assert (fact["method"], fact["factors"]) == ("password", 1)
    assert "Asked was signed in to the account" in asked.get(f"/envelopes/{envelope.id}").text


def test_it_is_recorded_once_in_a_session(asked: Sender, member: Member, now: datetime) -> None:
    envelope = sent_to(member, [Recipient(uuid4(), "Asked", asked.member.email)], now)
    asked.get("/envelopes")

    for _ in range(3):
        assert asked.post(ceremony_of(envelope)).status_code == 303

    assert len(facts(member, envelope)) == 1


def test_of_two_who_share_the_address_each_is_offered_by_name(
    asked: Sender, member: Member, now: datetime
) -> None:
    people = [Recipient(uuid4(), name, asked.member.email) for name in ("Ana", "Ben")]
    envelope = sent_to(member, people, now)

    page = asked.get(f"/envelopes/{envelope.id}").text
    inbox = asked.get("/envelopes?box=inbox").text
    answers = [asked.post(ceremony_of(envelope, n)).headers["Location"] for n in (0, 1)]

    assert "Sign as Ana" in page and "Sign as Ben" in page
    assert "/ceremony" not in inbox  # which of the two is asked on the page
    assert answers == [f"/sign/{person.id}" for person in envelope.recipients]


def test_nobody_is_let_in_for_another_address(
    sender: Sender, stranger: Sender, asked: Sender, member: Member, now: datetime
) -> None:
    people = [
        Recipient(uuid4(), "Asked", asked.member.email),
        Recipient(uuid4(), "Other", "other@example.com"),
    ]
    envelope = sent_to(member, people, now)
    others = sent_to(member, [Recipient(uuid4(), "Other", "other@example.com")], now)
    for who in (sender, stranger, asked):
        who.get("/envelopes")

    assert sender.post(ceremony_of(envelope)).status_code == 404  # its sender, and owner of all
    assert stranger.post(ceremony_of(envelope)).status_code == 404
    assert asked.post(ceremony_of(envelope, 1)).status_code == 404
    assert asked.post(ceremony_of(others)).status_code == 404
    assert facts(member, envelope) == []
    assert "/ceremony" not in sender.get(f"/envelopes/{envelope.id}").text


def test_only_in_their_turn_and_while_the_envelope_is_open(
    asked: Sender, member: Member, now: datetime
) -> None:
    people = [
        Recipient(uuid4(), "First", "first@example.com"),
        Recipient(uuid4(), "Asked", asked.member.email, routing_order=2),
    ]
    waiting = sent_to(member, people, now)
    closed = sent_to(member, [Recipient(uuid4(), "Asked", asked.member.email)], now)
    overdue = sent_to(
        member, [Recipient(uuid4(), "Asked", asked.member.email)], now - timedelta(days=400)
    )
    run(member, voiding.void, closed.id, "Another price.", now)
    asked.get("/envelopes")

    early = asked.post(ceremony_of(waiting, 1))
    over = asked.post(ceremony_of(closed))
    late = asked.post(ceremony_of(overdue))

    assert early.status_code == 404  # whoever is not asked yet does not see it
    assert (over.status_code, late.status_code) == (409, 409)
    assert "notice--problem" in over.text
    assert "ceremony" not in asked.get(f"/envelopes/{closed.id}").text
    assert [f for e in (waiting, closed, overdue) for f in facts(member, e)] == []


def test_a_copy_is_nothing_to_sign(asked: Sender, member: Member, now: datetime) -> None:
    people = [
        Recipient(uuid4(), "First", "first@example.com"),
        Recipient(uuid4(), "Asked", asked.member.email, CC, routing_order=2),
    ]
    envelope = sent_to(member, people, now)

    answer = asked.post(ceremony_of(envelope, 1))

    assert answer.status_code in (404, 409)
    assert run(member, reading.envelope, envelope.id).status is Status.SENT


def test_the_sender_who_signs_too_is_offered_both(
    sender: Sender, member: Member, now: datetime
) -> None:
    people = [
        Recipient(uuid4(), "Me", member.email),
        Recipient(uuid4(), "Other", "other@example.com"),
    ]
    envelope = sent_to(member, people, now - timedelta(hours=2))

    page = sender.get(f"/envelopes/{envelope.id}").text

    head = page[page.index('id="envelope_head"') : page.index("</header>", page.index("sent-page"))]
    assert re.search(r"</svg>\s*Sign</button>", head)
    assert "/reminders" in head
    assert head.count("button--primary") == 1


def test_while_the_organization_is_suspended_nobody_is_let_in(
    asked: Sender, member: Member, now: datetime, services: dict[str, str]
) -> None:
    envelope = sent_to(member, [Recipient(uuid4(), "Asked", asked.member.email)], now)
    asked.get("/envelopes")
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update organizations set suspended_at = now() where id = %s",
            (member.organization.id,),
        )

    answer = asked.post(ceremony_of(envelope))

    assert answer.status_code == 409
    assert facts(member, envelope) == []


def test_the_link_that_was_mailed_still_works_beside_it(
    app: Flask, asked: Sender, member: Member, now: datetime
) -> None:
    envelope = sent_to(member, [Recipient(uuid4(), "Asked", asked.member.email)], now)
    asked.get("/envelopes")
    asked.post(ceremony_of(envelope))

    assert ceremonies.enter(member, envelope.recipients[0]).recipient.name == "Asked"
