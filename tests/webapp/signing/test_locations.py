"""Where recipients are: asked for where the organization wants to know, and never needed."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.page_checks import visit
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer, path_of

PHONE = {"viewport": {"width": 360, "height": 740}}
BERLIN = {"latitude": 52.5200066, "longitude": 13.404954, "accuracy": 30}


@pytest.fixture
def asking(member: Member) -> Member:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set ask_location = true")
    return member


def said(member: Member, signer: Signer) -> list[str]:
    """What the trail tells of the location."""
    entries = run(member, reading.timeline, signer.envelope.id).entries
    return [e.type for e in entries if "location" in e.type]


def test_an_organization_turns_it_on(sender: Sender) -> None:
    place = "/settings/organization"
    before = sender.get(place).text
    form = {"name": "Acme", "time_zone": "UTC", "locale": "en"}

    answer = sender.post(place, **form, ask_location="yes")

    assert answer.status_code == 303
    assert 'name="ask_location" value="yes" checked' not in before
    assert 'name="ask_location" value="yes" checked' in sender.get(place).text
    assert "chose to ask recipients for their location" in sender.get("/settings/log").text


def test_where_it_is_not_wanted_no_page_may_ask_and_nothing_is_kept(
    app: Flask, member: Member, now: datetime
) -> None:
    signer = Signer(app, member, ceremonies.sent(member, now), 0)

    page = signer.open()
    signer.post(f"{signer.page}/consent", {"agreed": "yes", "location": "52.5 13.4 30"})

    assert "Share my location" not in page.text
    assert "geolocation=()" in page.headers["Permissions-Policy"]
    assert said(member, signer) == []


def test_what_was_shared_is_kept_as_personal(app: Flask, asking: Member, now: datetime) -> None:
    signer = Signer(app, asking, ceremonies.sent(asking, now), 0)

    page = signer.open()
    signer.post(f"{signer.page}/consent", {"agreed": "yes", "location": "52.5200066 13.404954 30"})
    after = signer.get(signer.page)

    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    assert "geolocation=()" in after.headers["Permissions-Policy"]
    (entry,) = (
        e
        for e in run(asking, reading.timeline, signer.envelope.id).entries
        if e.type == "recipient.location_given"
    )
    assert "52.52001, 13.40495" not in entry.text and '"accuracy":30' in entry.text
    assert "52.52001, 13.40495" in str(entry)


@pytest.mark.parametrize("told", ["", "somewhere", "200 300 5"])
def test_who_tells_nothing_goes_on_and_this_is_recorded(
    app: Flask, asking: Member, now: datetime, told: str
) -> None:
    signer = Signer(app, asking, ceremonies.sent(asking, now), 0)
    signer.open()

    signer.post(f"{signer.page}/consent", {"agreed": "yes", "location": told})

    assert said(asking, signer) == ["recipient.location_not_given"]
    assert "0 of 2 done" in signer.get(signer.page).text


@pytest.mark.parametrize("granted", [True, False])
def test_the_browser_is_asked_when_the_button_is_pressed(
    app: Flask, browser: Browser, host: str, asking: Member, granted: bool
) -> None:
    signer = Signer(app, asking, ceremonies.sent(asking, datetime.now(UTC)), 0)
    page = page_checks.open_page(browser, host, None, **PHONE)
    if granted:
        page.context.grant_permissions(["geolocation"], origin=host)
        page.context.set_geolocation(BERLIN)
    visit(page, path_of(asking, signer.recipient))

    page.get_by_role("button", name="Share my location").click()

    words = "accurate to 30 m" if granted else "did not give your location"
    expect(page.locator(".location [role=status]")).to_contain_text(words, timeout=30_000)
    assert page_checks.faults(page) == []
    page.get_by_role("button", name="Agree and continue").click()
    expect(page.locator("html[data-started] #signing_form")).to_be_visible(timeout=30_000)
    kind = "recipient.location_given" if granted else "recipient.location_not_given"
    assert said(asking, signer) == [kind]


def test_without_a_script_nothing_is_asked(
    app: Flask, browser: Browser, host: str, asking: Member
) -> None:
    signer = Signer(app, asking, ceremonies.sent(asking, datetime.now(UTC)), 0)
    page = page_checks.open_page(browser, host, None, java_script_enabled=False)
    visit(page, path_of(asking, signer.recipient))

    expect(page.get_by_role("button", name="Share my location")).to_be_hidden()
    page.get_by_role("button", name="Agree and continue").click()

    expect(page.locator("#signing_form")).to_be_visible()
    assert said(asking, signer) == ["recipient.location_not_given"]
