"""Every page of the portal in a browser: readable for all, at each width."""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests import route_ids
from tests.test_access_wiring import address, guarded
from tests.webapp import page_checks
from tests.webapp.senders import Sender


@pytest.fixture
def pages(app: Flask, sender: Sender) -> list[str]:
    """The addresses of all pages that an owner can open, of things that are really there."""
    ids = route_ids.of(sender.member)
    found = set()
    for rule, _ in guarded(app):
        if "GET" not in (rule.methods or ()):
            continue
        place = address(app, rule, ids)
        answer = sender.get(place)
        if answer.status_code == 200 and b"<!doctype html>" in answer.data[:40].lower():
            found.add(place)
    return sorted(found)


@pytest.mark.parametrize("width", page_checks.WIDTHS)
def test_every_page_is_readable_for_everybody(
    browser: Browser, host: str, sender: Sender, pages: list[str], width: int
) -> None:
    size = {"width": width, "height": 800}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    found = {}
    for place in pages:
        page_checks.visit(page, place)
        found[place] = page_checks.faults(page) + page_checks.sideways(page)

    assert {place: faults for place, faults in found.items() if faults} == {}
    assert len(pages) > 4


def test_every_control_of_every_page_is_reached_by_keyboard(
    browser: Browser, host: str, sender: Sender, pages: list[str]
) -> None:
    size = {"width": 1280, "height": 900}
    page = page_checks.open_page(browser, host, sender.browser, viewport=size)
    found = {}
    for place in pages:
        page_checks.visit(page, place)
        found[place] = page_checks.unreached(page)

    assert {place: left for place, left in found.items() if left} == {}
