import csv
import io
import os
from datetime import datetime, timedelta

import psycopg
from flask import Flask

from core.access import MemberRole
from core.organizations.quota import Limits
from tests.tenants import ceremonies, operators
from tests.tenants.people import colleague
from tests.webapp.senders import Sender


def test_a_new_organization_is_shown_the_first_step_instead_of_zeros(sender: Sender) -> None:
    page = sender.get("/dashboard")

    assert page.status_code == 200
    assert "Nothing to report in this period" in page.text
    assert 'class="standings"' not in page.text
    assert 'href="/envelopes/new"' in page.text


def test_what_nobody_waits_for_is_said_in_a_sentence(sender: Sender, now: datetime) -> None:
    ceremonies.sent(sender.member, now)

    page = sender.get("/dashboard").text

    assert "Nothing is waiting for you." in page
    assert "Nothing was completed in this period." in page
    assert "Nothing to report" not in page


def test_what_was_sent_is_counted_at_once(sender: Sender, now: datetime) -> None:
    ceremonies.sent(sender.member, now)

    page = sender.get("/dashboard?days=90")

    assert "1 sent and 0 completed" in page.text
    assert "Signer One" in page.text
    assert "style=" not in page.text


def test_days_that_are_none_are_marked_and_kept(sender: Sender) -> None:
    page = sender.get("/dashboard?first=2026-05-01&last=2026-04-01")

    assert page.status_code == 422
    assert "The last day is before the first day." in page.text
    assert 'value="2026-05-01"' in page.text
    assert sender.get("/dashboard?first=x&last=").status_code == 422
    assert sender.get("/dashboard?sender=x").status_code == 404


def test_the_file_holds_no_formula(app: Flask, sender: Sender, now: datetime) -> None:
    person = colleague(sender.member, MemberRole.SENDER)
    ceremonies.sent(person, now)
    rename(sender, person.person_id, '=HYPERLINK("http://example.com")')
    first, last = (now - timedelta(days=2)).date(), (now + timedelta(days=2)).date()

    answer = sender.get(f"/dashboard/figures.csv?first={first}&last={last}")

    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0]["Sender"] == '\'=HYPERLINK("http://example.com")'
    assert rows[0]["Sent"] == "1"


def test_a_wrong_time_gives_no_file(sender: Sender) -> None:
    assert sender.get("/dashboard/figures.csv?first=2026-05-01&last=x").status_code == 422


def test_a_viewer_is_not_offered_the_dashboard(app: Flask, sender: Sender) -> None:
    viewer = Sender(app, colleague(sender.member, MemberRole.VIEWER)).signed_in()

    assert viewer.get("/dashboard").status_code == 403
    assert "/dashboard" not in viewer.get("/envelopes").text
    assert "/dashboard" in sender.get("/envelopes").text


def test_usage_near_its_limit_is_said_on_the_dashboard(sender: Sender, now: datetime) -> None:
    organization = sender.member.organization
    ceremonies.sent(sender.member, now)
    operators.set_limits(
        organization.installation, organization.id, Limits(envelopes_per_month=1), "operator", now
    )

    assert "Your organization has used 100% of its limit" in sender.get("/dashboard").text
    usage = sender.get("/settings/usage").text
    assert "1 of 1" in usage
    assert "You have reached the limit. It resets on" in usage
    assert "No limit" in usage


def rename(sender: Sender, person_id: object, name: str) -> None:
    with psycopg.connect(os.environ["TEST_SUPERUSER_URL"]) as connection:
        connection.execute("update people set name = %s where id = %s", (name, person_id))
