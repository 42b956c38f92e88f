"""A group at each place among others, in each role and order: 486 envelopes end as told before."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from core.envelopes import ending
from core.envelopes.drafts import draft, draft_fields, draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.approver import APPROVER
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER
from core.envelopes.roles.viewer import VIEWER
from core.signing import declining
from tests.core.builders import NOW, ORIGIN, SENDER, SHA256, Record, make_envelope, signer
from tests.core.envelopes.test_end_states import ORDERS, Expected, came_to, do

ROLES = (SIGNER, APPROVER, VIEWER)
PEOPLE = list(product(ROLES, repeat=3))
PLACES = (0, 1, 2)
OUTCOMES = ("the second finishes", "the first declines", "both decline")
GROUP = RecipientOptions(group_id="6f", group="Finance")


def expected(place: int, order: str, outcome: str) -> Expected:
    """The slow and obvious answer: a group of two is one of three who act."""
    if outcome == "both decline":
        asked = 4 if order == "at once" else place + 2
        mails = Counter(mail_invitation=asked, mail_ending=asked, mail_sender=1)
        return Expected(Status.DECLINED, asked, place, mails)
    mails = Counter(mail_invitation=4, mail_completion=3, mail_sender=1)
    return Expected(Status.COMPLETED, 4, 3, mails)


def test_the_table_has_nearly_five_hundred_envelopes() -> None:
    assert len(PEOPLE) * len(PLACES) * len(ORDERS) * len(OUTCOMES) == 486


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("place", PLACES)
def test_every_group_ends_as_it_was_told(place: int, order: str, outcome: str) -> None:
    wrong = [
        tuple(role.name for role in roles)
        for roles in PEOPLE
        if came_to(play(roles, place, ORDERS[order], outcome)) != expected(place, order, outcome)
    ]

    assert wrong == []


def play(roles: tuple[Role, ...], place: int, orders: tuple[int, ...], outcome: str) -> Record:
    parts: list[list[Recipient]] = []
    for n, (role, order) in enumerate(zip(roles, orders, strict=True)):
        person = signer(f"Person {n}", order, role=role)
        other = signer(f"Other {n}", order, role=role)
        both = [replace(r, options=GROUP) for r in (person, other)]
        parts.append(both if n == place else [person])
    envelope = make_envelope(*(r for part in parts for r in part))
    firsts = {part[0].id for part in parts}
    fields = [f for f in envelope.fields if f.recipient_ids[0] in firsts]
    record = Record(draft_fields.place(envelope, fields).envelope)
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    for n, part in enumerate(parts):
        if n != place:
            do(record, part[0])
            continue
        gone = {"the second finishes": [], "the first declines": part[:1]}.get(outcome, part)
        for person in gone:
            record.add(declining.decline(record.envelope, person.id, "No", ORIGIN, NOW))
        if outcome == "both decline":
            return record
        do(record, part[1])
    sealed = {d.id: SHA256 for d in record.envelope.documents}
    record.add(ending.complete(record.envelope, sealed, SHA256, NOW))
    return record
