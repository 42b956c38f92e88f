import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.access import MemberRole
from tests.tenants.people import colleague
from tests.webapp import page_checks
from tests.webapp.senders import Sender

ENTRY = re.compile(r'class="settings-page__entry".*?<strong>([^<]+)</strong>', re.DOTALL)


def entries(page: str) -> list[str]:
    return ENTRY.findall(page)


def test_the_settings_begin_with_an_overview_in_five_groups(sender: Sender) -> None:
    page = sender.get("/settings").text

    groups = re.findall(r'<h2 id="settings-\d">([^<]+)</h2>', page)
    assert groups == ["Your account", "People", "Organization", "Data", "Developers"]
    assert len(entries(page)) == 29
    assert "Contacts" not in entries(page)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("2fa", ["Sign-in security", "Sign-in policy"]),
        ("Logo", ["Branding"]),
        ("change password", ["Sign-in security"]),
        ("token", ["API keys"]),
        ("gdpr", ["Erase a person"]),
        ("sign out everywhere", ["Sessions"]),
    ],
)
def test_a_setting_is_found_by_what_people_call_it_without_a_script(
    sender: Sender, words: str, found: list[str]
) -> None:
    assert entries(sender.get(f"/settings?search={words}").text) == found


def test_words_that_name_nothing_lead_back_to_all_settings(sender: Sender) -> None:
    page = sender.get("/settings?search=<teapot>").text

    assert entries(page) == []
    assert "No settings match “&lt;teapot&gt;”" in page
    assert "Show all settings" in page


def test_a_member_finds_nothing_that_is_not_theirs_to_set(app: Flask, sender: Sender) -> None:
    viewer = Sender(app, colleague(sender.member, MemberRole.VIEWER)).signed_in()

    assert set(entries(viewer.get("/settings").text)) == {
        "Preferences",
        "Sign-in security",
        "Sessions",
        "Allowed applications",
        "Your organizations",
        "Work account",
        "People",
        "Teams",
    }
    assert entries(viewer.get("/settings?search=branding").text) == []


def test_every_page_is_marked_in_the_menu_and_leads_back_to_all(sender: Sender) -> None:
    for place in re.findall(r'entry" href="(/settings[^"]+)"', sender.get("/settings").text):
        page = sender.get(place).text
        menu = page.split('class="settings__menu')[1].split("</nav>")[0]
        assert menu.count('aria-current="page"') == 1, place
        assert f'href="{place}" aria-current="page"' in menu, place
        assert 'settings__back" href="/settings"' in page, place


def test_settings_are_found_while_one_types(page: Page) -> None:
    page_checks.visit(page, "/settings")

    page.get_by_role("searchbox").press_sequentially("passw")

    expect(page.locator(".settings-page__entry strong")).to_have_text(
        ["Sign-in security", "Sign-in policy"]
    )
