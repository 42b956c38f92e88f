"""Files of values: made by the actor, read by programs, for nobody else."""

import csv
import io
import zipfile
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from actors.retention import export_values, spreadsheet_file
from actors.retention.delete_values_export import delete_values_export
from core.access import MemberRole
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.period import Period
from core.principal import SYSTEM
from core.refusals import NotFound
from core.retention.refusals import TooManyExports
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.envelopes import custom_fields, envelope_details
from tenants.use_cases.retention import field_value_export
from tests.tenants import ceremonies, retention_requests
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.use_cases.organizations.test_summary_folding import envelope_of

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))


def asked(member: Member, format: str = "csv") -> UUID:
    export_id = uuid4()
    run(member, field_value_export.start, export_id, JANUARY, format, NOW)
    return export_id


def made(member: Member, format: str = "csv") -> bytes:
    export_id = asked(member, format)
    export_values.export_values(ceremonies.lease_open(member, "export_values"))
    return retention_requests.values_file(member, export_id, NOW)[1]


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_file_holds_what_is_noted_and_what_recipients_have_finished(member: Member) -> None:
    project = CustomField(uuid4(), "Project", CustomFieldKind.TEXT)
    run(member, custom_fields.define, project, NOW)
    envelope = ceremonies.sent(member, NOW)
    run(
        member,
        envelope_details.change,
        envelope.id,
        "4711",
        {project.id: "=1+1"},
        [("Centre", "12")],
        NOW,
    )
    ceremonies.sign(member, envelope.recipients[0], NOW)

    rows = table(made(member))

    told = [(r["Source"], r["Recipient"], r["Field"], r["Value"]) for r in rows]
    assert told == [
        ("Custom field", "", "Project", "'=1+1"),
        ("Entry", "", "Centre", "12"),
        ("Recipient", "Signer One", "text", "mine"),
    ]
    assert {r["External ID"] for r in rows} == {"4711"}
    assert {r["Envelope"] for r in rows} == {"Lease"}


def test_a_file_says_who_of_several_filled_in_a_value_and_what_the_sender_did(
    member: Member,
) -> None:
    envelope = ceremonies.sent_for_several(member, NOW)
    before = table(made(member))

    ceremonies.sign(member, envelope.recipients[1], NOW)

    told = [(r["Source"], r["Recipient"], r["Value"]) for r in table(made(member))]
    assert [(r["Source"], r["Value"]) for r in before] == [("Sender", "Lisbon")]
    assert told == [("Recipient", "Signer Two", "mine"), ("Sender", "", "Lisbon")]


def test_a_workbook_holds_text_and_no_formula(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    run(member, envelope_details.change, envelope.id, "=HYPERLINK(1)", {}, [("Centre", "@x")], NOW)

    workbook = zipfile.ZipFile(io.BytesIO(made(member, "xlsx")))

    sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK(1)" in sheet
    assert "<f>" not in sheet


def test_senders_get_what_they_sent_and_only_whoever_asked_gets_the_file(
    installation: Installation, member: Member
) -> None:
    stranger = found_member(installation)
    sender = colleague(member, MemberRole.SENDER)
    ceremonies.sent(member, NOW)
    ceremonies.sent(sender, NOW)
    export_id = asked(sender)
    export_values.export_values(ceremonies.lease_open(member, "export_values"))

    _, data = retention_requests.values_file(sender, export_id, NOW)

    assert {row["Sender"] for row in table(data)} == {"Sender"}
    for other in (member, stranger):
        with pytest.raises(NotFound):
            retention_requests.values_file(other, export_id, NOW)


def test_more_envelopes_than_are_read_at_once_are_all_there(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_value_export, "AT_ONCE", 2)
    for _ in range(5):
        ceremonies.sent(member, NOW)
    envelope_of(member, NOW)

    rows = table(made(member))

    assert len({row["Envelope id"] for row in rows}) == 5


def test_a_file_is_gone_after_a_week(member: Member) -> None:
    export_id = asked(member)
    export_values.export_values(ceremonies.lease_open(member, "export_values"))
    with member.organization.transaction(SYSTEM) as tx:
        name = tx.rows.one("select object from value_exports")["object"]
        due = tx.rows.one("select due_at from outbox where kind = 'delete_values_export'")["due_at"]
        tx.rows.run("update outbox set due_at = now() where kind = 'delete_values_export'")

    delete_values_export(ceremonies.lease_open(member, "delete_values_export"))

    assert due == NOW + timedelta(days=7)
    assert run(member, field_value_export.own, NOW) == ()
    with pytest.raises(NotFound):
        retention_requests.values_file(member, export_id, NOW)
    with pytest.raises(NotFound):
        member.organization.get(name)


def test_attempts_of_one_export_write_files_of_their_own(member: Member) -> None:
    export_id = asked(member)
    slow = ceremonies.lease_open(member, "export_values")
    run(slow, field_value_export.begin, slow)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set lease_until = null where kind = 'export_values'")
    quick = ceremonies.lease_open(member, "export_values")
    run(quick, field_value_export.begin, quick)
    export_values.keep(quick, b"of the winner")

    with pytest.raises(LostLease):
        export_values.keep(slow, b"of the loser")

    assert retention_requests.values_file(member, export_id, NOW)[1] == b"of the winner"


def test_whoever_has_left_meanwhile_gets_nothing(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    asked(sender)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update memberships set role = 'viewer' where person_id = %s", sender.person_id)

    export_values.export_values(ceremonies.lease_open(member, "export_values"))

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.one("select state from value_exports")["state"] == "refused"


def test_three_files_at_a_time_are_enough(member: Member) -> None:
    for _ in range(3):
        asked(member)

    with pytest.raises(TooManyExports):
        asked(member)


def test_many_lines_go_to_the_next_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_file, "ROWS_LIMIT", 2)

    data = spreadsheet_file.write("xlsx", [("x",) * 12 for _ in range(5)])

    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert sum(name.startswith("xl/worksheets/sheet") for name in names) == 3
