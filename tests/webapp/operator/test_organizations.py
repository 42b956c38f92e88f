from datetime import datetime

from flask import Flask

from core.principal import SYSTEM
from tenants.installation import Installation
from tenants.member import Member
from tests.tenants import journeys
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.senders import Sender


def test_an_organization_is_found_and_shown_without_anything_that_is_in_it(
    desk: DeskBrowser, member: Member
) -> None:
    page = desk.get(f"/operator/organizations?words={member.slug}")
    shown = desk.get(f"/operator/organizations/{member.organization.id}")

    assert f"Organization {member.slug}" in page.text
    assert shown.status_code == 200
    assert "Suspend this organization" in shown.text
    assert member.email not in shown.text
    assert "Operator portal" in shown.text


def test_members_read_why_their_organization_is_suspended_and_change_nothing(
    app: Flask, desk: DeskBrowser, member: Member
) -> None:
    page = f"/operator/organizations/{member.organization.id}"
    sender = Sender(app, member).signed_in()
    desk.get(page)

    empty = desk.post(f"{page}/suspension", reason=" ")
    answer = desk.post(f"{page}/suspension", reason="Reported by <many>.")

    assert empty.status_code == 422
    assert "Enter a reason" in empty.text
    assert answer.status_code == 303
    assert "Reported by &lt;many&gt;." in sender.get("/envelopes").text
    form = {"name": "New", "time_zone": "UTC", "locale": "en"}
    assert sender.post("/settings/organization", **form).status_code == 409
    assert "Lift suspension" in desk.get(page).text
    assert desk.post(f"{page}/suspension", reason="Again").status_code == 409
    assert desk.post(f"{page}/suspension/lifting").status_code == 303
    assert "Reported by" not in sender.get("/envelopes").text
    assert sender.post("/settings/organization", **form).status_code == 303


def test_limits_are_set_in_words_that_people_type(
    desk: DeskBrowser, member: Member, installation: Installation
) -> None:
    page = f"/operator/organizations/{member.organization.id}"
    desk.get(page)

    wrong = desk.post(f"{page}/limits", envelopes="many", storage="5", api_calls="", members="3")
    huge = desk.post(f"{page}/limits", envelopes="9" * 30, storage="9" * 12, members="3")
    right = desk.post(f"{page}/limits", envelopes="1,000", storage="5", api_calls="", members="3")

    assert (wrong.status_code, huge.status_code) == (422, 422)
    assert 'value="many"' in wrong.text
    assert "Enter a whole number" in wrong.text
    assert right.status_code == 303
    found = journeys.limits(installation, member.organization.id)
    assert (found.envelopes_per_month, found.storage_bytes) == (1000, 5_000_000_000)
    assert (found.api_calls_per_month, found.members) == (None, 3)
    with member.organization.transaction(SYSTEM) as tx:
        actors = tx.rows.all(
            "select distinct actor from admin_events where type = 'setting.changed'"
        )
    assert {"actor": "operator"} in actors
    assert "set the limits" in desk.get("/operator/log").text


def test_a_founder_is_invited_by_mail(
    desk: DeskBrowser, installation: Installation, now: datetime
) -> None:
    desk.get("/operator/founders")

    wrong = desk.post("/operator/founders", email="nobody")
    right = desk.post("/operator/founders", email=f"founder-{desk.person.id}@example.com")

    assert wrong.status_code == 422
    assert 'value="nobody"' in wrong.text
    assert right.status_code == 303
    with installation.platform.transaction(SYSTEM) as tx:
        jobs = tx.rows.all(
            "select id from outbox where kind = 'mail_account' and created_at >= %s", now
        )
    assert len(jobs) == 1
    assert f"invited founder-{desk.person.id}@example.com" in desk.get("/operator/log").text


def test_an_organization_that_is_not_there_is_not_found(desk: DeskBrowser) -> None:
    for address in (
        "/operator/organizations/00000000-0000-0000-0000-000000000000",
        "/operator/organizations/11111111-1111-4111-8111-111111111111",
    ):
        assert desk.get(address).status_code == 404
        assert desk.post(f"{address}/suspension", reason="Why not").status_code == 404
        assert desk.post(f"{address}/limits", members="1").status_code == 404


def test_who_may_sign_up_is_set_and_logged(desk: DeskBrowser) -> None:
    desk.get("/operator/settings")

    wrong = desk.post("/operator/settings", sign_up="perhaps")
    right = desk.post("/operator/settings", sign_up="invitation")

    assert wrong.status_code == 422
    assert right.status_code == 303
    assert "changed who may create an organization here from" in desk.get("/operator/log").text
    desk.post("/operator/settings", sign_up="open")
    assert "from “people with an invitation” to “anyone”" in desk.get("/operator/log").text
