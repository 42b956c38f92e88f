"""Every page of the portal in a browser: readable for all, at each width and in each light."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests import belongings
from tests.test_access_wiring import address, guarded
from tests.webapp.portal.senders import Sender
from webapp import assets
from webapp.limits import limiter

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
AXE = assets.FOLDER / "vendor" / "axe.min.js"
FAULTS = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 3)}`);
}"""
# What a keyboard has to reach: all that is seen and can be used. Of radio buttons one is enough.
REACHED = """() => {
    const usable = [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex='0']"
    )].filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled
        && e.type !== "radio" && e.type !== "hidden" && e.tabIndex >= 0
        && !e.closest("[inert]") && e.getClientRects().length);
    window.__left = new Set(usable);
    document.body.focus();
    document.addEventListener("focusin", event => window.__left.delete(event.target), true);
    // The keyboard stops at day, month, year and calendar of a date.
    return usable.length + 3 * usable.filter(e => e.type === "date").length;
}"""
LEFT = "() => [...window.__left].map(e => e.outerHTML.slice(0, 160))"


@pytest.fixture(scope="module")
def host(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    limiter.enabled = False
    yield f"http://127.0.0.1:{server.port}"
    limiter.enabled = True
    server.shutdown()
    thread.join()


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def pages(app: Flask, sender: Sender) -> list[str]:
    """The addresses of all pages that an owner can open, of things that are really there."""
    ids = belongings.of(sender.member)
    found = set()
    for rule, _ in guarded(app):
        if "GET" not in (rule.methods or ()):
            continue
        place = address(app, rule, ids)
        answer = sender.get(place)
        if answer.status_code == 200 and b"<!doctype html>" in answer.data[:40].lower():
            found.add(place)
    return sorted(found)


def open_page(browser: Browser, host: str, sender: Sender, **options: Any) -> Page:
    context = browser.new_context(base_url=host, **options)
    context.add_cookies(
        [
            {"name": c.key, "value": c.value, "url": host}
            for c in sender.browser._cookies.values()  # type: ignore[union-attr]
        ]
    )
    return context.new_page()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("light", ["light", "dark"])
def test_every_page_is_readable_for_everybody(
    browser: Browser, host: str, sender: Sender, pages: list[str], width: int, light: str
) -> None:
    page = open_page(
        browser, host, sender, viewport={"width": width, "height": 800}, color_scheme=light
    )
    faults = {}
    for place in pages:
        page.goto(place)
        page.evaluate(AXE.read_text())
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found = page.evaluate(FAULTS) + (["wider than the window"] if wide else [])
        if found:
            faults[place] = found

    assert faults == {}
    assert len(pages) > 4


def test_every_control_of_every_page_is_reached_by_keyboard(
    browser: Browser, host: str, sender: Sender, pages: list[str]
) -> None:
    page = open_page(browser, host, sender, viewport={"width": 1280, "height": 900})
    unreached = {}
    for place in pages:
        page.goto(place)
        for _ in range(page.evaluate(REACHED) + 5):
            page.keyboard.press("Tab")
        if left := page.evaluate(LEFT):
            unreached[place] = left

    assert unreached == {}
