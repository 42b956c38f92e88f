from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from core.settings.settings import Mode, Settings
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.organizations import branding
from tests.tenants import ceremonies, journeys
from tests.tenants.opening import run
from tests.webapp import page_checks
from webapp import create_app

Browse = Callable[..., FlaskClient]


@pytest.fixture
def browse(settings: Settings, installation: Installation, tmp_path: Path) -> Browse:
    """A browser of an installation whose mailbox holds one mail."""
    mail = EmailMessage()
    mail["From"], mail["To"] = "sender@example.com", "one@example.com"
    mail["Subject"] = "Please sign “Lease”"
    mail.set_content("Open http://localhost/s/token to sign.")
    mail.add_alternative(
        '<p style="color: navy" onclick="alert()">Hello <a href="http://localhost/s/token">Open</a>'
        "<script>alert(1)</script></p>",
        subtype="html",
    )
    folder = tmp_path / "mailbox"
    Maildir(folder).add(mail)

    def browser(mode: Mode = Mode.EMBEDDED) -> FlaskClient:
        changed = replace(settings, mode=mode, mailbox_dir=str(folder))
        return create_app(changed, installation).test_client()

    return browser


def address(browser: FlaskClient) -> str:
    page = browser.get("/mailbox").text
    return page.split('href="/mailbox/')[1].split('"')[0]


def test_the_newest_mail_is_listed_and_can_be_read(browse: Browse) -> None:
    browser = browse()

    page = browser.get(f"/mailbox/{address(browser)}").text

    assert "Please sign “Lease”" in browser.get("/mailbox").text
    assert "to one@example.com" in browser.get("/mailbox").text
    assert 'href="http://localhost/s/token"' in page
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page


def test_an_sms_has_no_heading_that_cuts_its_link(browse: Browse, tmp_path: Path) -> None:
    text = "Please sign http://localhost/s/token"
    sms = EmailMessage()
    sms["X-Kind"], sms["To"], sms["Subject"] = "sms", "+4915112345678", text[:-3]
    sms.set_content(text)
    Maildir(tmp_path / "mailbox").add(sms)
    browser = browse()

    lists = browser.get("/mailbox").text
    names = [part.split('"')[0] for part in lists.split('href="/mailbox/')[1:]]
    pages = [browser.get(f"/mailbox/{name}").text for name in names]

    sms_page = next(page for page in pages if "<h1>SMS</h1>" in page)
    assert 'href="http://localhost/s/token"' in sms_page


def test_its_html_is_shown_without_any_script(browse: Browse, settings: Settings) -> None:
    browser, base_url = browse(), settings.base_url

    answer = browser.get(f"/mailbox/{address(browser)}/html")

    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "img-src data: http://localhost/branding/" in policy.replace(
        base_url, "http://localhost"
    )
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "alert" not in answer.text
    assert '<base target="_top">' in answer.text
    assert ".m0{color: navy}" in answer.text
    assert '<p class="m0">Hello' in answer.text


def test_the_logo_of_a_mail_is_shown(
    browser: Browser, settings: Settings, installation: Installation, member: Member, tmp_path: Path
) -> None:
    journeys.upload_logo(member, ceremonies.PNG)
    job = ceremonies.lease_open(member, "prepare_logo")
    journeys.accept_logo(job, ceremonies.PNG, 2, 2, datetime.now(UTC))
    logo = run(member, branding.view).brand.logo_path
    folder = tmp_path / "mailbox"
    changed = replace(settings, mode=Mode.EMBEDDED, mailbox_dir=str(folder))
    with page_checks.served(create_app(changed, installation)) as host:
        mail = EmailMessage()
        mail.set_content("Hello")
        mail.add_alternative(f'<img alt="Logo" src="{host}{logo}">', subtype="html")
        name = Maildir(folder).add(mail)
        page = browser.new_page()
        page.goto(f"{host}/mailbox/{name}")
        picture = page.frame_locator("iframe.mail-frame").get_by_alt_text("Logo")
        width = picture.evaluate("picture => picture.naturalWidth")
        page.close()

    assert width == 2


def test_a_waiting_mailbox_costs_nothing(browse: Browse) -> None:
    browser = browse()
    name = address(browser)

    headers = {"HX-Request": "true", "If-None-Match": f'"1-{name}"'}

    assert browser.get("/mailbox", headers=headers).status_code == 304


def test_in_production_there_is_no_mailbox(browse: Browse) -> None:
    assert browse(Mode.PRODUCTION).get("/mailbox").status_code == 404


def test_other_machines_find_no_mailbox(browse: Browse) -> None:
    browser = browse()

    answer = browser.get("/mailbox", environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert answer.status_code == 404


def test_no_other_file_is_read_through_it(browse: Browse) -> None:
    for name in ("..", "%2e%2e%2fsecret", "absent"):
        assert browse().get(f"/mailbox/{name}").status_code == 404


def test_a_name_longer_than_any_files_is_not_found(browse: Browse) -> None:
    assert browse().get(f"/mailbox/{'a' * 400}").status_code == 404


def test_this_machine_under_a_strangers_name_has_no_mailbox(browse: Browse) -> None:
    """A page of elsewhere.example, whose name is then said to mean this machine."""
    browser = browse()

    rebound = browser.get("/mailbox", headers={"Host": "elsewhere.example:8000"})
    proxied = browser.get("/mailbox", headers={"X-Forwarded-For": "192.0.2.7"})
    own = [browser.get("/mailbox", headers={"Host": h}) for h in ("127.0.0.1:8000", "[::1]:8000")]

    assert (rebound.status_code, proxied.status_code) == (404, 404)
    assert [answer.status_code for answer in own] == [200, 200]
