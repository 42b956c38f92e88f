from datetime import datetime
from uuid import uuid4

from actors.retention.export_values import export_values
from tenants.use_cases.envelopes import envelope_details
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender


def test_an_envelope_is_found_by_its_external_id(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    run(sender.member, envelope_details.change, envelope.id, "A-4711", {}, [("Centre", "12")], now)

    found = sender.get("/dashboard/values?where=external_id&words=a-47")
    assert f"/envelopes/{envelope.id}" in found.text
    assert "entry-Centre" in found.text
    assert "No values start with" in sender.get("/dashboard/values?words=zzz").text
    assert sender.get("/dashboard/values?where=field-x&words=a").status_code == 404


def test_a_file_is_asked_for_made_and_downloaded(sender: Sender, now: datetime) -> None:
    ceremonies.sent(sender.member, now)
    sender.get("/dashboard/values")
    form = {"id": str(uuid4()), "first": "2026-01-01", "last": now.date().isoformat()}

    assert sender.post("/dashboard/values/exports", **form, format="csv").status_code == 303
    waiting = sender.get("/dashboard/values")
    assert "0 of 1 envelopes" in waiting.text
    assert 'hx-trigger="every 3s"' in waiting.text
    assert sender.get(f"/dashboard/values/exports/{form['id']}").status_code == 404
    export_values(ceremonies.lease_open(sender.member, "export_values"))

    fragment = sender.get("/dashboard/values", htmx=True)
    assert "every 3s" not in fragment.text
    answer = sender.get(f"/dashboard/values/exports/{form['id']}")
    assert answer.mimetype == "text/csv"
    assert b"Lease" in answer.data


def test_wrong_days_are_marked_and_kept(sender: Sender) -> None:
    sender.get("/dashboard/values")

    answer = sender.post(
        "/dashboard/values/exports",
        id=str(uuid4()),
        first="2026-05-01",
        last="2026-04-01",
        format="csv",
    )

    assert answer.status_code == 422
    assert "The last day is before the first day." in answer.text
    assert 'value="2026-05-01"' in answer.text
    form = {"first": "2026-01-01", "last": "2026-01-02", "format": "exe"}
    assert sender.post("/dashboard/values/exports", id=str(uuid4()), **form).status_code == 404
