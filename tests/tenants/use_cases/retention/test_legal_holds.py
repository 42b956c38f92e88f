from uuid import uuid4

import pytest

from core.access import MemberRole
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.retention.retention import Subject
from tenants.member import Member
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.use_cases.organizations import admin_log
from tenants.use_cases.retention import legal_holds
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def is_held(member: Member, envelope_id: object) -> bool:
    with member.organization.transaction(SYSTEM) as tx:
        return legal_holds.is_held(tx, envelope_id)


def test_a_hold_on_an_address_covers_every_envelope_with_it_however_it_is_spelled(
    member: Member,
) -> None:
    envelope = ceremonies.sent(member, NOW)
    assert not is_held(member, envelope.id)

    run(
        member,
        legal_holds.place,
        uuid4(),
        Subject.ADDRESS,
        "A claim",
        NOW,
        address=" ONE@Example.com ",
    )

    assert is_held(member, envelope.id)


def test_a_hold_is_lifted_with_a_reason_and_both_stand_in_the_log(member: Member) -> None:
    envelope, hold_id = ceremonies.sent(member, NOW), uuid4()
    for _ in range(2):
        run(member, legal_holds.place, hold_id, "envelope", "A claim", NOW, envelope_id=envelope.id)
    assert is_held(member, envelope.id)

    with pytest.raises(Invalid):
        run(member, legal_holds.lift, hold_id, " ", NOW)
    for _ in range(2):
        run(member, legal_holds.lift, hold_id, "Settled", NOW)

    assert not is_held(member, envelope.id)
    run(member, legal_holds.place, uuid4(), "organization", "A claim", NOW)
    entries = run(member, admin_log.log, LogFilter(types=("hold.placed", "hold.lifted"))).entries
    told = [(e.type, {p.name: p.value for p in e.personal}["reason"]) for e in entries]
    placed = ("hold.placed", "A claim")
    assert told == [placed, ("hold.lifted", "Settled"), placed]


def test_a_hold_on_everything_holds_everything(member: Member, stranger: Member) -> None:
    envelope, other = ceremonies.sent(member, NOW), ceremonies.sent(stranger, NOW)

    run(member, legal_holds.place, uuid4(), "organization", "A claim", NOW)

    assert is_held(member, envelope.id)
    assert not is_held(stranger, other.id)


def test_nobody_else_places_or_lifts(member: Member, stranger: Member) -> None:
    envelope, hold_id = ceremonies.sent(member, NOW), uuid4()
    run(member, legal_holds.place, hold_id, "organization", "A claim", NOW)

    with pytest.raises(NotFound):
        run(stranger, legal_holds.place, uuid4(), "envelope", "Mine", NOW, envelope_id=envelope.id)
    with pytest.raises(NotFound):
        run(stranger, legal_holds.lift, hold_id, "Mine", NOW)
    with pytest.raises(Forbidden):
        run(colleague(member, MemberRole.AUDITOR), legal_holds.lift, hold_id, "Mine", NOW)


@pytest.mark.parametrize(
    ("subject", "address", "field"),
    [("nothing", "", "subject"), ("address", "nobody", "address"), ("address", "", "address")],
)
def test_what_cannot_be_held_is_said_at_its_place(
    member: Member, subject: str, address: str, field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        run(member, legal_holds.place, uuid4(), subject, "A claim", NOW, address=address)

    assert list(invalid.value.errors) == [field]
