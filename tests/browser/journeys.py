"""The steps of the main job as people do them: with a mouse, a finger, a pen."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from deploy.demo.journey import LINK, OWNER
from tests.acceptance.conftest import Product
from tests.webapp.page_checks import await_start, visit

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}


@contextmanager
def window(browser: Browser, product: Product, **kind: Any) -> Iterator[Page]:
    """A browser of somebody's own."""
    context = browser.new_context(
        **{"viewport": DESKTOP, "base_url": product.settings.base_url, **kind}
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def sign_in(page: Page, product: Product) -> None:
    visit(page, "/sign-in")
    page.get_by_label("E-mail address").fill(OWNER)
    page.get_by_label("Password").fill(product.settings.demo_password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="New envelope")).to_be_visible()


def upload(page: Page, file: Path) -> None:
    page.get_by_role("link", name="New envelope").click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".badge--ready")).to_be_visible(timeout=90_000)


def name_people(page: Page, people: list[tuple[str, str, str]]) -> None:
    """(name, address, role) each, in their order."""
    for number, (name, address, role) in enumerate(people):
        if number:
            page.get_by_role("button", name="Add recipient").click()
        page.locator(f'[name="name-{number}"]').fill(name)
        page.locator(f'[name="email-{number}"]').fill(address)
        page.locator(f'[name="role-{number}"]').select_option(role)
    # Straight on, as somebody in a hurry does: the last choice is not lost.
    page.get_by_role("button", name="Place fields").click()


def drag_fields(page: Page, signer: str, left: float, top: float) -> None:
    """One of each kind from the palette onto the first page; points of the page as shown."""
    page.locator(".palette__person", has_text=signer).click()
    leaf = page.locator("[data-leaf]").first
    types = ("signature", "initials", "date_signed", "text", "checkbox")
    for number, type in enumerate(types):
        button = page.locator(f"[data-kind={type}]:not([disabled])")
        button.scroll_into_view_if_needed()
        start = button.bounding_box()
        paper = leaf.locator("img").bounding_box()
        assert start
        assert paper
        scale = paper["width"] / 595
        page.mouse.move(start["x"] + 30, start["y"] + 15)
        page.mouse.down()
        end = (paper["x"] + left * scale, paper["y"] + (top + 55 * number) * scale)
        page.mouse.move(*end, steps=6)
        page.mouse.up()
        expect(page.locator("#placing_state")).to_contain_text("Saved")


def mailed_link(page: Page, subject: str, address: str) -> str:
    """From the mailbox page, as soon as the mail is there."""
    visit(page, "/mailbox")
    row = page.locator(".mail-row", has_text=address).filter(has_text=subject).first
    row.get_by_role("link").click()
    found = LINK.search(page.locator(".mail-text").inner_html())
    assert found
    return found[0]


def agree(page: Page) -> None:
    page.get_by_role("button", name="Agree and continue").click()
    expect(page.locator("#signing_form")).to_be_visible()
    await_start(page)


def press_next(page: Page, words: str) -> None:
    """The one button that always says what comes next: down, a moment, up."""
    page.locator(".dock .button", has_text=words).click(delay=90)


def adopt(page: Page, way: str, done: str) -> None:
    """In the open dialog: "Draw" or "Type"."""
    page.locator("dialog[open]").get_by_role("radio", name=way, exact=True).check()
    if way == "Draw":
        draw(page)
    page.locator("dialog[open]").get_by_role("button", name="Adopt and sign").click()
    expect(page.locator("#progress")).to_contain_text(done)


def fill_and_finish(page: Page, way: str, words: str) -> None:
    """Led from field to field, from Start to Finish."""
    press_next(page, "Start")
    adopt(page, way, "1 of 3 done")
    press_next(page, "Next: your initials")
    adopt(page, "Type", "2 of 3 done")
    press_next(page, "Next: fill this in")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    expect(page.locator("#progress")).to_contain_text("3 of 3 done")
    page.locator(".field--checkbox input").check()
    press_next(page, "Review")
    expect(page.locator("#review")).to_contain_text(words)
    press_next(page, "Finish")
    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()


def draw(page: Page) -> None:
    """A line in the box of the open dialog."""
    pad = page.locator("dialog[open] .pad__paper").bounding_box()
    assert pad
    page.mouse.move(pad["x"] + 30, pad["y"] + pad["height"] / 2)
    page.mouse.down()
    for step in range(1, 12):
        down = pad["height"] * (0.3 if step % 2 else 0.7)
        page.mouse.move(pad["x"] + 30 + 18 * step, pad["y"] + down, steps=3)
    page.mouse.up()
