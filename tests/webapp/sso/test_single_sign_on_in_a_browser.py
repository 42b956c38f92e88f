"""Single sign-on against a certified provider, in a real browser, from the settings to leaving."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from core.access import MemberRole
from core.principal import SYSTEM
from core.settings.settings import Settings
from deploy.setup import browser_files
from tenants.member import Member
from tests.ports import free_port
from tests.tenants import single_sign_on as sso
from tests.tenants.conftest import PASSWORD
from tests.tenants.name_server import NameServer
from tests.tenants.people import colleague
from tests.webapp.page_checks import visit

SETTINGS = "/settings/single-sign-on"
CLIENT, SECRET = "countersign", "a secret that only tests know"


@pytest.fixture(scope="module")
def names() -> Iterator[NameServer]:
    with NameServer() as server:
        yield server


@pytest.fixture(scope="module")
def changed(settings: Settings, names: NameServer) -> Settings:
    return replace(
        settings,
        base_url=f"http://127.0.0.1:{free_port()}",
        dns_server=names.address,
        sso_allow_private=True,
    )


@pytest.fixture(scope="module", autouse=True)
def served(app: Flask, changed: Settings) -> Iterator[None]:
    port = int(changed.base_url.rpartition(":")[2])
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield
    server.shutdown()
    thread.join()


@dataclass
class CertifiedProvider:
    """npm's oidc-provider in a process of its own. Starting it again gives it another key."""

    redirect: str
    domain: str = field(default_factory=lambda: f"{uuid4().hex[:10]}.example")
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, kid: str) -> None:
        self.stop()
        node = browser_files.node()
        assert node is not None
        settings = {
            "modules": str(browser_files.FOR_TESTS / "node_modules"),
            "port": self.port,
            "client": CLIENT,
            "secret": SECRET,
            "redirect": self.redirect,
            "domain": self.domain,
            "kid": kid,
        }
        script = Path(__file__).parent / "provider.mjs"
        self.process = subprocess.Popen(
            [node, str(script), json.dumps(settings)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line)
            if "listening" in line:
                return
        pytest.fail(f"the provider did not start: {''.join(said)}")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def provider(changed: Settings, member: Member) -> Iterator[CertifiedProvider]:
    if not (browser_files.node() and (browser_files.FOR_TESTS / "node_modules").is_dir()):
        pytest.skip("oidc-provider is not installed: ./countersign test fetches it")
    started = CertifiedProvider(f"{changed.base_url}/o/{member.slug}/sign-in/answer")
    started.start("first")
    yield started
    started.stop()


@pytest.fixture
def page(browser: Browser, changed: Settings, member: Member) -> Page:
    """The owner's."""
    page = fresh(browser, changed)
    sign_in_by_password(page, member)
    return page


def fresh(browser: Browser, settings: Settings) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, base_url=settings.base_url
    )
    return context.new_page()


def sign_in_by_password(page: Page, member: Member) -> None:
    visit(page, "/sign-in")
    page.fill("#email", member.email)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).not_to_have_url(re.compile("/sign-in"))


def at_the_provider(page: Page, account: str) -> None:
    """Sign in there, and let it tell who one is."""
    page.wait_for_url(re.compile("/interaction/"))
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.get_by_role("button", name="Continue").click()


def set_up(page: Page, provider: CertifiedProvider) -> None:
    visit(page, SETTINGS)
    page.fill("#issuer", provider.issuer)
    page.fill("#client_id", CLIENT)
    page.fill("#client_secret", SECRET)
    page.select_option("#default_role", "viewer")
    page.get_by_text("Roles by group").click()
    page.fill("#groups_claim", "groups")
    page.fill("#group-0", "heads")
    page.select_option("#role-0", "admin")
    page.get_by_label("People can sign in with single sign-on").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("On", exact=True)).to_be_visible()


def own_domain(page: Page, member: Member, names: NameServer, domain: str) -> None:
    visit(page, SETTINGS)
    page.fill("#domain", domain)
    page.get_by_role("button", name="Add domain").click()
    sso.publish(member, names, domain)
    page.get_by_role("button", name=f"Check now: {domain}").click()
    expect(page.get_by_text("Verified", exact=True)).to_be_visible()


def through_the_provider(page: Page, provider: CertifiedProvider, account: str) -> None:
    visit(page, "/sign-in")
    page.get_by_role("link", name="Sign in with work account").click()
    page.fill("#email", f"anybody@{provider.domain}")
    page.get_by_role("button", name="Continue").click()
    at_the_provider(page, account)


def test_from_the_settings_to_joining_leaving_and_coming_back_under_a_new_key(
    browser: Browser,
    page: Page,
    changed: Settings,
    member: Member,
    provider: CertifiedProvider,
    names: NameServer,
) -> None:
    set_up(page, provider)
    page.get_by_role("button", name="Test connection").click()
    at_the_provider(page, "owner+staff")
    expect(page.get_by_role("heading", name="The connection works")).to_be_visible()
    expect(page.locator("dl")).to_contain_text(f"owner@{provider.domain}")
    own_domain(page, member, names, provider.domain)

    newcomer = fresh(browser, changed)
    through_the_provider(newcomer, provider, "new")
    newcomer.wait_for_url("**/envelopes*")
    visit(newcomer, "/settings/your-single-sign-on")
    expect(newcomer.get_by_text("Connected to your account")).to_be_visible()
    expect(newcomer.get_by_role("button", name="Disconnect")).to_have_count(0)
    newcomer.locator("details.menu summary").click()
    newcomer.get_by_role("button", name="Sign out").click()

    provider.start("second")
    newcomer = fresh(browser, changed)
    through_the_provider(newcomer, provider, "new")
    newcomer.wait_for_url("**/envelopes*")

    joined = [d for kind, d in sso.log(member) if kind == "sso.identity_connected"]
    assert [(d["joined"], d["email"]) for d in joined] == [(1, f"new@{provider.domain}")]
    assert sso.refusals(member) == []


def test_an_existing_account_is_connected_and_then_everybody_has_to_come_this_way(
    browser: Browser,
    page: Page,
    changed: Settings,
    member: Member,
    provider: CertifiedProvider,
    names: NameServer,
) -> None:
    set_up(page, provider)
    own_domain(page, member, names, provider.domain)
    expect(page.get_by_text("First connect your own account")).to_be_visible()
    visit(page, "/settings/your-single-sign-on")
    page.get_by_role("button", name="Connect work account").click()
    at_the_provider(page, "owner")
    expect(page.get_by_text("Connected to your account")).to_be_visible()
    owner = fresh(browser, changed)
    through_the_provider(owner, provider, "owner")
    owner.wait_for_url("**/envelopes*")

    visit(owner, SETTINGS)
    owner.get_by_role("button", name="Require for everyone").click()
    expect(owner.get_by_text("Required", exact=True)).to_be_visible()

    sender = colleague_before(member)
    other = fresh(browser, changed)
    sign_in_by_password(other, sender)
    expect(other.get_by_role("heading", name="Connect your work account")).to_be_visible()
    visit(other, "/envelopes")
    expect(other.get_by_role("heading", name="Connect your work account")).to_be_visible()
    other.get_by_role("button", name="Connect with").click()
    at_the_provider(other, "sender+heads")
    other.wait_for_url("**/envelopes*")

    again = fresh(browser, changed)
    visit(again, "/sign-in")
    again.fill("#email", sender.email)
    again.fill("#password", PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again.locator("main").get_by_role("alert")).to_be_visible()
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select role from memberships where person_id = %s", sender.person_id)
    assert row["role"] == MemberRole.ADMIN  # as their groups say


def test_an_unconfirmed_address_and_a_no_at_the_provider_are_told_kindly(
    browser: Browser,
    page: Page,
    changed: Settings,
    member: Member,
    provider: CertifiedProvider,
    names: NameServer,
) -> None:
    set_up(page, provider)
    own_domain(page, member, names, provider.domain)
    visitor = fresh(browser, changed)

    through_the_provider(visitor, provider, "unverified")
    expect(visitor.get_by_text("did not confirm your e-mail address")).to_be_visible()
    visitor.get_by_role("link", name="Try again").click()
    visitor.context.clear_cookies(domain="127.0.0.1")
    visitor.reload()
    visitor.get_by_role("button", name="Continue to sign-in").click()
    visitor.wait_for_url(re.compile("/interaction/"))
    visitor.get_by_role("link", name="Cancel").click()

    expect(visitor.get_by_text("did not let you in")).to_be_visible()
    assert sso.refusals(member) == ["email_unverified", "provider_refused"]


def colleague_before(member: Member) -> Member:
    """Somebody with a password, who was here before single sign-on was required."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update sign_in_policies set password = true")
    sender = colleague(member, MemberRole.SENDER)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update sign_in_policies set password = false")
    return sender
