"""Conditions are chosen in rows, and the signing page follows them while one types."""

import os
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import WIDTHS, await_start, faults, visit
from tests.webapp.visitors import path_of

PICTURES = os.environ.get("PICTURES")  # a folder to keep the pictures in


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """A choice, an amount, a total and a signature for one signer."""
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document = draft.documents[0].id
    fields = [
        placed("dropdown", document, one.id, 1, "Contract", options=["Lease", "Sale"]),
        placed("number", document, one.id, 2, "Rent", name="rent"),
        placed("formula", document, one.id, 3, "Year", formula="rent * 12", text_before="EUR"),
        ceremonies.signature_field(document, one.id, 600),
    ]
    return run(member, drafting.place_fields, draft.id, fields, now)


def placed(
    kind: str, document_id: UUID, whose: UUID, row: int, label: str, **properties: Any
) -> Field:
    box = (1, 60.0, 60.0 + 60 * row, *kinds.named(kind).size)
    field = Field(uuid4(), document_id, (whose,), kinds.named(kind), *box)
    return replace(field, label=label, properties=properties)


def look(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_condition_is_chosen_in_rows_and_read_back(
    page: Page, member: Member, draft: Envelope, width: int
) -> None:
    rent = draft.fields[1]
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator(f'[data-field="{rent.id}"]').click()
    page.get_by_text("Name and conditions").click()
    show = page.get_by_role("group", name="Show", exact=True)

    show.get_by_label("Show", exact=True).select_option("all")
    show.get_by_label("Field", exact=True).select_option(str(draft.fields[0].id))
    show.get_by_label("Value", exact=True).select_option("Lease")
    expect(page.locator("#placing_state")).to_have_text("Saved")
    show.scroll_into_view_if_needed()
    look(page, f"condition-{width}")
    found = faults(page)
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator(f'[data-field="{rent.id}"]').click()
    page.get_by_text("Name and conditions").click()

    expect(show.get_by_label("Value", exact=True)).to_have_value("Lease")
    expect(page.locator(".placed__badge")).to_have_count(1)
    kept = {f.label: f.properties for f in run(member, reading.envelope, draft.id).fields}
    assert kept["Rent"]["shown_if"] == 'contract == "Lease"'
    assert kept["Contract"]["name"] == "contract"
    assert found == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_signing_page_follows_each_answer(
    page: Page, member: Member, draft: Envelope, now: datetime, width: int
) -> None:
    contract, rent, year, _ = draft.fields
    logical = [
        replace(contract, properties={**contract.properties, "name": "contract"}),
        replace(rent, properties={**rent.properties, "shown_if": 'contract == "Lease"'}),
        *draft.fields[2:],
    ]
    run(member, drafting.place_fields, draft.id, logical, now)
    (one,) = run(member, sending.send, draft.id, now).recipients
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, path_of(member, one))
    page.click("button[name=agreed]")
    await_start(page)

    expect(page.locator(f"#field-{rent.id}")).to_be_hidden()
    page.locator(f"#value-{contract.id}").select_option("Lease")
    expect(page.locator(f"#field-{rent.id}")).to_be_visible()
    expect(page.locator("#changed_aloud")).to_have_text("New on the page: Rent.")
    amount = page.locator(f"#value-{rent.id}")
    amount.press_sequentially("95")
    expect(page.locator(f"#value-{year.id}")).to_contain_text("EUR\u00a01140")
    amount.press_sequentially("0")
    expect(page.locator(f"#value-{year.id}")).to_contain_text("EUR\u00a011400")
    expect(amount).to_be_focused()
    look(page, f"logic-signing-{width}")
    assert faults(page) == []


def test_buttons_that_are_placed_one_after_the_other_form_a_group(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    for _ in range(2):
        page.locator("[data-kind=radio_button]:not([disabled])").focus()
        page.keyboard.press("Enter")

    expect(page.locator(".placed--radio_button")).to_have_count(2)
    expect(page.locator("#placing_state")).to_have_text("Saved")
    kept = run(member, reading.envelope, draft.id).fields
    groups = [f.properties.get("group") for f in kept if f.kind.is_button]
    assert groups == ["choice", "choice"]
