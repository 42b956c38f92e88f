"""Organizations take turns: nobody waits for what another has asked for, however much it is."""

from uuid import UUID

import psycopg
import pytest

from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants.installation import Installation, Organization
from tenants.store.jobs.relay_queue import DueJob, RelayQueue
from tests.tenants.conftest import found_member
from tests.tenants.store.jobs.test_outbox import add, lease, published, set_to

BACKLOG = """
    insert into outbox (organization_id, kind, queue, arguments, priority, lease)
    select %s, %s, %s, '{}', %s, '1 minute' from generate_series(1, %s)
"""


@pytest.fixture
def queue(settings: Settings, services: dict[str, str]) -> RelayQueue:
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("delete from outbox where state = 'open'")
    return RelayQueue(settings.database_relay_url, {"pdf": 4, "messages": 4})


@pytest.fixture
def busy(queue: RelayQueue, installation: Installation) -> Organization:
    """2 500 urgent jobs of one organization wait in each of two queues."""
    organization = found_member(installation).organization
    with organization.transaction(SYSTEM) as tx:
        for kind, name in (("mail_invitation", "messages"), ("intake_document", "pdf")):
            tx.rows.run(BACKLOG, organization.id, kind, name, 0, 2_500)
    return organization


@pytest.fixture
def quiet(queue: RelayQueue, installation: Installation) -> Organization:
    return found_member(installation).organization


def test_a_backlog_of_thousands_keeps_nobody_elses_job_waiting(
    busy: Organization, quiet: Organization, queue: RelayQueue
) -> None:
    job_id = add(quiet, "mail_ending")  # the least urgent, and the youngest

    first = published(queue, messages=2)

    assert {job.organization_id for job in first} == {busy.id, quiet.id}
    assert job_id in {job.id for job in first}


def test_with_one_place_organizations_are_served_one_after_the_other(
    busy: Organization, quiet: Organization, queue: RelayQueue
) -> None:
    add(quiet, "render_pages", times=2)

    whose = [one(queue, "pdf").organization_id for _ in range(5)]

    assert sorted(whose[:2]) == sorted(whose[2:4]) == sorted([busy.id, quiet.id])
    assert whose[4] == busy.id


def test_of_one_organization_no_more_than_the_depth_of_a_queue_is_in_flight(
    busy: Organization, quiet: Organization, queue: RelayQueue
) -> None:
    flying = published(queue, pdf=9)
    lease(busy, flying[0].id)
    add(quiet, "render_pages", times=2)

    then = published(queue, pdf=9)

    assert len(flying) == 4
    assert [job.organization_id for job in then] == [quiet.id, quiet.id]


def test_within_an_organization_what_is_urgent_goes_first(
    quiet: Organization, queue: RelayQueue
) -> None:
    for kind in ("check_sealed_file", "render_pages", "intake_document"):
        add(quiet, kind)

    assert [one(queue, "pdf").kind for _ in range(3)] == [
        *("intake_document", "render_pages", "check_sealed_file")
    ]


def test_what_is_due_later_is_handed_over_when_its_time_has_come(
    quiet: Organization, queue: RelayQueue
) -> None:
    job_id = add(quiet, "mail_sender")
    set_to(quiet, job_id, "due_at = now() + interval '1 day'")
    early = published(queue, messages=4)
    with quiet.transaction(SYSTEM) as tx:
        # Its time has come while nobody touched its row.
        tx.rows.run("update outbox set due_at = now() where id = %s", job_id)
        tx.rows.run("update outbox set ready = false where id = %s", job_id)

    assert early == []
    assert [job.id for job in published(queue, messages=4)] == [job_id]


def test_more_organizations_than_one_turn_looks_at_all_come_up(
    installation: Installation, queue: RelayQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.store.jobs.relay_queue.ORGANIZATIONS", 2)
    organizations = [found_member(installation).organization for _ in range(5)]
    for organization in organizations:
        add(organization, "mail_sender")

    served: list[UUID] = []
    for _ in range(200):
        served += [job.organization_id for job in published(queue, messages=1)]

    assert len(served) == 5
    assert sorted(served) == sorted(organization.id for organization in organizations)


def one(queue: RelayQueue, name: str) -> DueJob:
    (job,) = published(queue, **{name: 1})
    return job
