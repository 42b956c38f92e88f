from datetime import date, timedelta

import pytest

from core.access import MemberRole
from core.envelopes.envelope import Status
from core.period import Period
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from tenants.member import Member
from tenants.transaction import Transaction
from tenants.use_cases.organizations import dashboard_figures
from tests.tenants import ceremonies, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.use_cases.organizations.test_summary_folding import act, envelope_of

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))


def go(member: Member, envelope_id: object, *acts: str) -> None:
    for number, name in enumerate(acts):
        with member.organization.transaction(SYSTEM) as tx:
            act(tx, name, envelope_id, NOW + timedelta(hours=number))  # type: ignore[arg-type]


def folded(tx: Transaction) -> None:
    tx.rows.one("select fold_summaries(1000000) as n")


@pytest.mark.parametrize("folding", [False, True])
def test_the_dashboard_tells_what_happened(member: Member, folding: bool) -> None:
    go(member, envelope_of(member, NOW), "send", "open", "sign", "complete")
    go(member, envelope_of(member, NOW), "send", "open")
    go(member, envelope_of(member, NOW), "send", "decline")
    envelope_of(member, NOW)
    if folding:
        with member.organization.transaction(SYSTEM) as tx:
            folded(tx)

    found = run(member, dashboard_figures.dashboard, JANUARY)

    now = {status.value: count for status, count in found.now.items() if count}
    assert now == {"draft": 1, "delivered": 1, "completed": 1, "declined": 1}
    told = {name: found.figures[name] for name in ("created", "sent", "opened", "finished")}
    assert told == {"created": 4, "sent": 3, "opened": 3, "finished": 1}
    assert found.durations.median is not None
    assert abs(found.durations.median - timedelta(hours=3)) < timedelta(minutes=30)
    assert sum(step.sent for step in found.steps) == 3
    assert [(s.name, s.sent, s.completed) for s in found.senders] == [("Owner", 3, 1)]
    assert found.senders[0].seconds == 3 * 3600


def test_a_sender_sees_their_own_figures_and_no_others(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    go(member, envelope_of(member, NOW), "send")
    mine = envelope_of(sender, NOW)
    go(member, mine, "send", "open")

    found = run(sender, dashboard_figures.dashboard, JANUARY)

    assert (found.figures["sent"], found.figures["opened"]) == (1, 1)
    assert found.senders == ()
    assert found.people == {}
    assert [row.envelope_id for row in found.waiting_for_others] == [mine]
    assert run(member, dashboard_figures.dashboard, JANUARY, sender.person_id).figures["sent"] == 1
    with pytest.raises(NotFound):
        run(sender, dashboard_figures.dashboard, JANUARY, member.person_id)


def test_a_viewer_has_no_dashboard_and_a_stranger_sees_nothing(
    member: Member, stranger: Member
) -> None:
    go(member, envelope_of(member, NOW), "send")

    with pytest.raises(Forbidden):
        run(colleague(member, MemberRole.VIEWER), dashboard_figures.dashboard, JANUARY)
    found = run(stranger, dashboard_figures.dashboard, JANUARY)
    assert found.figures["sent"] == 0
    assert found.waiting_for_others == ()
    with pytest.raises(NotFound):
        run(stranger, dashboard_figures.dashboard, JANUARY, member.person_id)


def test_another_time_has_other_figures(member: Member) -> None:
    go(member, envelope_of(member, NOW), "send")

    later = run(member, dashboard_figures.dashboard, Period(date(2026, 2, 1), date(2026, 3, 15)))

    assert later.figures["sent"] == 0
    assert later.now[Status.SENT] == 1


def test_what_waits_longest_stands_first_and_only_while_it_waits(member: Member) -> None:
    first, second = envelope_of(member, NOW), envelope_of(member, NOW)
    go(member, second, "send")
    with member.organization.transaction(SYSTEM) as tx:
        act(tx, "send", first, NOW - timedelta(days=2))
    go(member, envelope_of(member, NOW), "send", "void")

    found = run(member, dashboard_figures.dashboard, JANUARY)

    assert [row.envelope_id for row in found.waiting_for_others] == [first, second]
    assert found.waiting_for_others[0].names == ("Signer One",)


def test_what_waits_for_me_is_found_however_my_address_is_written(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update recipients set email = %s where id = %s",
            *(member.email.upper(), envelope.recipients[0].id),
        )

    found = run(member, dashboard_figures.dashboard, JANUARY)

    assert [row.envelope_id for row in found.waiting_for_me] == [envelope.id]


def test_templates_are_told_apart(member: Member) -> None:
    envelope_id = envelope_of(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update envelopes set template_id = gen_random_uuid() where id = %s", envelope_id
        )
    go(member, envelope_id, "send")
    go(member, envelope_of(member, NOW), "send")

    (row,) = run(member, dashboard_figures.dashboard, JANUARY).templates

    assert row.sent == 1
    assert len(run(member, dashboard_figures.dashboard, JANUARY, member.person_id).templates) == 1


def test_the_lines_of_a_file_are_those_of_days_and_senders(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    go(member, envelope_of(member, NOW), "send")
    go(member, envelope_of(sender, NOW - timedelta(days=40)), "send")

    time = Period(date(2025, 11, 1), date(2026, 1, 31))
    found = list(journeys.figures_by_day(member, time))

    assert [(day.isoformat(), name) for day, name, _ in found] == [
        ("2025-11-23", "Sender"),
        ("2026-01-02", "Owner"),
        ("2026-01-02", "Sender"),
    ]
    assert found[1][2]["sent"] == 1
    assert [name for _, name, _ in journeys.figures_by_day(sender, time)] == ["Sender", "Sender"]
