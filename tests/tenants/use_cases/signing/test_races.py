"""
Two acts at the same moment in one envelope, on real connections: both orders end well.

A few times each within the suite; `RACES=200` in the environment, with the path of this file,
runs each as often as that.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from core.envelopes.correcting import Correction
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.turns.reassigning import Successor
from core.principal import SYSTEM
from core.signing.origin import Origin
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.use_cases.envelopes import correcting, reading, voiding
from tenants.use_cases.envelopes.turns import pausing, reassigning
from tests.tenants import ceremonies, races
from tests.tenants.opening import run

TIMES = int(os.environ.get("RACES", "3"))
ORIGIN = Origin("192.0.2.7", "a browser")
NOW = datetime.now(UTC)
Rival = Callable[[Member, Envelope, Ceremony], object]


def ready(member: Member, envelope: Envelope, number: int) -> Ceremony:
    """Agreed and with a signature: all that is left is to finish."""
    ceremony = ceremonies.enter(member, envelope.recipients[number])
    ceremonies.consent(ceremony, ORIGIN, NOW)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, NOW)
    return ceremonies.enter(member, envelope.recipients[number])


def finish(ceremony: Ceremony) -> None:
    ceremonies.finish(ceremony, ceremonies.values(ceremony), ORIGIN, NOW)


def void(member: Member, envelope: Envelope, _: Ceremony) -> object:
    return run(member, voiding.void, envelope.id, "A mistake", NOW)


def expire(member: Member, envelope: Envelope, _: Ceremony) -> object:
    from core.envelopes import ending

    late = NOW + timedelta(days=121)
    with member.organization.transaction(SYSTEM) as tx:
        tx.record(ending.expire(tx.envelopes.lock(envelope.id), late), "system", late)
    return None


def pause(member: Member, envelope: Envelope, _: Ceremony) -> object:
    return run(member, pausing.pause, envelope.id, NOW)


def reassign(member: Member, envelope: Envelope, ceremony: Ceremony) -> object:
    to = Successor(uuid4(), "Carl", "carl@example.com")
    return run(member, reassigning.reassign, envelope.id, ceremony.recipient_id, to, NOW)


def correct(member: Member, envelope: Envelope, ceremony: Ceremony) -> object:
    other = Correction("Carl", "carl@example.com")
    return run(member, correcting.correct, envelope.id, ceremony.recipient_id, other, NOW)


def correct_fields(member: Member, envelope: Envelope, ceremony: Ceremony) -> object:
    text = next(f for f in envelope.fields_of(ceremony.recipient_id) if not f.kind.is_adopted)
    wanted = MergedFields((replace(text, x=text.x + 1),), frozenset())
    return run(member, correcting.correct_fields, envelope.id, wanted, None, NOW)


def decline(member: Member, envelope: Envelope, ceremony: Ceremony) -> object:
    return ceremonies.decline(ceremony, "No", ORIGIN, NOW)


RIVALS: list[Rival] = [void, expire, pause, reassign, correct, correct_fields, decline]


@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.__name__)
def test_a_signature_is_given_before_the_other_act_or_not_at_all(
    member: Member, rival: Rival
) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent(member, NOW)
        ceremony = ready(member, envelope, 0)

        signed, other = races.at_once(
            lambda c=ceremony: finish(c),  # type: ignore[misc]
            lambda e=envelope, c=ceremony: rival(member, e, c),  # type: ignore[misc]
        )

        check(member, envelope, signed)
        assert not other.startswith("broke"), other


def test_two_last_signers_complete_it_once(member: Member) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent_for_several(member, NOW)
        both = [ready(member, envelope, number) for number in (0, 1)]

        said = races.at_once(*(lambda c=c: finish(c) for c in both))

        while "done" not in said or set(said) != {"done"}:
            # Who did not know the other's value in a shared field is asked, and finishes again.
            again = [ready_again(member, envelope, n) for n, s in enumerate(said) if s != "done"]
            said = races.at_once(*(lambda c=c: finish(c) for c in again))
        assert count(member, envelope, "envelope.signed") == 1
        assert count(member, envelope, "recipient.completed") == 2
        assert seals(member, envelope) == 1


def test_the_same_finish_from_two_devices_counts_once(member: Member) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent(member, NOW)
        ceremony = ready(member, envelope, 0)
        other = ceremonies.enter(member, envelope.recipients[0])

        said = races.at_once(lambda c=ceremony: finish(c), lambda c=other: finish(c))

        assert said == ["done", "done"]
        assert count(member, envelope, "recipient.completed") == 1


def test_two_of_a_group_who_finish_at_once_sign_once(member: Member) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent_to_group(member, NOW)
        both = [ready(member, envelope, number) for number in (0, 1)]
        for ceremony in both:
            signs = {f.id: "mine" for f in ceremony.fields if f.kind.is_signature}
            ceremonies.fill(ceremony, signs, NOW)

        said = races.at_once(*(lambda c=c: finish(c) for c in both))

        after = run(member, reading.envelope, envelope.id)
        (winner,) = (r for r in after.recipients if r.status is RecipientStatus.COMPLETED)
        hands = {str(s.id): s.recipient_id for s in after.signatures}
        signed = next(f for f in after.fields if f.kind.is_signature)
        assert sorted(said)[0] == "NoLongerNeeded" and "done" in said, said
        assert (hands[signed.value], signed.filled_by) == (winner.id, winner.id)
        assert all(f.filled_by == winner.id for f in after.fields)
        assert count(member, envelope, "recipient.completed") == 1
        assert count(member, envelope, "recipient.skipped") == 1
        assert seals(member, envelope) == 1


def ready_again(member: Member, envelope: Envelope, number: int) -> Ceremony:
    return ceremonies.enter(member, envelope.recipients[number])


def check(member: Member, envelope: Envelope, signed: str) -> None:
    """Never a signature after the end, never one lost, and a trail that holds."""
    after = run(member, reading.envelope, envelope.id)
    first = after.recipient(envelope.recipients[0].id)
    assert not signed.startswith("broke"), signed
    assert (signed == "done") == (first.status is RecipientStatus.COMPLETED)
    assert count(member, envelope, "recipient.completed") == int(signed == "done")
    timeline = run(member, reading.timeline, envelope.id)
    assert timeline.intact
    types = [entry.type for entry in timeline.entries]
    ends = [n for n, type in enumerate(types) if type in ENDS]
    completed = [n for n, type in enumerate(types) if type == "recipient.completed"]
    assert not ends or all(n < ends[0] for n in completed)
    assert after.status in (Status.SENT, Status.DELIVERED) or ends


ENDS = ("envelope.voided", "envelope.expired", "envelope.declined", "envelope.signed")


def count(member: Member, envelope: Envelope, type: str) -> int:
    timeline = run(member, reading.timeline, envelope.id)
    return sum(entry.type == type for entry in timeline.entries)


def seals(member: Member, envelope: Envelope) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one(
            "select count(*) as n from outbox where kind = 'seal_envelope' and envelope_id = %s",
            envelope.id,
        )
    return int(row["n"])
