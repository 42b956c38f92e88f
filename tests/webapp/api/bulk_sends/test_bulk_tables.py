"""Bulk sends from a table, as a program uploads, matches, corrects, lists and downloads them."""

import base64
import csv
import io

import pytest
from flask import Flask

from tenants.member import Member
from tests.tenants import bulk
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender

PLACE = "/api/v1/bulk-sends"


@pytest.fixture
def program(app: Flask, member: Member) -> Program:
    return Program(app, make_key(member))


def uploaded(program: Program, member: Member, table: bytes) -> str:
    """One whose table was read."""
    body = {
        "template_id": str(bulk.template(member, NOW)),
        "content": base64.b64encode(table).decode(),
        "name": "Spring",
    }
    answer = program.act(f"{PLACE}/tables", body)
    assert (answer.status_code, answer.json["state"]) == (201, "reading"), answer.text
    bulk.read(member)
    return str(answer.location)


def test_a_table_is_uploaded_matched_corrected_and_downloaded(
    program: Program, member: Member
) -> None:
    table = bulk.csv([*bulk.rows(2), ("Buyer 3", "nowhere", "3", "Lisbon")])
    place = uploaded(program, member, table)

    columns = program.get(f"{place}/columns").json
    key = next(t["key"] for t in columns["targets"] if t["about"] == "Buyer e-mail")
    wrong = program.act(f"{place}/columns", {"columns": {}}, "PUT")
    matched = program.act(
        f"{place}/columns", {"columns": columns["columns"], "name": "For {{ Buyer name }}"}, "PUT"
    )
    bulk.work(member.organization, "check_bulk_rows")
    errors = program.get(f"{place}/errors.csv")
    fixed = errors.text.replace("nowhere", "buyer-3@example.com").encode()
    corrected = program.act(f"{place}/corrections", {"content": base64.b64encode(fixed).decode()})
    bulk.read(member)
    bulk.work(member.organization, "check_bulk_rows")
    results = list(csv.DictReader(io.StringIO(program.get(f"{place}/results.csv").text[1:])))

    assert columns["headings"] == list(bulk.HEAD)
    assert columns["columns"][key] == 1
    assert f"#/columns/{key}" in {e["pointer"] for e in wrong.json["errors"]}
    assert matched.json["state"] == "checking", matched.text
    assert "nowhere" in errors.text
    assert corrected.json["state"] == "reading"
    assert program.get(place).json["counts"] == {"ready": 3}
    assert [row["State"] for row in results] == ["Waiting"] * 3


def test_bulk_sends_are_listed_renamed_and_deleted(program: Program, member: Member) -> None:
    first, second = (uploaded(program, member, bulk.csv(bulk.rows(1))) for _ in "12")

    renamed = program.act(second, {"name": "Summer"}, "PATCH")
    latest = program.get(f"{PLACE}?limit=1").json
    rest = program.browser.get(
        PLACE, query_string={"cursor": latest["next_cursor"]}, headers=program.bearer
    ).json
    gone = program.act(first, method="DELETE")

    assert renamed.json["name"] == "Summer"
    assert {b["name"] for b in latest["items"] + rest["items"]} == {"Spring", "Summer"}
    assert rest["next_cursor"] is None
    assert (gone.status_code, program.get(first).status_code) == (204, 404)


def test_a_sample_table_has_the_columns_of_the_template(program: Program, member: Member) -> None:
    place = f"/api/v1/templates/{bulk.template(member, NOW)}/bulk-table.csv"

    assert program.get(place).text.startswith("\ufeffBuyer name,Buyer e-mail")


def test_it_takes_the_scope_and_ones_own_organization(
    app: Flask, program: Program, member: Member, stranger: Sender
) -> None:
    place = uploaded(program, member, bulk.csv(bulk.rows(1)))
    theirs = Program(app, make_key(stranger.member))
    reader = Program(app, make_key(member, "envelopes:read"))

    for path in ("", "/columns", "/errors.csv", "/results.csv"):
        assert theirs.get(f"{place}{path}").status_code == 404
    assert theirs.act(place, {"name": "Ours"}, "PATCH").status_code == 404
    assert (reader.get(place).status_code, reader.get(f"{place}/columns").status_code) == (200, 403)
    assert reader.act(place, method="DELETE").status_code == 403
