"""Pictures of what a sender prepares: pages, fields, templates, bulk sends, signing it oneself."""

import pymupdf
from playwright.sync_api import Locator, Page, expect

from tests.browser import journeys
from tests.browser.pictures.camera import Camera
from tests.browser.pictures.office_lease import lease
from tests.webapp import page_checks

SUBJECTS = ("preparing", "signing 7", "signing 8", "self-signing", "templates", "bulk")
PEOPLE = [
    ("Tenant", "lessee@example.com", "signer"),
    ("Landlord", "lessor@example.com", "signer"),
]
COLUMNS = "Item\nQuantity: number\nPrice: number\nAmount = quantity * price"
ROWS = b"Name,E-mail,Rent\nAnn Lee,ann@example.com,900\nBob,bob-at-x,950\nEve,eve@example.com,=1\n"
OFFER = b"# Offer for {{ client.name }}\n\nDear {{ client.name }}, the price is {{ price }}.\n"


def wanted(only: str) -> bool:
    """Whether a page whose name has these words may be among them."""
    return any(only in word or only.startswith(word) for word in SUBJECTS)


def take(camera: Camera, page: Page, host: str) -> None:
    """`page` is the owner's."""
    envelope = draft(camera, page, host)
    pages(camera, page, envelope)
    fields(camera, page, envelope)
    sent(camera, page, host)
    own_signature(camera, page, host)
    templates(camera, page, host)


def file(name: str, data: bytes, kind: str = "application/pdf") -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": data}


def form() -> bytes:
    """With lines to be filled in, and a text tag that names no label."""
    with pymupdf.open("pdf", lease()) as document:
        page = document[-1]
        for number, word in enumerate(("Name", "Date", "Signature")):
            page.insert_text((72, 600 + 40 * number), f"{word}: ________________________")
        page.insert_text((330, 680), "{{signature;role=Witness}}")
        written: bytes = document.tobytes()
        return written


def rules() -> bytes:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 90), "House rules", fontsize=22, fontname="tiro")
        written: bytes = document.tobytes()
        return written


def picture(color: int) -> bytes:
    drawn = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 600, 800), False)
    drawn.clear_with(color)
    written: bytes = drawn.tobytes("png")
    return written


def draft(camera: Camera, page: Page, host: str) -> str:
    page_checks.visit(page, f"{host}/envelopes")
    page.get_by_role("link", name="New envelope").first.click()
    page.locator("input[type=file]").set_input_files(
        [
            file("Office lease with a name that is longer than most.pdf", form()),
            file("House rules.pdf", rules()),
            file("Scan 1.png", picture(210), "image/png"),
            file("Scan 2.png", picture(225), "image/png"),
            file("Offer.md", OFFER, "text/markdown"),
        ]
    )  # type: ignore[arg-type]
    expect(page.locator(".badge--ready")).to_have_count(4, timeout=90_000)
    expect(page.get_by_label("Client name")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Fill in").click()
    expect(page.locator(".document [role=alert]")).to_be_visible()
    camera.take(page, "preparing 01 draft of everything")
    envelope = page.url.partition("?")[0].partition("#")[0]
    remove(page, "Offer.md")
    page.get_by_role("button", name="Combine images into one document").click()
    expect(page.locator(".badge--ready")).to_have_count(3, timeout=90_000)
    remove(page, "Scan 1.png")
    for number, (name, address, role) in enumerate(PEOPLE):
        if number:
            page.get_by_role("button", name="Add recipient").click()
        page.locator(f'[name="name-{number}"]').fill(name)
        page.locator(f'[name="email-{number}"]').fill(address)
        page.locator(f'[name="role-{number}"]').select_option(role)
    expect(page.get_by_role("button", name="Place these fields")).to_be_visible()
    camera.take(page, "preparing 02 draft with found places")
    return envelope


def remove(page: Page, name: str) -> None:
    row = page.locator(".document").filter(has=page.locator(f"input[value='{name}']"))
    row.locator(".menu summary").click()
    row.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)


def pages(camera: Camera, page: Page, envelope: str) -> None:
    for number, (title, place) in enumerate((("Replace", 0), ("Who sees it", 1)), start=3):
        page_checks.visit(page, envelope)
        page.locator(".document").nth(place).locator(f"[title='{title}']").click()
        expect(page.locator("dialog[open]")).to_be_visible()
        camera.take(page, f"preparing {number:02} {title.lower()}")
    page.locator("dialog").get_by_label("Read and accept").check()
    page.locator("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_text("For reading only, must be accepted")).to_be_visible()
    page.locator(".document").first.locator("[title='Edit pages']").click()
    page.get_by_role("button", name="Rotate page 2 right").click()
    page_checks.await_start(page)
    camera.take(page, "preparing 05 edit pages")
    page.get_by_role("button", name="Redact page 1").click()
    expect(page.get_by_role("button", name="Back to all pages")).to_be_visible()
    page.wait_for_timeout(500)
    image = page.locator("main img").first
    across(page, image, (0.15, 0.3), (0.6, 0.34))
    expect(page.get_by_text("Box 1")).to_be_visible()
    camera.take(page, "preparing 06 redact")


def across(
    page: Page, image: Locator, start: tuple[float, float], end: tuple[float, float]
) -> None:
    image.scroll_into_view_if_needed()
    box = image.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * start[0], box["y"] + box["height"] * start[1])
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * end[0], box["y"] + box["height"] * end[1], steps=5)
    page.mouse.up()


def fields(camera: Camera, page: Page, envelope: str) -> None:
    page_checks.visit(page, f"{envelope}/fields")
    page.get_by_role("button", name="Review").click()
    camera.take(page, "preparing 07 found places")
    page.get_by_role("button", name="Place all").click()
    expect(page.get_by_text("Choose who fills in this place")).to_be_visible()
    camera.take(page, "preparing 08 a place for no one yet")
    page.get_by_role("button", name="Dismiss", exact=True).click()
    page_checks.await_start(page)
    page.locator(".palette__person", has_text="Landlord").click()
    for kind, left, top in (
        ("signature", 150, 420),
        ("attachment", 400, 420),
        ("number", 450, 60),
        ("table", 300, 200),
    ):
        put(page, kind, left, top)
    properties = page.locator(".properties")
    properties.get_by_label("Columns").fill(COLUMNS)
    camera.take(page, "preparing 09 table")
    page.locator("[data-field]", has_text="Number").first.click()
    properties.get_by_label("Label", exact=True).fill("Rent")
    properties.locator("summary", has_text="Name and conditions").click()
    properties.get_by_label("Show", exact=True).select_option(index=1)
    camera.take(page, "preparing 10 conditions")
    properties.get_by_label("Show", exact=True).select_option(index=0)
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    page.get_by_role("link", name="Preview").click()
    page_checks.await_start(page)
    camera.take(page, "preparing 11 preview")
    page_checks.visit(page, envelope)
    camera.take(page, "preparing 12 draft complete")
    page.get_by_role("button", name="Send to 2 people").click()


def put(page: Page, kind: str, left: float, top: float) -> None:
    """Dragged onto the first page, in its points."""
    page.evaluate("scrollTo(0, 0)")
    button = page.locator(f"[data-kind={kind}]:not([disabled])")
    button.scroll_into_view_if_needed()
    start, paper = button.bounding_box(), page.locator("[data-leaf] img").first.bounding_box()
    assert start
    assert paper
    scale = paper["width"] / 595
    page.mouse.move(start["x"] + 30, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(paper["x"] + left * scale, paper["y"] + top * scale, steps=6)
    page.mouse.up()
    expect(page.locator("#placing_state")).to_contain_text("Saved")


def sent(camera: Camera, page: Page, host: str) -> None:
    link = journeys.mailed_link(page, "asks you to sign", PEOPLE[0][1])
    reader = page.context.browser.new_context(  # type: ignore[union-attr]
        base_url=host, viewport=journeys.DESKTOP
    ).new_page()
    page_checks.visit(reader, link)
    reader.get_by_role("button", name="Agree and continue").click()
    camera.take(reader, "signing 7 document to accept")
    reader.get_by_role("button", name="Accept and continue").click()
    page_checks.await_start(reader)
    camera.take(reader, "signing 8 after accepting")
    reader.context.close()


def own_signature(camera: Camera, page: Page, host: str) -> None:
    page_checks.visit(page, f"{host}/self-signing")
    camera.take(page, "self-signing 1 start")
    page.locator("input[type=file]").set_input_files(file("Lease.pdf", form()))  # type: ignore[arg-type]
    expect(page.get_by_role("button", name="Agree and sign")).to_be_visible(timeout=90_000)
    page_checks.await_start(page)
    camera.take(page, "self-signing 2 fields")


def templates(camera: Camera, page: Page, host: str) -> None:
    camera.visit(page, "templates 1 gallery", f"{host}/templates/gallery")
    page_checks.visit(page, f"{host}/templates/gallery")
    page.get_by_role("button", name="Consent").click()
    expect(page.locator(".badge--ready")).to_be_visible(timeout=90_000)
    camera.take(page, "templates 2 edit")
    page.get_by_role("button", name="Publish template").click()
    expect(page.get_by_role("link", name="Use template")).to_be_visible()
    camera.take(page, "templates 3 one")
    template = page.url.partition("#")[0]
    camera.visit(page, "templates 4 list", f"{host}/templates")
    camera.visit(page, "templates 5 use", f"{host}/templates/use?template={template[-36:]}")
    page_checks.visit(page, f"{template}/link")
    page.get_by_label("The link is on").check()
    for n, field in enumerate(("Organization", "Pictures", "Used for", "Until")):
        page.get_by_label("Question", exact=True).nth(n).fill(field)
        page.get_by_label("Fills in the field").nth(n).select_option(label=field)
        page.get_by_label("Required").nth(n).check()
        # Each refusal has room for another question.
        with page.expect_navigation():
            page.get_by_role("button", name="Save", exact=True).click()
    page_checks.await_start(page)
    camera.take(page, "templates 6 direct link")
    public = page.locator("input[value*='/start/']").input_value()
    camera.visit(page, "templates 7 public form", public)
    bulk(camera, page, host, template[-36:])


def bulk(camera: Camera, page: Page, host: str, template_id: str) -> None:
    page_checks.visit(page, f"{host}/bulk-sends/new?template={template_id}")
    camera.take(page, "bulk 1 new")
    page.locator("input[type=file]").set_input_files(file("People.csv", ROWS, "text/csv"))  # type: ignore[arg-type]
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Match the columns")).to_be_visible(timeout=90_000)
    camera.take(page, "bulk 2 columns")
    for choice in page.locator("main form select:has(option[value='-1'])").all():
        if choice.input_value() == "-1" and "Choose" in choice.inner_text():
            choice.select_option(label="Name")
    page.get_by_role("button", name="Check 3 rows").click()
    expect(page.get_by_text("have errors").or_(page.get_by_text("has errors")).first).to_be_visible(
        timeout=90_000
    )
    camera.take(page, "bulk 3 checked")
    page.get_by_role("button", name="Send only").click()
    expect(page.get_by_role("heading", name="Rows")).to_be_visible()
    camera.take(page, "bulk 4 sending")
