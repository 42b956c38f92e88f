"""Signing inside a page of another site, with and without cookies of third parties."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from werkzeug.serving import make_server

from core.signing import embedding
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing.hand_overs import embedding_settings
from tests.chromium import ARGUMENTS, Chromium
from tests.tenants import embedded
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.signing.test_signatures import sent_for_one_signature

SIZE = {"width": 1280, "height": 900}
PAGE = """<!doctype html><html lang="en"><title>Your account</title><h1>Your account</h1>
<div id="signing" style="height: 46rem"></div><script src="{host}/embedded.js"></script>
<script>
  window.told = [];
  const say = (name) => () => window.told.push(name);
  window.signing = Countersign.open({{
    url: "{url}", into: document.querySelector("#signing"), onReady: say("ready"),
    onFinished: say("finished"), onDeclined: say("declined"), onError: say("error"),
    onHeight: (height) => {{ window.height = height; }},
  }});
</script>"""


class Application:
    """A site of its own, which shows what it is told to."""

    def __init__(self) -> None:
        self.page = ""
        self.server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self.origin = f"http://localhost:{self.server.port}"

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.page.encode()]


@pytest.fixture
def application() -> Iterator[Application]:
    made = Application()
    thread = Thread(target=made.server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()


@contextmanager
def without_cookies(tmp_path: Path, chromium: Chromium) -> Iterator[BrowserContext]:
    """A browser that takes no cookie of any site."""
    profile = tmp_path / "Default"
    profile.mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Preferences").write_text(json.dumps(blocked))
    with chromium._running():
        context = chromium._playwright.chromium.launch_persistent_context(
            tmp_path, executable_path=shutil.which("chromium"), args=list(ARGUMENTS)
        )
        try:
            yield context
        finally:
            context.close()


def show(page: Page, application: Application, host: str, token: str) -> FrameLocator:
    application.page = PAGE.format(host=host, url=f"{host}/embedded/{token}")
    page.goto(application.origin)
    return page.frame_locator("#signing iframe")


def sign(frame: FrameLocator) -> None:
    frame.get_by_role("button", name="Agree and continue").click()
    expect(frame.locator("html[data-started] #signing_form")).to_be_visible()
    frame.locator(".dock").get_by_role("link", name="Start").click()
    frame.get_by_role("button", name="Sign and finish").click()


def check_signed(page: Page, application: Application, host: str, member: Member) -> None:
    now = datetime.now(UTC)
    embedded.allow(member, application.origin, words="Thank you. We will call you tomorrow.")
    envelope = sent_for_one_signature(member, now)
    token = embedded.token(member, envelope, origin=application.origin)

    frame = show(page, application, host, token)
    sign(frame)

    expect(frame.get_by_role("heading", name="You have signed.")).to_be_visible()
    expect(frame.locator(".calm")).to_contain_text("We will call you tomorrow.")
    page.wait_for_function("window.told.includes('finished') && window.height > 100")
    assert page.evaluate("window.told") == ["ready", "finished"]
    assert run(member, reading.envelope, envelope.id).recipients[0].completed_at


def test_it_is_signed_inside_the_page_of_another_site(
    browser: Browser, host: str, application: Application, member: Member
) -> None:
    context = browser.new_context(viewport=SIZE)

    check_signed(context.new_page(), application, host, member)

    (cookie,) = context.cookies()
    assert (cookie["name"], cookie["sameSite"], cookie["secure"]) == ("framed", "None", True)
    assert cookie["partitionKey"] == "http://localhost"  # type: ignore[typeddict-item]


def test_it_is_signed_where_every_cookie_is_blocked(
    chromium: Chromium, host: str, application: Application, member: Member, tmp_path: Path
) -> None:
    with without_cookies(tmp_path, chromium) as context:
        page = context.new_page()

        check_signed(page, application, host, member)

        assert context.cookies() == []


def test_a_second_visit_tells_the_application(
    browser: Browser, host: str, application: Application, member: Member
) -> None:
    embedded.allow(member, application.origin)
    envelope = sent_for_one_signature(member, datetime.now(UTC))
    token = embedded.token(member, envelope, origin=application.origin)
    page = browser.new_context(viewport=SIZE).new_page()
    show(page, application, host, token)
    page.wait_for_function("window.told.includes('ready')")

    frame = show(page, application, host, token)

    expect(frame.get_by_role("heading", name="This page has expired")).to_be_visible()
    page.wait_for_function("window.told.includes('error')")
    assert page.evaluate("window.told") == ["error"]


def test_the_frame_goes_where_the_application_wants_it(
    browser: Browser, host: str, application: Application, member: Member
) -> None:
    typed = embedding.read(application.origin, f"{application.origin}/signed", "")
    run(member, embedding_settings.change, typed, NOW)
    envelope = sent_for_one_signature(member, datetime.now(UTC))
    place = f"{application.origin}/signed?order=4"
    token = embedded.token(member, envelope, origin=application.origin, return_to=place)
    page = browser.new_context(viewport=SIZE).new_page()
    frame = show(page, application, host, token)
    application.page = "<!doctype html><html lang=en><title>Done</title><h1>Order placed</h1>"

    sign(frame)

    expect(frame.get_by_role("heading", name="Order placed")).to_be_visible()
    (inner,) = page.main_frame.child_frames
    assert inner.url.startswith(f"{place}&event=finished&envelope={envelope.id}")
