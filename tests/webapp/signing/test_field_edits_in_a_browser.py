"""An editor moves a field of someone who comes later, and saves it by the button."""

import re
from datetime import datetime

from flask import Flask
from playwright.sync_api import Browser, expect

from core.envelopes.roles.editor import EDITOR
from core.envelopes.roles.signer import SIGNER
from tenants.member import Member
from tenants.use_cases.envelopes import reading, voiding
from tests.tenants.later_people import left_open
from tests.tenants.opening import run
from tests.webapp import page_checks
from tests.webapp.visitors import Signer


def test_an_editor_moves_a_field_and_is_led_to_what_ended_it(
    browser: Browser, host: str, app: Flask, member: Member, now: datetime
) -> None:
    envelope = left_open(member, now, EDITOR, SIGNER)
    editor, (mine,) = Signer(app, member, envelope, 0), envelope.fields
    editor.consent()
    page = page_checks.open_page(browser, host, editor.client)
    page_checks.visit(page, editor.page)

    page.get_by_role("button", name="Correct fields").click()
    page.wait_for_url(re.compile("/edits/fields$"))
    page.locator(f'[data-field="{mine.id}"]').focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#placing_state")).to_have_text("Not saved yet")
    page.get_by_role("link", name="Save corrections").click()
    page.wait_for_url(re.compile(rf"{editor.page}$"))
    after = run(member, reading.envelope, envelope.id).field(mine.id)
    page_checks.visit(page, f"{editor.page}/edits/fields")
    page.locator(f'[data-field="{mine.id}"]').focus()
    page.keyboard.press("ArrowRight")
    run(member, voiding.void, envelope.id, "wrong lease", now)
    page.get_by_role("link", name="Save corrections").click()

    assert after.x > mine.x
    expect(page).to_have_url(re.compile(rf"{editor.page}$"))
