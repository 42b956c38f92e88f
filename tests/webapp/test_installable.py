"""The app that can be installed: what a browser keeps of it, and shows without a network."""

from datetime import UTC, datetime

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, expect

from tenants.member import Member
from tests.tenants import ceremonies
from tests.webapp import page_checks
from tests.webapp.page_checks import visit
from tests.webapp.senders import Sender
from tests.webapp.visitors import path_of
from webapp import assets

READY = """async () => {
    const found = await navigator.serviceWorker.register("/service-worker.js");
    await navigator.serviceWorker.ready;
    return found.scope;
}"""
KEPT = """async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async n => (await caches.open(n)).keys()));
    return kept.flat().map(request => new URL(request.url).pathname);
}"""
TEXTS = """async () => {
    const names = await caches.keys();
    const texts = [];
    for (const name of names) {
        const cache = await caches.open(name);
        for (const key of await cache.keys()) texts.push(await (await cache.match(key)).text());
    }
    return texts.join("");
}"""


def test_the_manifest_names_icons_of_the_sizes_that_it_says(app: Flask) -> None:
    client = app.test_client()
    manifest = client.get("/manifest.webmanifest")
    icons = [icon for icon in manifest.get_json(force=True)["icons"] if icon["sizes"] != "any"]

    assert manifest.mimetype == "application/manifest+json"
    assert {icon.get("purpose", "any") for icon in icons} == {"any", "maskable"}
    for icon in icons:
        assert client.get(icon["src"]).status_code == 200
        file = assets.FOLDER / "install" / icon["src"].rpartition("/")[2]
        with Image.open(file) as opened:
            assert "x".join(map(str, opened.size)) == icon["sizes"]


def test_the_page_that_is_kept_is_the_same_for_everyone(app: Flask, sender: Sender) -> None:
    mine, anyones = sender.get("/offline"), app.test_client().get("/offline")

    assert mine.data == anyones.data
    assert "csrf" not in mine.text and "Set-Cookie" not in mine.headers


def test_nothing_private_is_kept_after_portal_and_signing_pages_were_used(
    browser: Browser, host: str, member: Member, sender: Sender
) -> None:
    envelope = ceremonies.sent(member, datetime.now(UTC))
    page = page_checks.open_page(browser, host, sender.browser)
    visit(page, "/envelopes")
    scope = page.evaluate(READY)
    for place in (
        f"/envelopes/{envelope.id}",
        "/settings",
        path_of(member, envelope.recipients[0]),
    ):
        visit(page, place)
    page.get_by_role("button", name="Agree and continue").click()
    expect(page.locator(".folio img").first).to_be_visible()
    visit(page, page.url)

    assert page.evaluate("!!navigator.serviceWorker.controller")
    assert scope == f"{host}/"
    style, mark = (f"/static/{assets.digest()}/{name}" for name in ("style.css", "mark.svg"))
    assert sorted(page.evaluate(KEPT)) == sorted(["/offline", style, mark])
    kept = page.evaluate(TEXTS)
    assert envelope.name not in kept and "one@example.com" not in kept


def test_without_a_network_a_plain_page_says_so_and_the_page_comes_back_with_it(
    browser: Browser, host: str, sender: Sender
) -> None:
    page = page_checks.open_page(browser, host, sender.browser)
    visit(page, "/envelopes")
    page.evaluate(READY)
    visit(page, "/settings")

    page.context.set_offline(True)
    page.goto("/envelopes")
    expect(page.get_by_role("heading", name="You are offline")).to_be_visible()
    barriers = page_checks.faults(page)
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()

    expect(page.get_by_role("heading", name="You are offline")).to_have_count(0)
    assert page.url == f"{host}/envelopes"
    assert barriers == []
