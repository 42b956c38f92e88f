"""Reminders that go out by themselves, as the schedule of an envelope says."""

from datetime import timedelta

from core.envelopes.envelope import Envelope
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading, reminding
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job

DAY = timedelta(days=1)
KIND = "remind_recipient"


def scheduled(member: Member) -> Envelope:
    """Sent by an organization that reminds after three days, and then every two."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set remind_after = 3, remind_every = 2")
    return ceremonies.sent(member, NOW)


def reminders(member: Member) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select count(*) as count from outbox where kind = 'mail_reminder'")
    return int(row["count"])


def open_jobs(member: Member) -> list[object]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "select due_at from outbox where kind = %s and state = 'open' and lease_until is null",
            KIND,
        )
    return [row["due_at"] for row in rows]


def test_the_first_signer_is_reminded_when_it_is_time_and_then_again(member: Member) -> None:
    envelope = scheduled(member)

    due = open_jobs(member)
    job = ceremonies.lease_open(member, KIND)
    run_job(job, reminding.remind_by_schedule, NOW + 3 * DAY)

    first = run(member, reading.envelope, envelope.id).recipients[0]
    assert due == [NOW + 3 * DAY]
    assert (first.auto_reminders, first.reminded_at) == (1, NOW + 3 * DAY)
    assert reminders(member) == 1
    assert open_jobs(member) == [NOW + 5 * DAY]


def test_after_a_reminder_by_hand_the_job_comes_again_later(member: Member) -> None:
    envelope = scheduled(member)
    by_hand = NOW + 2 * DAY
    run(member, reminding.remind, envelope.id, by_hand)

    run_job(ceremonies.lease_open(member, KIND), reminding.remind_by_schedule, NOW + 3 * DAY)

    assert reminders(member) == 1
    assert len(open_jobs(member)) == 1
    assert run(member, reading.envelope, envelope.id).recipients[0].auto_reminders == 0


def test_one_who_has_signed_is_not_reminded_and_the_next_one_is(member: Member) -> None:
    envelope = scheduled(member)
    ceremonies.sign(member, envelope.recipients[0], NOW + DAY)

    run_job(ceremonies.lease_open(member, KIND), reminding.remind_by_schedule, NOW + 3 * DAY)

    assert reminders(member) == 0
    assert open_jobs(member) == [NOW + 4 * DAY]


def test_a_clock_that_jumps_and_a_worker_that_begins_anew_remind_once(member: Member) -> None:
    envelope = scheduled(member)
    early = ceremonies.lease_open(member, KIND)
    run_job(early, reminding.remind_by_schedule, NOW - 30 * DAY)
    none = reminders(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = %s", KIND)

    ceremonies.lease_open(member, KIND).give_back()  # its worker ended before it had done it
    run_job(ceremonies.lease_open(member, KIND), reminding.remind_by_schedule, NOW + 3 * DAY)
    run_job(ceremonies.lease_open(member, KIND), reminding.remind_by_schedule, NOW - 3 * DAY)

    assert (none, reminders(member)) == (0, 1)
    assert len(open_jobs(member)) == 1
    assert run(member, reading.envelope, envelope.id).recipients[0].auto_reminders == 1


def test_two_jobs_for_one_reminder_send_one(member: Member) -> None:
    """As there are after a correction that invites someone again."""
    envelope = scheduled(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into outbox (organization_id, envelope_id, kind, queue, arguments, priority,"
            " due_at, lease) select organization_id, envelope_id, kind, queue, arguments, priority,"
            " due_at, lease from outbox where kind = %s",
            KIND,
        )

    for _ in range(2):
        run_job(ceremonies.lease_open(member, KIND), reminding.remind_by_schedule, NOW + 3 * DAY)

    assert reminders(member) == 1
    assert run(member, reading.envelope, envelope.id).recipients[0].auto_reminders == 1
