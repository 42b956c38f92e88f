from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from core.access import MemberRole
from core.bulk_sends import filled_row
from core.bulk_sends.bulk_send import BulkSend, BulkState, RowState
from core.bulk_sends.refusals import BulkSendMovedOn, BulkSendRunning, NoRowsToSend
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.envelope import Envelope, Status
from core.envelopes.sharing import Visibility
from core.organizations.quota import Limits
from core.principal import SYSTEM
from core.refusals import Invalid, NotFound
from tenants.member import Member
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.use_cases.bulk_sends import bulk_sends, running, template_source
from tenants.use_cases.envelopes import custom_fields, sharing
from tenants.use_cases.organizations import admin_log, quotas
from tenants.use_cases.people import members
from tenants.use_cases.retention import person_records
from tests.tenants import bulk
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague


def envelopes(member: Member, bulk_id: UUID) -> list[Envelope]:
    with member.transaction() as tx:
        rows = tx.rows.all("select id from envelopes where bulk_send_id = %s order by id", bulk_id)
        return [tx.envelopes.get(row["id"]) for row in rows]


def test_each_row_becomes_an_envelope_of_its_own(member: Member) -> None:
    template_id = bulk.template(member, NOW)
    bulk_id = bulk.uploaded(member, template_id, bulk.csv(bulk.rows(3)), NOW)

    bulk.checked(member, bulk_id)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")

    found = envelopes(member, bulk_id)
    assert sorted(e.recipients[0].email for e in found) == [
        f"buyer-{n}@example.com" for n in (1, 2, 3)
    ]
    assert {e.status for e in found} == {Status.SENT}
    assert {e.recipients[1].email for e in found} == {"ben@example.com"}
    values = {f.label: f.properties.get("default") for f in found[0].fields if f.label}
    assert values["City"] == "Lisbon"
    assert run(member, bulk_sends.get, bulk_id).state is BulkState.FINISHED
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 3}


def test_an_envelope_remembers_its_bulk_send_and_the_log_who_began_it(member: Member) -> None:
    bulk_id = sent(member, 2)

    with member.transaction() as tx:
        trails = [tx.audit.of(e.id) for e in envelopes(member, bulk_id)]
    log = [line.type for line in run(member, admin_log.log, LogFilter()).entries]
    told = [entry.data for trail in trails for entry in trail if entry.type == "envelope.bulk_sent"]
    assert sorted(data["row"] for data in told) == [2, 3]
    assert {data["bulk_send_id"] for data in told} == {str(bulk_id)}
    assert "bulk_send.begun" in log


def test_wrong_rows_are_told_by_column_and_stop_no_other_row(member: Member) -> None:
    table = [
        *bulk.rows(1),
        ("", "no address", "2000", "=cmd|' /C calc'!A0"),
        ("Zoe", "zoe@example.com", "", "Porto"),
        ("=1+1", "eve@example.com", "twelve", "Porto"),
    ]
    bulk_id = bulk.uploaded(member, bulk.template(member, NOW), bulk.csv(table), NOW)
    bulk.checked(member, bulk_id)
    with member.transaction() as tx:
        found = template_source.targets(tx, get(member, bulk_id)).targets
        wrong = tx.bulk_send_rows.page(bulk_id, [RowState.WRONG], 0, 10)

    known = {t.key: t.word or t.kind for t in found}
    told = {row.number: {known.get(p.about, "") for p in row.problems} for row in wrong}
    assert told == {3: {"Price", "City", "name", "email"}, 5: {"Price", "name"}}
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 2, RowState.WRONG: 2}


def test_a_row_for_the_same_people_again_can_be_left_out(member: Member) -> None:
    table = [*bulk.rows(2), *bulk.rows(1)]
    bulk_id = bulk.uploaded(member, bulk.template(member, NOW), bulk.csv(table), NOW)
    bulk.checked(member, bulk_id)
    with member.transaction() as tx:
        repeats = tx.bulk_row_counts.repeats(bulk_id)

    with pytest.raises(BulkSendMovedOn):
        run(member, running.start, bulk_id, 3, True, None, NOW)
    run(member, running.start, bulk_id, 2, True, None, NOW)

    assert repeats == 1
    assert bulk.counts(member, bulk_id) == {RowState.READY: 2, RowState.SKIPPED: 1}


def test_jobs_from_before_a_pause_do_nothing_and_those_after_it_send_the_rest(
    member: Member,
) -> None:
    bulk_id = ready(member, 5)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row", most=2)

    run(member, running.pause, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")
    paused = bulk.counts(member, bulk_id)
    run(member, running.resume, bulk_id, None, NOW)
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row")

    assert paused == {RowState.SENT: 2, RowState.READY: 3}
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 5}
    assert len(envelopes(member, bulk_id)) == 5
    assert get(member, bulk_id).state is BulkState.FINISHED


def test_what_was_cancelled_sends_no_more_and_keeps_what_was_sent(member: Member) -> None:
    bulk_id = ready(member, 3)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row", most=1)

    with pytest.raises(BulkSendRunning):
        run(member, bulk_sends.delete, bulk_id)
    run(member, running.cancel, bulk_id, NOW)
    run(member, running.cancel, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")

    assert bulk.counts(member, bulk_id) == {RowState.SENT: 1, RowState.CANCELLED: 2}
    run(member, bulk_sends.delete, bulk_id)
    assert len(envelopes(member, bulk_id)) == 1
    with pytest.raises(NotFound):
        get(member, bulk_id)


def test_a_row_that_failed_is_told_why_and_can_be_tried_again(member: Member) -> None:
    bulk_id = ready(member, 2)
    bulk.started(member, bulk_id, NOW)
    needed = CustomField(uuid4(), "Project", CustomFieldKind.TEXT, required=True)
    run(member, custom_fields.define, needed, NOW)
    bulk.work(member.organization, "send_bulk_row")
    with member.transaction() as tx:
        failed = tx.bulk_send_rows.page(bulk_id, [RowState.FAILED], 0, 10)
    assert [str(p.why) for row in failed for p in row.problems] == [filled_row.NO_VALUE] * 2
    assert get(member, bulk_id).state is BulkState.FINISHED

    run(member, custom_fields.remove, needed.id, NOW)
    run(member, running.retry, bulk_id, NOW)
    bulk.work(member.organization, "queue_bulk_rows")
    bulk.work(member.organization, "send_bulk_row")

    assert bulk.counts(member, bulk_id) == {RowState.SENT: 2}
    with pytest.raises(NoRowsToSend):
        run(member, running.retry, bulk_id, NOW)


def test_a_used_up_quota_pauses_all_rows_and_fails_none(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk_id = ready(member, 3)
    bulk.started(member, bulk_id, NOW)
    monkeypatch.setattr(quotas, "limits", lambda tx: Limits(envelopes_per_month=2))

    bulk.work(member.organization, "send_bulk_row")

    paused = get(member, bulk_id)
    assert (paused.state, paused.problem) == (BulkState.PAUSED, "quota_reached")
    assert "this month" in paused.paused_because
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 2, RowState.READY: 1}
    assert run(member, running.left_of_quota, datetime.now(UTC)) == 0


def test_rows_are_due_one_after_the_other_at_the_rate_that_was_chosen(member: Member) -> None:
    bulk_id = ready(member, 4)
    other = ready(member, 1)
    run(member, running.start, bulk_id, 4, False, 120, NOW)
    bulk.work(member.organization, "queue_bulk_rows")

    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "select due_at from outbox where kind = 'send_bulk_row' and state = 'open'"
            " order by (arguments ->> 'row')::int"
        )
    later = [row["due_at"] - NOW for row in rows[2:]]
    assert later == [timedelta(seconds=1), timedelta(seconds=1.5)]
    left = member.organization.installation.settings.rate_bulk_rows - 120
    assert run(member, running.left_of_rate, other) == left
    with pytest.raises(Invalid):
        run(member, running.start, other, 1, False, left + 1, NOW)


def test_corrected_rows_take_the_place_of_wrong_ones_and_new_ones_are_added(
    member: Member,
) -> None:
    table = [*bulk.rows(1), ("Zoe", "zoe", "1", ""), ("Yan", "yan", "1", "")]
    bulk_id = bulk.uploaded(member, bulk.template(member, NOW), bulk.csv(table), NOW)
    bulk.checked(member, bulk_id)
    head = ("Row in Countersign", *bulk.HEAD[::-1], "Error")
    better = [
        ("3", "", "7", "zoe@example.com", "Zoe", "Enter a complete address"),
        ("", "Porto", "8", "new@example.com", "New", ""),
    ]

    bulk.corrected(member, bulk_id, bulk.csv(better, head))
    bulk.work(member.organization, "check_bulk_rows")

    assert bulk.counts(member, bulk_id) == {RowState.READY: 3, RowState.WRONG: 1}
    assert get(member, bulk_id).total == 4
    bulk.corrected(member, bulk_id, b"other,columns\n1,2\n")
    assert get(member, bulk_id).problem == "other_columns"
    assert bulk.counts(member, bulk_id) == {RowState.READY: 3, RowState.WRONG: 1}


def test_what_was_erased_of_a_person_is_sent_to_no_one(member: Member) -> None:
    bulk_id = ready(member, 3)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row", most=1)

    with member.organization.transaction(SYSTEM) as tx:
        for number in (1, 2):
            person_records.erase(tx, f"buyer-{number}@example.com", NOW)
        rows = tx.bulk_send_rows.page(bulk_id, list(RowState), 1, 10)
    bulk.work(member.organization, "send_bulk_row")

    assert [bool(row.cells) for row in rows] == [False, False, True]
    assert bulk.counts(member, bulk_id) == {RowState.SENT: 2, RowState.CANCELLED: 1}


def test_cells_are_encrypted_and_go_after_a_month(member: Member) -> None:
    bulk_id = sent(member, 1)
    with member.organization.transaction(SYSTEM) as tx:
        stored = tx.rows.one(
            "select cells from bulk_send_rows where bulk_send_id = %s and number = 2", bulk_id
        )
    assert b"buyer-1" not in bytes(stored["cells"])

    bulk.work(member.organization, "forget_bulk_values")

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.bulk_send_rows.get(bulk_id, 2)
    assert (row.cells, row.state) == ((), RowState.SENT)
    assert get(member, bulk_id).forgotten_at is not None


def test_a_colleague_knows_nothing_of_it_and_an_admin_may_stop_it(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    bulk_id = ready(member, 1)
    bulk.started(member, bulk_id, NOW)

    with pytest.raises(NotFound):
        get(sender, bulk_id)
    with pytest.raises(NotFound):
        run(sender, running.cancel, bulk_id, NOW)
    assert run(sender, bulk_sends.listed).bulk_sends == ()
    admin = colleague(member, MemberRole.ADMIN)
    assert [b.id for b in run(admin, bulk_sends.listed).bulk_sends] == [bulk_id]
    run(admin, running.cancel, bulk_id, NOW)
    assert get(member, bulk_id).state is BulkState.CANCELLED


def test_rows_of_someone_who_left_are_not_sent(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    template_id = bulk.template(member, NOW)
    run(member, sharing.show_to, template_id, Visibility.ALL, None, NOW)
    bulk_id = bulk.uploaded(sender, template_id, bulk.csv(bulk.rows(2)), NOW)
    bulk.checked(sender, bulk_id)
    bulk.started(sender, bulk_id, NOW)

    run(member, members.change_role, sender.person_id, MemberRole.VIEWER, NOW)
    bulk.work(member.organization, "send_bulk_row")

    assert get(member, bulk_id).problem == "forbidden"
    assert bulk.counts(member, bulk_id) == {RowState.READY: 2}


def ready(member: Member, number: int) -> UUID:
    """A bulk send whose rows are all right."""
    template_id = bulk.template(member, NOW)
    bulk_id = bulk.uploaded(member, template_id, bulk.csv(bulk.rows(number)), NOW)
    bulk.checked(member, bulk_id)
    return bulk_id


def sent(member: Member, number: int) -> UUID:
    bulk_id = ready(member, number)
    bulk.started(member, bulk_id, NOW)
    bulk.work(member.organization, "send_bulk_row")
    return bulk_id


def get(member: Member, bulk_id: UUID) -> BulkSend:
    return run(member, bulk_sends.get, bulk_id)
