"""A signer who reads Arabic: the pages are theirs from the first word to the last."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from templates import language
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants.opening import run
from tests.webapp.page_checks import WIDTHS, await_start, faults

Opened = Callable[..., Page]


def said(sentence: str) -> str:
    with language.speaking("ar"):
        return language.gettext(sentence)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_arabic_reader_signs_from_right_to_left(
    opened: Opened, member: Member, envelope: Envelope, width: int
) -> None:
    page = opened(locale="ar", viewport={"width": width, "height": 800})
    page_of = page.locator("html")
    expect(page_of).to_have_attribute("dir", "rtl")
    expect(page_of).to_have_attribute("lang", "ar")
    found = {"consent": faults(page)}

    page.get_by_role("button", name=said("Agree and continue")).click()
    expect(page.locator("#signing_form")).to_be_visible()
    await_start(page)
    sheet, field = page.locator(".folio").first, page.locator(".field--text").first
    edges = (sheet.bounding_box(), field.bounding_box())
    found["signing"] = faults(page)
    page.locator(".dock .button", has_text=said("Start")).click(delay=90)
    found["adopting"] = faults(page)
    page.get_by_role("radio", name=said("Type"), exact=True).check()
    page.get_by_role("button", name=said("Adopt and sign")).click()
    page.locator(".dock .button", has_text=said("Next: fill this in")).click(delay=90)
    page.keyboard.type("شارع النيل")
    page.locator(".dock .button").last.click(delay=90)
    expect(page.locator("#review")).to_contain_text("شارع النيل")
    found["review"] = faults(page)
    page.locator(".dock .button", has_text=said("Finish")).last.click(delay=90)

    expect(page.get_by_role("heading", name=said("You have signed."))).to_be_visible()
    found["finished"] = faults(page)
    assert not any(found.values()), found
    # The page of the document is not mirrored: the field stands where it was placed.
    assert edges[0] is not None and edges[1] is not None
    assert edges[1]["x"] - edges[0]["x"] < edges[0]["width"] / 2
    kept = run(member, reading.envelope, envelope.id).recipients[0]
    assert kept.status is RecipientStatus.COMPLETED
    assert kept.consent is not None


def test_the_language_is_changed_on_the_page_without_a_script(opened: Opened) -> None:
    page = opened(locale="ar", java_script_enabled=False)

    page.get_by_role("link", name=said("Language")).click()
    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.get_by_role("button", name="Agree and continue")).to_be_visible()
