"""What only scripts do at sign-up: a short name that follows, the time zone of the browser."""

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from tests.webapp.fields.test_placing_in_a_browser import ARGUMENTS


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def test_the_short_name_follows_until_somebody_writes_their_own(
    address: str, chromium: str
) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_context(timezone_id="Europe/Lisbon").new_page()
        page.goto(f"{address}/sign-up")
        expect(page.locator("#time_zone")).to_have_value("Europe/Lisbon")

        page.locator("#name").press_sequentially("Société & Cie. 2")
        followed = page.locator("#slug").input_value()
        page.fill("#slug", "mine")
        page.locator("#name").press_sequentially("000")

        assert followed == "societe-cie-2"
        assert page.locator("#slug").input_value() == "mine"
        browser.close()
