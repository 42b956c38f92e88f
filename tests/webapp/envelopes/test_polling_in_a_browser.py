"""A page that asks by itself, while the server is away or nobody sees the page."""

from playwright.sync_api import Page, Route, expect

from tests.webapp.page_checks import visit

ASK = "document.querySelector('#envelope_rows').dispatchEvent(new Event('every'))"
HIDE = "Object.defineProperty(document, 'hidden', { get: () => %s, configurable: true })"
SHOW = "document.dispatchEvent(new Event('visibilitychange'))"


def test_a_server_that_is_away_is_said_in_a_corner_until_it_is_back(page: Page) -> None:
    def away(route: Route) -> None:
        asked.append("no answer")
        route.abort()

    def broken(route: Route) -> None:
        asked.append("a proxy")
        route.fulfill(status=502, body='<div id="notice" hx-swap-oob="innerHTML">Bad</div>')

    asked: list[str] = []
    visit(page, "/envelopes")
    page.route("**/envelopes?*", away)
    stale = page.locator(".stale")

    expect(stale).to_have_text("Not up to date. Trying again…")
    before = len(asked)
    page.evaluate(ASK)
    page.evaluate("fetch('/ready')")
    quiet = len(asked)
    page.unroute("**/envelopes?*")
    page.route("**/envelopes?*", broken)
    with page.expect_event("requestfinished"):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(stale).to_have_text("Not up to date. Trying again…")
    page.unroute("**/envelopes?*")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(stale).to_be_hidden()
    expect(page.locator("#notice")).to_be_empty()
    assert "no answer" in asked and "a proxy" in asked
    assert quiet == before  # it is not asked again before its time


def test_a_page_that_nobody_sees_asks_nothing_until_it_is_seen(page: Page) -> None:
    asked: list[str] = []
    visit(page, "/envelopes")
    page.evaluate(HIDE % "true")
    page.route("**/envelopes?*", lambda route: (asked.append(route.request.url), route.continue_()))

    page.evaluate(ASK)
    page.evaluate(ASK)
    page.evaluate("fetch('/ready')")
    hidden = list(asked)
    with page.expect_response("**/envelopes?*"):
        page.evaluate(HIDE % "false")
        page.evaluate(SHOW)

    assert hidden == []
    assert asked
