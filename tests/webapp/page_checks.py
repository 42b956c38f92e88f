"""Looking at a page in a browser: whether everybody can read it, and use it by keyboard alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, Route
from werkzeug.serving import make_server
from werkzeug.test import Client

from webapp import assets
from webapp.http.rate_limits import limiter

WIDTHS = (360, 1280)
AXE = assets.FOLDER / "vendor" / "axe.min.js"
FAULTS = """async rules => {
    // The colours that a change of the light brings have come.
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const changing = document.getAnimations().filter(found => found instanceof CSSTransition);
    await Promise.allSettled(changing.map(found => found.finished));
    const runOnly = rules.length ? { runOnly: rules } : {};
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...runOnly });
    return violations.map(v => `${v.id}: ${v.nodes.map(n => n.target.join(" ")).slice(0, 3)}`);
}"""
# What is another in the dark: the colours, and nothing else.
COLOURS = ["color-contrast", "link-in-text-block"]
# Without scripts there is nothing to wait for.
STARTED = """() => matchMedia("(scripting: none)").matches
    || !document.querySelector("script[src*='js/start.js']")
    || "started" in document.documentElement.dataset"""
# What a keyboard has to reach: all that is seen and can be used. Of radio buttons one is enough.
REACHED = """() => {
    const usable = [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex='0']"
    )].filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.disabled
        && e.type !== "radio" && e.type !== "hidden" && e.tabIndex >= 0
        && !e.closest("[inert]") && e.getClientRects().length);
    window.__left = new Set(usable);
    document.body.focus();
    if (document.activeElement !== document.body) window.__left.delete(document.activeElement);
    document.addEventListener("focusin", event => window.__left.delete(event.target), true);
    // The keyboard stops at day, month, year and calendar of a date.
    return usable.length + 3 * usable.filter(e => e.type === "date").length;
}"""
SIDEWAYS = """() => [...document.querySelectorAll("main :not(nav)")].filter(e =>
    ["auto", "scroll"].includes(getComputedStyle(e).overflowX)
    && e.scrollWidth > e.clientWidth + 1 && e.checkVisibility()
).map(e => e.outerHTML.slice(0, 100))"""
LEFT = "() => [...window.__left].map(e => e.outerHTML.slice(0, 160))"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a web server without limits: all pages are asked for from one address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    limiter.enabled = False
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        limiter.enabled = True
        server.shutdown()
        thread.join()


def open_page(browser: Browser, host: str, client: Client | None, **options: Any) -> Page:
    """A window with the cookies of a client."""
    page = browser.new_context(base_url=host, **options).new_page()
    hand_over(page, host, client)
    return page


def hand_over(page: Page, host: str, client: Client | None) -> None:
    """From now on the window is another client's."""
    page.context.clear_cookies()
    cookies = client._cookies.values() if client else []  # type: ignore[union-attr]
    page.context.add_cookies([{"name": c.key, "value": c.value, "url": host} for c in cookies])


def visit(page: Page, address: str) -> None:
    """Opens a page, and waits until it answers to what somebody does."""
    page.goto(address)
    await_start(page)


def await_start(page: Page) -> None:
    page.wait_for_function(STARTED)


def hold(page: Page, address: str) -> list[Route]:
    """From now on requests wait here until the test lets them through."""
    held: list[Route] = []
    page.route(address, lambda route: held.append(route))
    return held


def first_of(held: list[Route], page: Page) -> Route:
    """As soon as it is there."""
    while not held:
        page.wait_for_timeout(20)
    return held.pop(0)


def faults(page: Page) -> list[str]:
    """What hinders somebody, by day and in the dark."""
    page.evaluate(AXE.read_text())
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = page.evaluate(FAULTS, [])
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.emulate_media(color_scheme="dark")
    dark = [f"in the dark: {fault}" for fault in page.evaluate(FAULTS, COLOURS)]
    return [*found, *dark, *(["wider than the window"] if wide else [])]


def faults_without_scripts(page: Page, other: Page) -> list[str]:
    """The same of a page that runs no script, in a window that can run the check."""
    shown = re.sub(r"</?noscript>|<script.*?</script>", "", page.content(), flags=re.DOTALL)
    other.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    other.route(page.url, lambda route: route.fulfill(body=shown, content_type="text/html"))
    other.goto(page.url)
    other.unroute(page.url)
    return faults(other)


def sideways(page: Page) -> list[str]:
    """The parts of the page's content that have to be scrolled sideways to be read; menus aside."""
    found: list[str] = page.evaluate(SIDEWAYS)
    return [f"scrolls sideways: {part}" for part in found]


def unreached(page: Page) -> list[str]:
    """The controls that Tab does not come to."""
    for _ in range(page.evaluate(REACHED) + 5):
        page.keyboard.press("Tab")
    left: list[str] = page.evaluate(LEFT)
    return left
