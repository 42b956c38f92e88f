"""A bulk send that is deleted while a worker has still to do with it."""

from uuid import UUID

import pytest

from actors.jobs import job
from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, running
from tests.tenants import bulk
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def reading(member: Member) -> UUID:
    template_id = bulk.template(member, NOW)
    return bulk.upload(member, template_id, bulk.csv(bulk.rows(2)), NOW)


def checking(member: Member) -> UUID:
    bulk_id = reading(member)
    bulk.read(member)
    run(member, row_checking.begin_checks, bulk_id)
    return bulk_id


def queueing(member: Member) -> UUID:
    bulk_id = checking(member)
    bulk.work(member.organization, "check_bulk_rows")
    run(member, running.start, bulk_id, 2, False, None, NOW)
    run(member, running.cancel, bulk_id, NOW)
    return bulk_id


@pytest.mark.parametrize("begun", [reading, checking, queueing])
def test_its_jobs_end_without_a_word_to_operators(
    installation: Installation, member: Member, begun: object
) -> None:
    bulk_id = begun(member)  # type: ignore[operator]
    run(member, bulk_sends.delete, bulk_id)
    with member.organization.transaction(SYSTEM) as tx:
        of = "arguments->>'bulk_id' = %s and kind <> 'forget_bulk_values'"
        open_jobs = tx.rows.all(
            f"select id from outbox where state = 'open' and {of}", f"{bulk_id}"
        )

    for row in open_jobs:
        job.run(installation, member.organization.id, row["id"])

    with member.organization.transaction(SYSTEM) as tx:
        left = tx.rows.all(f"select state, last_error from outbox where {of}", f"{bulk_id}")
    assert open_jobs
    assert [row["last_error"] for row in left if row["state"] != "done"] == []
