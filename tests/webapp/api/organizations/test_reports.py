"""Usage, figures and the admin log as a program reads them."""

import csv
import io

import pytest
from flask import Flask

from core.access import MemberRole
from tenants.member import Member
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, make_key

API = "/api/v1"
DAYS = f"first={NOW.date().replace(day=1)}&last={NOW.date()}"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member, "organization"))


def test_usage_says_what_is_used_of_what(program: Program) -> None:
    usage = program.get(f"{API}/usage").json
    found = {quota["kind"]: quota for quota in usage["quotas"]}

    assert set(found) == {"envelopes", "storage", "api_calls", "members"}
    assert found["members"]["used"] == 1
    assert found["api_calls"]["used"] >= 1
    assert len({month["month"] for month in usage["months"]}) == 12
    assert {month["month"][8:] for month in usage["months"]} == {"01"}


def test_figures_of_a_time_are_reported_as_json_and_csv(program: Program, member: Member) -> None:
    ceremonies.sent(member, NOW)

    found = program.get(f"{API}/reports/envelopes?{DAYS}").json
    table = program.get(f"{API}/reports/envelopes.csv?{DAYS}")

    assert found["figures"]["sent"] == 1
    assert [s["name"] for s in found["senders"]] == ["Owner"]
    (row,) = csv.DictReader(io.StringIO(table.text))
    assert (row["sender"], row["sent"]) == ("Owner", "1")


def test_a_time_that_is_none_and_a_sender_of_others_are_refused(
    app: Flask, program: Program, member: Member
) -> None:
    sender = colleague(member, MemberRole.SENDER)
    mine = Program(app, make_key(member, "envelopes:read"))

    wrong = program.get(f"{API}/reports/envelopes?first=2026-02-01&last=2026-01-01&days=3")

    assert {e["query"] for e in wrong.json["errors"]} == {"last", "days"}
    stranger = "01900000-0000-7000-8000-000000000000"
    for ending in ("", ".csv"):
        place = f"{API}/reports/envelopes{ending}?{DAYS}&sender_id="
        assert program.get(f"{place}{stranger}").status_code == 404 or ending
        assert mine.get(f"{place}{sender.person_id}").status_code == 200


def test_the_log_is_read_page_by_page_and_by_what_is_asked_for(program: Program) -> None:
    for name in ("Sales", "Legal", "Board"):
        program.act(f"{API}/custom-fields", {"name": name})
    place = f"{API}/admin-events"

    first = program.get(f"{place}?type=setting.changed&limit=2").json
    rest = program.get(f"{place}?type=setting.changed&cursor={first['next_cursor']}").json
    found = program.get(f"{place}?words=legal").json["items"]

    assert len(first["items"] + rest["items"]) == 3
    assert first["items"][0]["number"] > rest["items"][0]["number"]
    assert [e["type"] for e in found] == ["setting.changed"]
    assert "Billing" in found[0]["told"]
    assert found[0]["actor"].startswith("api_key:")


@pytest.mark.parametrize("place", ["usage", "admin-events"])
def test_they_take_the_scope(app: Flask, member: Member, place: str) -> None:
    other = Program(app, make_key(member, "envelopes:write", "members"))

    assert other.get(f"{API}/{place}").json["code"] == "scope_missing"
