"""Every page of the operator's portal in a browser: readable for all, at each width."""

from datetime import datetime
from uuid import UUID, uuid4

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser

from core.principal import SYSTEM
from deploy.commands import founding
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tenants.operator import Operator
from tenants.use_cases.operator import mail_tests, managed_organizations
from tenants.use_cases.operator.mail_tests import MailTestAnswer
from tests.tenants import ceremonies, journeys, operators
from tests.tenants.conftest import PASSWORD
from tests.tenants.opening import run
from tests.tenants.operators import Person
from tests.webapp import page_checks
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.operator.reported import report

DOOR = "operator.sessions."
LONG = "Gemeinschaftspraxisversicherungsabteilung".ljust(60, "x")
REFUSED = MailTestAnswer("recipient", False, 550, "5.1.1 " + "nobody@" + "long" * 40)


@pytest.fixture
def operator(installation: Installation, services: dict[str, str]) -> Operator:
    return operators.enrolled(installation, operators.add(services["DATABASE_OWNER_URL"]))


@pytest.fixture
def pages(
    app: Flask,
    operator: Operator,
    desk: DeskBrowser,
    member: Member,
    now: datetime,
) -> list[str]:
    """The addresses of all pages, with something on each of them."""
    ids = {
        "organization_id": [member.organization.id, suspended(operator, now)],
        "test_id": [mail_test(operator, answer, now) for answer in (None, REFUSED)],
    }
    report(app, member, ceremonies.sent(member, now), "Not my bank. " + "w" * 90)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update outbox set state = 'dead', finished_at = now(),"
            " last_error = 'the mail server answered ' || repeat('long', 40)"
            " where kind = 'mail_invitation'"
        )
    desk.post("/operator/settings", sign_up="open")
    found = [address for rule in guarded(app) for address in addresses(app, rule, ids)]
    found += ["/operator/organizations?words=nothinglikeit", "/operator/abuse-reports?status=all"]
    assert {address: desk.get(address).status_code for address in found} == dict.fromkeys(
        found, 200
    )
    return found


def guarded(app: Flask) -> list[str]:
    """The endpoints of all pages behind the guard."""
    return [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/operator/")
        and not rule.endpoint.startswith(DOOR)
        and "GET" in (rule.methods or ())
    ]


def addresses(app: Flask, endpoint: str, ids: dict[str, list[UUID]]) -> list[str]:
    (rule,) = (r for r in app.url_map.iter_rules(endpoint) if "GET" in (r.methods or ()))
    with app.test_request_context():
        if not rule.arguments:
            return [app.url_for(endpoint)]
        (name,) = rule.arguments
        return [app.url_for(endpoint, **{name: id}) for id in ids[name]]


def suspended(operator: Operator, now: datetime) -> UUID:
    """An organization with a name of 60 letters and no space in it."""
    slug = f"long-{uuid4().hex[:12]}"
    organization_id = founding.found(
        operator.installation,
        slug=slug,
        name=LONG,
        owner_name="First Owner",
        owner_email=f"{slug}@example.com",
        password=PASSWORD,
        now=now,
    )
    run(
        operator,
        managed_organizations.suspend,
        organization_id,
        "Reported by many. " + "w" * 90,
        now,
    )
    return organization_id


def mail_test(operator: Operator, answer: MailTestAnswer | None, now: datetime) -> UUID:
    """A mail test; without an answer it waits for one."""
    test_id = uuid4()
    run(operator, mail_tests.begin, test_id, "night-shift@example.com", now)
    platform = operator.installation.platform
    with platform.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where kind = 'try_mail' order by id desc limit 1")
    if answer:
        job = leased_job.lease(platform, row["id"])
        assert job is not None
        journeys.answer_mail_test(job, answer, now)
    return test_id


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_every_page_is_readable_for_everybody(
    browser: Browser, host: str, desk: DeskBrowser, pages: list[str], width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, desk.client, viewport=size)
    found = {}
    for address in pages:
        page_checks.visit(page, address)
        found[address] = page_checks.faults(page) + page_checks.sideways(page)

    assert {address: faults for address, faults in found.items() if faults} == {}
    assert len(found) >= 11


def test_every_control_is_reached_by_keyboard(
    browser: Browser, host: str, desk: DeskBrowser, pages: list[str]
) -> None:
    page = page_checks.open_page(
        browser, host, desk.client, viewport={"width": 1280, "height": 900}
    )
    found = {}
    for address in pages:
        page_checks.visit(page, address)
        found[address] = page_checks.unreached(page)

    assert {address: left for address, left in found.items() if left} == {}


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_the_first_sign_in_is_readable_at_each_step(
    browser: Browser, host: str, person: Person, width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, None, viewport=size)
    found = {}

    page_checks.visit(page, "/operator/sign-in")
    found["sign-in"] = page_checks.faults(page) + page_checks.unreached(page)
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/enrolment")
    found["enrolment"] = page_checks.faults(page) + page_checks.unreached(page)
    secret = page.inner_text(".enrolment .hash").replace(" ", "")
    page.fill("[name=code]", pyotp.TOTP(secret).now())
    page.click("main button[type=submit]")
    page.wait_for_selector(".codes")
    found["recovery codes"] = page_checks.faults(page) + page_checks.unreached(page)
    page.context.clear_cookies()
    page_checks.visit(page, "/operator/sign-in")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/second-factor")
    found["second factor"] = page_checks.faults(page) + page_checks.unreached(page)

    assert {step: faults for step, faults in found.items() if faults} == {}
