"""Sixty rows through real programs, whose worker is killed in the middle."""

import pytest

from core.bulk_sends.bulk_send import BulkState, RowState
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, running
from tests.actors import journeys
from tests.actors.conftest import Postman, Programs, until
from tests.tenants import bulk
from tests.tenants.opening import run

ROWS = 60


@pytest.fixture
def worked(alone: None, programs: Programs) -> Programs:
    programs.start("worker")
    programs.start("relay")
    return programs


def test_every_row_is_sent_once_whatever_dies(
    member: Member, postman: Postman, worked: Programs
) -> None:
    template_id = bulk.template(member, journeys.now(), countersigned=False)
    bulk_id = bulk.upload(member, template_id, bulk.csv(bulk.rows(ROWS)), journeys.now())
    until(lambda: run(member, bulk_sends.get, bulk_id).state is BulkState.READ)
    run(member, row_checking.begin_checks, bulk_id)
    until(lambda: run(member, bulk_sends.get, bulk_id).state is BulkState.CHECKED)
    run(member, running.start, bulk_id, ROWS, False, None, journeys.now())
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update bulk_sends set rate = 0 where id = %s", bulk_id)
    until(lambda: bulk.counts(member, bulk_id).get(RowState.SENT, 0) >= 5)

    worker = worked.process("worker")
    worker.kill()
    worker.wait()
    sent = bulk.counts(member, bulk_id).get(RowState.SENT, 0)
    worked.start("worker")
    journeys.let_time_pass(member)
    until(lambda: run(member, bulk_sends.get, bulk_id).state is BulkState.FINISHED)

    assert 5 <= sent < ROWS
    assert bulk.counts(member, bulk_id) == {RowState.SENT: ROWS}
    with member.organization.transaction(SYSTEM) as tx:
        made = tx.rows.one(
            "select count(*) as n, count(distinct r.envelope_id) as rows from envelopes e"
            " left join bulk_send_rows r on r.envelope_id = e.id where e.bulk_send_id = %s",
            bulk_id,
        )
    assert made == {"n": ROWS, "rows": ROWS}
    until(lambda: all(postman.to(f"buyer-{n}@example.com") for n in range(1, ROWS + 1)))
    letters = [letter["Message-ID"] for letter in postman.letters]
    assert len(set(letters)) == ROWS
