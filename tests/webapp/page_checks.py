"""Looking at a page in a browser: whether everybody can read it, and use it by keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server
from werkzeug.test import Client

from webapp import assets
from webapp.http.rate_limits import limiter

WIDTHS, LIGHTS = (360, 1280), ("light", "dark")
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
    if (document.activeElement !== document.body) window.__left.delete(document.activeElement);
    document.addEventListener("focusin", event => window.__left.delete(event.target), true);
    // The keyboard stops at day, month, year and calendar of a date.
    return usable.length + 3 * usable.filter(e => e.type === "date").length;
}"""
LEFT = "() => [...window.__left].map(e => e.outerHTML.slice(0, 160))"


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of a web server without limits: all pages are asked for from one address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
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
    context = browser.new_context(base_url=host, **options)
    cookies = client._cookies.values() if client else []  # type: ignore[union-attr]
    context.add_cookies([{"name": c.key, "value": c.value, "url": host} for c in cookies])
    return context.new_page()


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*page.evaluate(FAULTS), *(["wider than the window"] if wide else [])]


def unreached(page: Page) -> list[str]:
    """The controls that Tab does not come to."""
    for _ in range(page.evaluate(REACHED) + 5):
        page.keyboard.press("Tab")
    left: list[str] = page.evaluate(LEFT)
    return left
