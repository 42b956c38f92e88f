"""Bulk sends that are changed while workers are at their rows."""

from core.bulk_sends.bulk_send import BulkState, RowState
from tenants.member import Member
from tenants.use_cases.bulk_sends import bulk_sends, row_sending, running
from tenants.use_cases.templates import templates
from tests.tenants import bulk, ceremonies, races
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def test_a_bulk_send_is_cancelled_while_its_last_rows_are_sent(member: Member) -> None:
    bulk_id = bulk.uploaded(member, bulk.template(member, NOW), bulk.csv(bulk.rows(3)), NOW)
    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)
    job = ceremonies.lease_open(member, "send_bulk_row")
    found = run(member, bulk_sends.get, bulk_id)

    with member.transaction() as tx:
        tx.bulk_send_rows.get(bulk_id, job.argument("row", int), lock=True)
        cancelling = races.Begun(lambda: run(member, running.cancel, bulk_id, NOW))
        races.until_it_waits(member.organization.installation)
        is_done = row_sending.send(tx, job, found, NOW)

    assert (cancelling.came_to(), is_done) == ("done", False)
    with job.transaction() as tx:
        row_sending.end(tx, job, found, NOW)
    bulk.work(member.organization, "send_bulk_row")
    assert run(member, bulk_sends.get, bulk_id).state is BulkState.CANCELLED
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 1, RowState.CANCELLED: 2}


def test_rows_are_sent_once_whatever_is_pressed_meanwhile(member: Member) -> None:
    bulk_id = bulk.uploaded(member, bulk.template(member, NOW), bulk.csv(bulk.rows(12)), NOW)
    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)

    def press() -> None:
        for _ in range(4):
            run(member, running.pause, bulk_id, NOW)
            run(member, running.resume, bulk_id, None, NOW)
            bulk.work(member.organization, "queue_bulk_rows")

    def work() -> None:
        bulk.work(member.organization, "send_bulk_row")

    said = races.at_once(press, work, work)
    while bulk.work(member.organization, "send_bulk_row"):
        pass

    assert said == ["done"] * 3
    assert run(member, bulk_sends.get, bulk_id).state is BulkState.FINISHED
    with member.transaction() as tx:
        made = tx.rows.all("select id from envelopes where bulk_send_id = %s", bulk_id)
    assert (len(made), bulk.counts(member, bulk_id)) == (12, {RowState.SENT: 12})


def test_a_template_that_is_deleted_meanwhile_stops_no_row(member: Member) -> None:
    template_id = bulk.template(member, NOW)
    bulk_id = bulk.uploaded(member, template_id, bulk.csv(bulk.rows(6)), NOW)
    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)

    said = races.at_once(
        lambda: bulk.work(member.organization, "send_bulk_row"),
        lambda: run(member, templates.delete, template_id, NOW),
        lambda: bulk.work(member.organization, "send_bulk_row"),
    )
    bulk.work(member.organization, "send_bulk_row")

    assert said == ["done"] * 3
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 6}
    assert run(member, bulk_sends.get, bulk_id).state is BulkState.FINISHED
