import time
from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import psycopg
import pytest

from actors.jobs.held_leases import HeldLeases
from core.jobs.job import Job
from core.jobs.retry_policy import PATIENT
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants import leased_job
from tenants.installation import Installation, Organization
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.store.jobs.leases import GIVEN_UP, UNHEARD
from tenants.store.jobs.outbox import LostLease
from tenants.store.jobs.relay_queue import DueJob, RelayQueue
from tenants.store.operator.operator_functions import OperatorFunctions
from tenants.use_cases.jobs import dead_jobs
from tests.tenants.conftest import found_member


@pytest.fixture
def queue(settings: Settings, services: dict[str, str]) -> RelayQueue:
    """Nothing that other tests left is open: the relay looks at so many organizations at once."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update outbox set state = 'done', finished_at = now() where state = 'open'"
        )
    return RelayQueue(settings.database_relay_url)


def test_of_many_workers_one_gets_the_lease(member: Member) -> None:
    organization = member.organization
    job_id = add(organization, "expire_envelope")
    leases: list[LeasedJob | None] = []
    start = Barrier(5)

    def take() -> None:
        start.wait()
        leases.append(leased_job.lease(organization, job_id))

    threads = [Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(lease is not None for lease in leases) == 1
    assert state(organization, job_id)["attempts"] == 1


def test_a_worker_that_lost_its_lease_changes_nothing(member: Member) -> None:
    organization = member.organization
    job_id = add(organization, "expire_envelope")
    slow = lease(organization, job_id)
    let_the_lease_end(organization, job_id)
    quick = lease(organization, job_id)

    with pytest.raises(LostLease), organization.transaction(SYSTEM) as tx:
        tx.jobs.add(organization.id, [Job("mail_sender", {"effect": "of the slow one"})])
        tx.jobs.done(slow)
    quick.done()

    assert jobs_of(organization, "mail_sender") == 0
    assert state(organization, job_id)["state"] == "done"


def test_a_job_is_done_once(member: Member) -> None:
    job_id = add(member.organization, "expire_envelope")
    job = lease(member.organization, job_id)

    job.done()

    with pytest.raises(LostLease):
        job.done()
    assert leased_job.lease(member.organization, job_id) is None


def test_what_was_done_long_ago_is_swept_some_at_a_time(member: Member) -> None:
    organization = member.organization
    recent, open_one = (add(organization, "expire_envelope") for _ in range(2))
    lease(organization, recent).done()
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into outbox (organization_id, kind, queue, arguments, priority, lease, state,"
            " finished_at) select %s, 'mail_sender', 'messages', '{}', 1, '1 s', 'done',"
            " now() - interval '31 days' from generate_series(1, 25)",
            organization.id,
        )

    left = []
    for _ in range(2):
        lease(organization, add(organization, "expire_envelope")).done()
        left.append(jobs_of(organization, "mail_sender"))

    assert left == [5, 0]
    assert state(organization, recent)["state"] == "done"
    assert state(organization, open_one)["state"] == "open"


def test_a_lease_ends_by_the_clock_of_the_database(member: Member) -> None:
    job_id = add(member.organization, "mail_sender", lease=timedelta(milliseconds=1))

    first = lease(member.organization, job_id)
    time.sleep(0.01)
    second = lease(member.organization, job_id)

    assert (first.attempts, second.attempts) == (1, 2)


def test_a_job_that_is_not_due_is_not_leased(member: Member, queue: RelayQueue) -> None:
    job_id = add(member.organization, "expire_envelope")
    set_to(member.organization, job_id, "due_at = now() + interval '1 day'")

    assert leased_job.lease(member.organization, job_id) is None
    assert published(queue, messages=5) == []


def test_a_failing_job_waits_longer_each_time_and_is_kept_as_dead(member: Member) -> None:
    organization = member.organization
    job_id = add(organization, "mail_sender")
    waits = []

    for _ in range(PATIENT.tries):
        lease(organization, job_id).fail("the mail server answered 451")
        waits.append(state(organization, job_id)["waits"])
        set_to(organization, job_id, "due_at = now()")

    assert waits[:-1] == [PATIENT.after(n) for n in range(1, PATIENT.tries)]
    assert waits == [*sorted(waits[:-1]), timedelta(0)]
    dead = state(organization, job_id)
    assert (dead["state"], dead["last_error"]) == ("dead", "the mail server answered 451")
    assert leased_job.lease(organization, job_id) is None


def test_what_would_fail_again_is_dead_at_once(member: Member) -> None:
    job_id = add(member.organization, "mail_sender")

    lease(member.organization, job_id).fail("refused with 550", permanent=True)

    assert state(member.organization, job_id)["state"] == "dead"


def test_a_late_worker_cannot_fail_what_another_has_taken_over(member: Member) -> None:
    job_id = add(member.organization, "mail_sender")
    late = lease(member.organization, job_id)
    let_the_lease_end(member.organization, job_id)
    lease(member.organization, job_id)

    late.fail("too late", permanent=True)

    assert state(member.organization, job_id)["state"] == "open"
    assert state(member.organization, job_id)["last_error"] == ""


def test_a_lease_shorter_than_the_work_is_renewed_while_somebody_works(member: Member) -> None:
    job_id = add(member.organization, "seal_envelope", lease=timedelta(minutes=5))
    job = lease(member.organization, job_id)
    held = HeldLeases()

    with held.working(job):
        let_the_lease_end(member.organization, job_id)
        held.beat()
        taken = leased_job.lease(member.organization, job_id)
    let_the_lease_end(member.organization, job_id)
    held.beat()

    assert taken is None
    assert lease(member.organization, job_id).attempts == 2


def test_a_lease_that_another_has_taken_is_not_renewed(member: Member) -> None:
    job_id = add(member.organization, "seal_envelope")
    late = lease(member.organization, job_id)
    let_the_lease_end(member.organization, job_id)
    quick = lease(member.organization, job_id)
    held = HeldLeases()

    with held.working(late):
        held.beat()
        left = held.now()

    with pytest.raises(LostLease):
        late.renew()
    assert left == []
    quick.done()


def test_a_job_that_was_given_back_is_not_kept_by_a_late_beat(member: Member) -> None:
    job_id = add(member.organization, "seal_envelope")
    job = lease(member.organization, job_id)
    job.fail("it did not work")

    with pytest.raises(LostLease):
        job.renew()


def test_what_a_worker_is_at_when_it_is_stopped_goes_on_at_once(member: Member) -> None:
    job_id = add(member.organization, "seal_envelope")
    held, job = HeldLeases(), lease(member.organization, job_id)

    with held.working(job):
        held.give_back()

    again = lease(member.organization, job_id)
    assert (again.attempts, again.tries) == (2, 1)


def test_a_job_that_kills_its_workers_is_given_up(member: Member) -> None:
    job_id = add(member.organization, "seal_envelope")

    for _ in range(UNHEARD):
        lease(member.organization, job_id)
        let_the_lease_end(member.organization, job_id)

    assert leased_job.lease(member.organization, job_id) is None
    dead = state(member.organization, job_id)
    assert (dead["state"], dead["last_error"]) == ("dead", GIVEN_UP)
    assert dead["finished_at"] is not None


def test_a_job_whose_workers_report_is_not_given_up_for_being_slow(member: Member) -> None:
    job_id = add(member.organization, "seal_envelope")

    for _ in range(UNHEARD + 2):
        lease(member.organization, job_id).fail("the server is away")
        set_to(member.organization, job_id, "due_at = now()")

    assert state(member.organization, job_id)["state"] == "open"


def test_reviving_a_job_never_lets_an_old_attempt_pass_the_fence(
    member: Member, services: dict[str, str]
) -> None:
    job_id = add(member.organization, "seal_envelope")
    late = lease(member.organization, job_id)
    set_to(member.organization, job_id, "state = 'dead'")
    with psycopg.connect(services["DATABASE_RELAY_URL"]) as relay:
        dead_jobs.revive(OperatorFunctions(relay), job_id=job_id)

    for tell in (LeasedJob.done, LeasedJob.renew):
        with pytest.raises(LostLease):
            tell(late)

    again = lease(member.organization, job_id)
    assert (again.attempts, again.tries) == (3, 1)
    with pytest.raises(LostLease):
        late.done()


def test_a_report_that_the_database_missed_is_made_when_it_is_back(member: Member) -> None:
    job_id = add(member.organization, "mail_sender")
    job, held, tried = lease(member.organization, job_id), HeldLeases(), list[bool]()

    def say() -> None:
        tried.append(True)
        if len(tried) < 3:
            raise psycopg.OperationalError
        job.fail("the connection was lost")

    held.report(say)
    held.beat()
    before = state(member.organization, job_id)["lease_until"]
    held.beat()

    assert before is not None
    assert state(member.organization, job_id)["lease_until"] is None


def test_a_job_of_another_organization_cannot_be_taken(member: Member, stranger: Member) -> None:
    job_id = add(member.organization, "mail_sender")

    assert leased_job.lease(stranger.organization, job_id) is None
    assert not leased_job.exists(stranger.organization, job_id)


def test_organizations_take_turns_however_many_jobs_one_has(
    installation: Installation, queue: RelayQueue
) -> None:
    busy, quiet, third = (found_member(installation).organization for _ in range(3))
    add(busy, "mail_sender", times=50)
    add(quiet, "mail_sender", times=2)
    add(third, "mail_sender", times=1)

    first = published(queue, messages=5)
    rest = published(queue, messages=100)

    whose = [job.organization_id for job in first]
    assert {o.id: whose.count(o.id) for o in (busy, quiet, third)} == {
        busy.id: 2,
        quiet.id: 2,
        third.id: 1,
    }
    assert len(rest) == 48


def test_urgent_kinds_go_first(member: Member, queue: RelayQueue) -> None:
    for kind in ("mail_ending", "mail_completion", "mail_invitation", "render_pages"):
        add(member.organization, kind)

    order = [job.kind for _ in range(4) for job in published(queue, messages=1)]

    assert order == ["mail_invitation", "mail_completion", "mail_ending"]


def test_a_job_that_nobody_leased_is_published_again_after_a_while(
    member: Member, queue: RelayQueue
) -> None:
    job_id = add(member.organization, "mail_sender")

    first, at_once = published(queue, messages=9), published(queue, messages=9)
    set_to(member.organization, job_id, "published_until = published_until - interval '31 s'")
    later = published(queue, messages=9)

    assert [job.id for job in first] == [job.id for job in later] == [job_id]
    assert at_once == []


def test_a_job_in_somebodys_hands_is_not_published(member: Member, queue: RelayQueue) -> None:
    job_id = add(member.organization, "mail_sender")
    lease(member.organization, job_id)

    held = published(queue, messages=9)
    let_the_lease_end(member.organization, job_id)

    assert held == []
    assert [job.id for job in published(queue, messages=9)] == [job_id]


def test_nothing_is_marked_as_published_when_publishing_fails(
    member: Member, queue: RelayQueue
) -> None:
    job_id = add(member.organization, "mail_sender")

    def refuse(job: DueJob) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        queue.publish_due({"messages": 9}, refuse)

    assert [job.id for job in published(queue, messages=9)] == [job_id]


def test_the_relay_comes_back_after_its_connection_was_cut(
    member: Member, queue: RelayQueue, settings: Settings
) -> None:
    job_id = add(member.organization, "mail_sender")
    published(queue, pdf=1)

    with psycopg.connect(settings.database_relay_url) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where usename = 'relay' and pid <> pg_backend_pid()"
        )
    with pytest.raises(psycopg.OperationalError):
        published(queue, messages=9)

    assert [job.id for job in published(queue, messages=9)] == [job_id]


def test_the_relay_sees_the_outbox_and_nothing_else(settings: Settings) -> None:
    with psycopg.connect(settings.database_relay_url, autocommit=True) as connection:
        for forbidden in (
            "select from envelopes",
            "select from recipients",
            "update outbox set state = 'done'",
            "insert into outbox (organization_id) values (null)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden.encode())


def add(
    organization: Organization, kind: str, times: int = 1, lease: timedelta | None = None
) -> UUID:
    """The id of the last one."""
    jobs = [Job(kind, {"test": str(uuid4())}, lease=lease) for _ in range(times)]
    with organization.transaction(SYSTEM) as tx:
        tx.jobs.add(organization.id, jobs)
        row = tx.rows.one("select id from outbox where kind = %s order by id desc limit 1", kind)
    id: UUID = row["id"]
    return id


def lease(organization: Organization, job_id: UUID) -> LeasedJob:
    job = leased_job.lease(organization, job_id)
    assert job is not None
    return job


def published(queue: RelayQueue, **room: int) -> list[DueJob]:
    handed: list[DueJob] = []
    assert queue.publish_due(room, handed.append) == handed
    return handed


def state(organization: Organization, job_id: UUID) -> dict[str, object]:
    """`waits` is how long after the last change the job is due."""
    with organization.transaction(SYSTEM) as tx:
        return tx.rows.one(
            "select state, attempts, last_error, lease_until, finished_at,"
            " date_trunc('second', due_at - now() + interval '0.9 s') as waits"
            " from outbox where id = %s",
            job_id,
        )


def set_to(organization: Organization, job_id: UUID, change: str) -> None:
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run(f"update outbox set {change} where id = %s", job_id)


def let_the_lease_end(organization: Organization, job_id: UUID) -> None:
    set_to(organization, job_id, "lease_until = now() - interval '1 s'")


def jobs_of(organization: Organization, kind: str) -> int:
    with organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select count(*) as jobs from outbox where kind = %s", kind)
    jobs: int = row["jobs"]
    return jobs


def test_a_dead_job_is_seen_and_can_be_given_new_tries(
    member: Member, services: dict[str, str]
) -> None:
    organization = member.organization
    job_id = add(organization, "mail_sender")
    lease(organization, job_id).fail("the mail server answered 550", permanent=True)

    with psycopg.connect(services["DATABASE_RELAY_URL"]) as relay:
        seen = {
            job.id: job.last_error for job in dead_jobs.dead(OperatorFunctions(relay), most=9_999)
        }
        dead_jobs.revive(OperatorFunctions(relay), job_id=job_id)
        left = {job.id for job in dead_jobs.dead(OperatorFunctions(relay))}

    assert seen[job_id] == "the mail server answered 550"
    assert job_id not in left
    assert lease(organization, job_id).tries == 1
