"""Every page before the sign-in, and around a signature, in a browser: readable for all."""

from datetime import datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tenants.member import Member
from tests.webapp import open_pages, page_checks
from tests.webapp.open_pages import Visit
from tests.webapp.senders import Sender


@pytest.fixture
def pages(
    app: Flask, member: Member, stranger: Sender, now: datetime, services: dict[str, str]
) -> list[Visit]:
    return open_pages.of(app, member, stranger.member, services["DATABASE_OWNER_URL"], now)


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_every_open_page_is_readable_for_everybody(
    browser: Browser, host: str, pages: list[Visit], width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, None, viewport=size)
    found = {}
    for client, address in pages:
        page_checks.hand_over(page, host, client)
        page_checks.visit(page, address)
        found[address] = page_checks.faults(page) + not_meant(page.url, host + address)

    assert {address: faults for address, faults in found.items() if faults} == {}
    assert len(found) >= 19


def test_every_control_of_every_open_page_is_reached_by_keyboard(
    browser: Browser, host: str, pages: list[Visit]
) -> None:
    size = {"width": 1280, "height": 900}
    page = page_checks.open_page(browser, host, None, viewport=size)
    found = {}
    for client, address in pages:
        page_checks.hand_over(page, host, client)
        page_checks.visit(page, address)
        found[address] = page_checks.unreached(page)

    assert {address: left for address, left in found.items() if left} == {}


def not_meant(reached: str, wanted: str) -> list[str]:
    """A page that leads elsewhere was not looked at. Links that are over may lead on."""
    over = wanted.endswith("/gone")
    return [] if over or reached == wanted else [f"led to {reached}"]
