import csv
import hashlib
import hmac
import io
import json
from uuid import UUID

import psycopg

from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.webapp.senders import Sender


def rename(sender: Sender, name: str) -> None:
    sender.get("/settings/organization")
    sender.post("/settings/organization", name=name, time_zone="UTC", locale="en")


def test_the_log_tells_what_was_changed_from_what_to_what(sender: Sender) -> None:
    rename(sender, "Harbour Works")

    page = sender.get("/settings/log").text

    old = sender.member.organization_name
    words = f"changed the name of the organization from “{old}” to “Harbour Works”."
    assert words in page
    assert "organization.name" not in page
    assert "Today</h2>" in page
    assert "Intact" in page


def test_a_day_that_is_none_is_marked_and_kept(sender: Sender) -> None:
    answer = sender.get("/settings/log?first=yesterday&words=lease")

    assert answer.status_code == 422
    assert "Enter a date" in answer.text
    assert 'value="yesterday"' in answer.text
    assert 'value="lease"' in answer.text


def test_the_table_is_safe_to_open_in_a_spreadsheet(sender: Sender) -> None:
    rename(sender, "=HYPERLINK(1)")

    text = sender.get("/settings/log.csv").text

    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][0] == "number"
    assert len(rows) > 2
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_the_chain_is_checked_by_its_file_alone(sender: Sender) -> None:
    rename(sender, "Harbour Works")

    lines = sender.get("/settings/log.jsonl").text.splitlines()

    previous = "0" * 64
    for number, line in enumerate(map(json.loads, lines), start=1):
        said = json.loads(line["text"])
        assert hashlib.sha256(line["text"].encode()).hexdigest() == line["hash"]
        assert (said["sequence"], said["previous"]) == (number, previous)
        for name, kept in line["personal"].items():
            message = UUID(said["id"]).bytes + name.encode() + b"\0" + kept["value"].encode()
            salted = hmac.digest(bytes.fromhex(kept["salt"]), message, "sha256").hex()
            assert salted == said["commitments"][name]
        previous = line["hash"]
    assert "Harbour Works" in lines[-1]


def test_what_somebody_changed_is_told_by_the_pages_and_breaks_none(
    sender: Sender, services: dict[str, str]
) -> None:
    envelope = ceremonies.sent(sender.member, NOW)
    rename(sender, "Harbour Works")
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("set session_replication_role = replica")
        for table in ("audit_values", "admin_values"):
            superuser.execute(
                f"update {table} set sealed = sealed || '\\x00' where organization_id = %s",
                (sender.member.organization.id,),
            )

    log, shown = sender.get("/settings/log"), sender.get(f"/envelopes/{envelope.id}")
    lines = [json.loads(line) for line in sender.get("/settings/log.jsonl").text.splitlines()]

    assert (log.status_code, shown.status_code) == (200, 200)
    assert "This log has been altered" in log.text
    assert "is complete and unchanged" not in shown.text
    assert sender.get("/settings/log?words=harbour").status_code == 200
    assert sender.get("/settings/log.csv").status_code == 200
    assert any(line.get("unreadable") for line in lines)
