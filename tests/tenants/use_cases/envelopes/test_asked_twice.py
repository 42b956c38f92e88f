"""Each transition of an envelope asked for twice: it happens once, and the result is the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from core.signing.origin import Origin
from tenants.member import Member
from tenants.use_cases.envelopes import requested_sending, sending, voiding
from tenants.use_cases.envelopes.turns import pausing, starting
from tenants.use_cases.retention import recycle_bin
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

ORIGIN = Origin("192.0.2.7", "a browser")
LATER = NOW + timedelta(minutes=5)
Act = Callable[[Member, Envelope, datetime], Any]
SIGNATURE = uuid4()


def by_sender(use_case: Callable[..., Any], *args: object) -> Act:
    return lambda member, envelope, now: run(member, use_case, envelope.id, *args, now)


def by_signer(act: Callable[..., Any], *args: object) -> Act:
    return lambda member, envelope, now: act(
        ceremonies.enter(member, envelope.recipients[0]), *args, now
    )


def draft(member: Member) -> Envelope:
    return stored(member, ceremonies.complete_draft(member, NOW))


def sent(member: Member) -> Envelope:
    return ceremonies.sent(member, NOW)


def scheduled(member: Member) -> Envelope:
    envelope_id = ceremonies.complete_draft(member, NOW)
    return run(member, requested_sending.request, envelope_id, NOW, NOW + timedelta(days=1))


def consented(member: Member) -> Envelope:
    envelope = sent(member)
    return ceremonies.consent(ceremonies.enter(member, envelope.recipients[0]), ORIGIN, NOW)


def adopted(member: Member) -> Envelope:
    envelope = consented(member)
    capture(member, envelope, NOW)
    return envelope


def paused(member: Member) -> Envelope:
    return run(member, pausing.pause, sent(member).id, NOW)


def deleted(member: Member) -> Envelope:
    envelope = draft(member)
    run(member, recycle_bin.delete, envelope.id, NOW)
    return envelope


def capture(member: Member, envelope: Envelope, now: datetime) -> Any:
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    return ceremonies.adopt(ceremony, SIGNATURE, "signature", "drawn", ceremonies.PNG, now)


def capture_and_finish(member: Member, envelope: Envelope, now: datetime) -> Any:
    """A page that is sent again as a whole, after its recipient has finished."""
    capture(member, envelope, now)
    return complete_recipient(member, envelope, now)


def complete_recipient(member: Member, envelope: Envelope, now: datetime) -> Any:
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    values = {f.id: "mine" for f in envelope.fields if f.recipient_ids == (ceremony.recipient_id,)}
    return ceremonies.finish(ceremony, values, ORIGIN, now)


ACTS: dict[str, tuple[Callable[[Member], Envelope], Act]] = {
    "send": (draft, by_sender(sending.send)),
    "ask to send": (draft, by_sender(requested_sending.request)),
    "start now": (scheduled, by_sender(starting.start_now)),
    "change the start": (scheduled, by_sender(starting.change, NOW + timedelta(days=2))),
    "pause": (sent, by_sender(pausing.pause)),
    "resume": (paused, by_sender(pausing.resume)),
    "void": (sent, by_sender(voiding.void, "Changed our minds")),
    "delete": (draft, by_sender(recycle_bin.delete)),
    "restore": (deleted, by_sender(recycle_bin.restore)),
    "consent": (sent, by_signer(ceremonies.consent, ORIGIN)),
    "capture signature": (consented, capture),
    "capture signature and finish": (consented, capture_and_finish),
    "complete recipient": (adopted, complete_recipient),
    "decline": (sent, by_signer(ceremonies.decline, "No", ORIGIN)),
}


@pytest.mark.parametrize("name", ACTS)
def test_it_happens_once_and_gives_the_same(member: Member, name: str) -> None:
    prepare, act = ACTS[name]
    envelope = prepare(member)
    before = trail(member, envelope.id)

    first = act(member, envelope, LATER)
    once = trail(member, envelope.id), jobs(member), stored(member, envelope.id)
    again = act(member, envelope, LATER + timedelta(seconds=1))

    assert len(once[0]) > len(before)
    assert (trail(member, envelope.id), jobs(member), stored(member, envelope.id)) == once
    if isinstance(first, Envelope):
        assert state(again) == state(first)


def state(envelope: Envelope) -> tuple[object, ...]:
    people = tuple((r.id, r.status) for r in envelope.recipients)
    return envelope.id, envelope.status, people, len(envelope.signatures)


def trail(member: Member, envelope_id: UUID) -> list[str]:
    with member.organization.transaction(SYSTEM) as tx:
        return [entry.type for entry in tx.audit.of(envelope_id)]


def jobs(member: Member) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        return int(tx.rows.one("select count(*) as n from outbox")["n"])


def stored(member: Member, envelope_id: UUID) -> Envelope:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.envelopes.get(envelope_id)
