from uuid import uuid4

from core.envelopes.schedule import Schedule
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.senders import Sender


def test_the_name_of_the_organization_is_changed_and_said_so_once(sender: Sender) -> None:
    sender.get("/settings/organization")

    answer = sender.post(
        "/settings/organization", name="Renamed", time_zone="Europe/Paris", locale="en"
    )

    assert answer.status_code == 303
    page = sender.get("/settings/organization")
    assert 'value="Renamed"' in page.text
    assert "Saved." in page.text
    assert "Saved." not in sender.get("/settings/organization").text


def test_a_wrong_entry_is_marked_and_what_was_typed_is_kept(sender: Sender) -> None:
    sender.get("/settings/organization")

    answer = sender.post("/settings/organization", name="", time_zone="Mars/Base", locale="en")

    assert answer.status_code == 422
    assert "Enter a name for your organization" in answer.text
    assert "Choose a time zone" in answer.text


def test_new_envelopes_begin_with_the_expiry_and_reminders_of_the_organization(
    sender: Sender, member: Member
) -> None:
    sender.get("/settings/organization")
    form = {"name": "Acme", "time_zone": "UTC", "locale": "en"}
    days = {"expire_days": "30", "remind_after": "3", "remind_every": "7"}

    answer = sender.post("/settings/organization", **form, **days)
    draft = run(member, drafting.create, uuid4(), "Lease", NOW)

    assert answer.status_code == 303
    assert draft.schedule == Schedule(30, 3, 7)
    assert '<option value="30" selected>After 30 days</option>' in (
        sender.get("/settings/organization").text
    )
    for days in ("0", "", "abc", "1.5", "9" * 5000):
        wrong = sender.post("/settings/organization", **form, expire_days=days)
        assert wrong.status_code == 422
        assert "Enter a number of days from 1 to 365." in wrong.text
    assert sender.post("/settings/organization", **form, remind_after="x").status_code == 422


def test_days_are_written_in_the_format_of_the_organization(sender: Sender) -> None:
    sender.get("/settings/organization")
    form = {"name": "Acme", "time_zone": "UTC", "locale": "en"}

    wrong = sender.post("/settings/organization", **form, date_format="YYYY")
    right = sender.post("/settings/organization", **form, date_format="DD/MM/YYYY")

    assert wrong.status_code == 422
    assert "Choose a date format from the list." in wrong.text
    assert right.status_code == 303
    page = sender.get("/settings/organization").text
    assert '<option value="DD/MM/YYYY" selected>31/12/2026</option>' in page
