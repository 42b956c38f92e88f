"""Each role in each order with each outcome: 1,720 envelopes, told beforehand how they end."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

import pytest

from core.envelopes import ending
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.cc import CC
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.envelopes.roles.viewer import VIEWER
from core.evidence import consistency
from core.signing import adopting, consenting, declining
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    SHA256,
    Record,
    finish,
    make_envelope,
    signature,
    signer,
)

ROLES = (SIGNER, IN_PERSON_SIGNER, APPROVER, VIEWER, AGENT, CC)
HOST = RecipientOptions(host_name="Hanna Host", host_email="hanna@example.com")
PEOPLE = [people for people in product(ROLES, repeat=3) if any(r.acts for r in people)]
ORDERS = {"in sequence": (1, 2, 3), "at once": (1, 1, 1)}
OUTCOMES = ("all finish", "the last declines", "voided after the first", "expires")
TABLE = list(product(PEOPLE, ORDERS, OUTCOMES))


@dataclass(frozen=True)
class Expected:
    """`asked` and `finished`: how many; mails by kind."""

    status: Status
    asked: int
    finished: int
    mails: Counter[str]


def expected(roles: tuple[Role, ...], order: str, outcome: str) -> Expected:
    """The slow and obvious answer."""
    acting = [role for role in roles if role.acts]
    finished = {
        "all finish": len(acting),
        "the last declines": len(acting) - 1,
        "voided after the first": 1,
        "expires": 0,
    }[outcome]
    asked = len(acting) if order == "at once" else min(finished + 1, len(acting))
    signed = finished == len(acting)
    status = {
        "all finish": Status.COMPLETED,
        "the last declines": Status.DECLINED,
        "voided after the first": Status.COMPLETED if signed else Status.VOIDED,
        "expires": Status.EXPIRED,
    }[outcome]
    mails = Counter(mail_invitation=asked)
    # Who signs in person has no address: their host hears of it until they have signed.
    if status is Status.COMPLETED:
        reached = sum(not role.in_person for role in roles)
        mails |= Counter(mail_completion=reached, mail_sender=1)
    else:
        reached = asked - sum(role.in_person for role in acting[:finished])
        mails |= Counter(mail_ending=reached)
        mails |= Counter(mail_sender=1 if status is not Status.VOIDED else 0)
    return Expected(status, asked, finished, +mails)


def test_the_table_has_more_than_five_hundred_envelopes() -> None:
    assert len(TABLE) == 1720


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("order", ORDERS)
def test_every_role_ends_as_it_was_told(order: str, outcome: str) -> None:
    wrong = [
        tuple(role.name for role in roles)
        for roles in PEOPLE
        if came_to(play(roles, ORDERS[order], outcome)) != expected(roles, order, outcome)
    ]

    assert wrong == []


def play(roles: tuple[Role, ...], orders: tuple[int, ...], outcome: str) -> Record:
    people = [
        one(n, role, order) for n, (role, order) in enumerate(zip(roles, orders, strict=True))
    ]
    record = Record(make_envelope(*people))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    acting = [person for person in people if person.role.acts]
    acts = {
        "all finish": acting,
        "the last declines": acting[:-1],
        "voided after the first": acting[:1],
        "expires": [],
    }[outcome]
    for person in acts:
        do(record, person)
    if outcome == "the last declines":
        record.add(declining.decline(record.envelope, acting[-1].id, "No", ORIGIN, NOW))
    if outcome == "expires":
        record.add(ending.expire(record.envelope, NOW + timedelta(days=121)))
    if record.envelope.status is Status.SIGNED:
        sealed = {d.id: SHA256 for d in record.envelope.documents}
        record.add(ending.complete(record.envelope, sealed, SHA256, NOW))
    elif outcome == "voided after the first":
        record.add(ending.void(record.envelope, "A mistake", NOW))
    return record


def one(number: int, role: Role, order: int) -> Recipient:
    """With a host and without an address, where the role allows it."""
    person = signer(f"Person {number}", order, role=role)
    return replace(person, email="", options=HOST) if role.in_person else person


def do(record: Record, person: Recipient) -> None:
    """All that the role asks for."""
    record.meet(person.id)
    record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW))
    if person.role.signs:
        record.add(adopting.adopt(record.envelope, signature(person)))
    if not person.role.must_open:
        record.add(finish(record.envelope, person))


def came_to(record: Record) -> Expected:
    """From the rows, which the trail tells alike; mails from the jobs of events."""
    assert consistency.differences(record.envelope, record.entries) == ()
    envelope: Envelope = record.envelope
    types = Counter(event.type for event in record.events)
    acted = [r for r in envelope.recipients if r.role.acts]
    assert types["recipient.completed"] == sum(r.completed_at is not None for r in acted)
    mails = Counter(job.kind for job in record.jobs if job.kind.startswith("mail_"))
    del mails["mail_progress"]
    return Expected(
        envelope.status,
        types["recipient.invited"] + types["recipient.host_invited"],
        types["recipient.completed"],
        mails,
    )
