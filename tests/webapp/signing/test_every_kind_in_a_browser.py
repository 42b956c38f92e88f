"""Fields of all kinds in a browser: placed and filled in, by keyboard, on a phone, in the dark."""

import os
from datetime import datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.field_samples import SAMPLES
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import WIDTHS, await_start, faults, visit
from tests.webapp.visitors import path_of

PICTURES = os.environ.get("PICTURES")  # a folder to keep the pictures in


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """A field of each kind for one signer."""
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document = draft.documents[0].id
    fields = [sample.placed(document, one.id, row) for row, sample in enumerate(SAMPLES)]
    signature = ceremonies.signature_field(document, one.id, 700)
    return run(member, drafting.place_fields, draft.id, [*fields, signature], now)


def look(page: Page, name: str) -> None:
    """In the dark, as the search for faults leaves the page."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_read_the_editor_and_the_fields(
    page: Page, member: Member, draft: Envelope, now: datetime, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, f"/envelopes/{draft.id}/fields")
    page.locator(".placed--dropdown").focus()

    editor = faults(page)
    look(page, f"editor-{width}")
    (one,) = run(member, sending.send, draft.id, now).recipients
    visit(page, path_of(member, one))
    page.click("button[name=agreed]")
    await_start(page)
    signing = faults(page)
    look(page, f"signing-{width}")

    assert (editor, signing) == ([], [])


def test_the_keyboard_alone_fills_in_each_kind_on_a_phone(
    page: Page, member: Member, draft: Envelope, now: datetime
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    (one,) = run(member, sending.send, draft.id, now).recipients
    visit(page, path_of(member, one))
    page.click("button[name=agreed]")
    await_start(page)
    fields = {f.kind.name: f for f in draft.fields}

    for kind, keys in {
        "text": "LX-12",
        "checkbox": " ",
        "radio_button": " ",
        "dropdown": "B",
        "number": "12,5",
        "date": "02282026",
        "full_name": "Ana",
        "email": "ana@example.com",
        "company": "Example",
        "title": "Director",
        "address": "12 High Street",
        "occupation": "Cabinet maker",
        "phone": "+491511234567",
        "strikethrough": " ",
        "approve": " ",
    }.items():
        place = page.locator(f"#value-{fields[kind].id}")
        place.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(keys)
        page.keyboard.press("Tab")
    table = fields["table"].id
    page.locator(f"#value-{table}").press("Enter")
    expect(page.locator(f"#cell-{table}-0-0")).to_be_focused()
    for number, text in enumerate(("Chair", "2", "10")):
        page.locator(f"#cell-{table}-0-{number}").press_sequentially(text)
        page.keyboard.press("Enter")
    look(page, "table-360")
    page.keyboard.press("Escape")
    page.locator(f"#field-{fields['radio'].id} input").first.focus()
    page.keyboard.press("ArrowDown")
    look(page, "radio-360")
    # A payment opens elsewhere.
    expect(page.locator("[data-saved]")).to_have_count(len(SAMPLES) - 1)
    expect(page.locator(".htmx-request")).to_have_count(0)

    kept = {f.kind.name: f.value for f in run(member, reading.envelope, draft.id).fields}
    assert kept["dropdown"] == "Blue, dark"
    assert (kept["radio"], kept["checkbox"]) == ("No", "true")
    assert (kept["date"], kept["number"]) == ("2026-02-28", "12,5")
    assert (kept["full_name"], kept["email"]) == ("Ana", "ana@example.com")


def test_a_newer_value_is_sent_when_the_older_one_has_arrived(
    page: Page, member: Member, draft: Envelope, now: datetime
) -> None:
    (one,) = run(member, sending.send, draft.id, now).recipients
    visit(page, path_of(member, one))
    page.click("button[name=agreed]")
    await_start(page)
    (field,) = (f for f in draft.fields if f.kind.name == "company")
    told, held = [], list[Route]()
    page.route("**/fields/*", lambda route: held.append(route) if not held else route.continue_())
    saves = "/fields/"
    page.on("request", lambda sent: saves in sent.url and told.append(sent.post_data))
    page.on("response", lambda got: saves in got.url and told.append(str(got.status)))

    for words in ("Older", "Newer"):
        page.fill(f"#value-{field.id}", words)
        page.keyboard.press("Tab")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".htmx-request")).to_have_count(0)

    older, first, newer, second = told
    assert ("Older" in older, "Newer" in newer) == (True, True)
    assert (first, second) == ("200", "200")
    kept = {f.kind.name: f.value for f in run(member, reading.envelope, draft.id).fields}
    assert kept["company"] == "Newer"
