"""A table is filled in by keyboard in its panel, which follows each cell."""

import os
from datetime import datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import WIDTHS, await_start, faults, visit
from tests.webapp.visitors import path_of

PICTURES = os.environ.get("PICTURES")  # a folder to keep the pictures in
COLUMNS = ["Item", "Quantity: number", "Price: number", "Amount = quantity * price"]


@pytest.fixture
def sent(member: Member, now: datetime) -> Envelope:
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document = draft.documents[0].id
    table = Field(
        *(uuid4(), document, (one.id,), kinds.named("table"), 1, 60, 120, 460, 160),
        label="Order",
        properties={"columns": COLUMNS, "decimals": "2", "text_before": "$"},
    )
    signature = ceremonies.signature_field(document, one.id, 600)
    run(member, drafting.place_fields, draft.id, [table, signature], now)
    return run(member, sending.send, draft.id, now)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_table_is_filled_in_by_keyboard(
    page: Page, member: Member, sent: Envelope, width: int
) -> None:
    table = sent.fields[0].id
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, path_of(member, sent.recipients[0]))
    page.click("button[name=agreed]")
    await_start(page)

    page.locator(f"#value-{table}").press("Enter")
    panel = page.locator(f"#panel-{table}")
    expect(page.locator(f"#cell-{table}-0-0")).to_be_focused()
    for text in ("Chair", "2", "10"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(panel.locator(".lines__total output")).to_have_text("$\u00a020.00")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("listitem")).to_have_count(2)
    expect(page.locator(f"#cell-{table}-1-0")).to_be_focused()
    for text in ("A desk with a long name", "1", "30"):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    expect(panel.locator(".lines__total output")).to_have_text("$\u00a050.00")
    opened = faults(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/panel-{width}.png")
    page.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    expect(page.locator(f"#view-{table}")).to_contain_text("Chair")
    expect(page.locator(f"#view-{table}")).to_contain_text("$\u00a050.00")
    expect(page.locator("#progress")).to_contain_text("1 of 2 done")
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/table-{width}.png")
    assert (opened, faults(page)) == ([], [])
