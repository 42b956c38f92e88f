from collections.abc import Callable
from io import BytesIO
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from actors.pdf.uploaded_pictures import signature_picture
from actors.signing import convert_signature
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.signing import uploaded_signatures
from tests.actors.pdf.uploaded_pictures.signature_pictures import signature
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import await_start, faults, faults_without_scripts, visit

Opened = Callable[..., Page]
PHONE = {"width": 360, "height": 740}


def consent(page: Page) -> None:
    page.get_by_role("button", name="Agree and continue").click()
    begin(page)


def begin(page: Page) -> None:
    expect(page.locator("#signing_form")).to_be_visible()
    await_start(page)


def press_next(page: Page, words: str) -> None:
    """As a finger does it: down, a moment, up."""
    page.locator(".dock .button", has_text=words).click(delay=90)


def status(member: Member, envelope: Envelope) -> RecipientStatus:
    return run(member, reading.envelope, envelope.id).recipients[0].status


def test_on_a_phone_one_button_leads_through_drawing_and_typing_to_the_end(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened(has_touch=True, is_mobile=True)
    consent(page)

    press_next(page, "Start")
    page.get_by_role("radio", name="Draw").check()
    box = page.locator("dialog[open] .pad__paper").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 160, box["y"] + 100, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="Adopt and sign").click()
    expect(page.locator("#progress")).to_contain_text("1 of 2 done")
    press_next(page, "Next: fill this in")
    page.keyboard.type("Lisbon")
    press_next(page, "Next: fill this in")
    expect(page.locator("#review")).to_contain_text("Lisbon")
    press_next(page, "Finish")

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_next_pressed_before_the_answer_to_the_last_field_leads_to_the_review(
    opened: Opened,
) -> None:
    page = opened(has_touch=True, is_mobile=True)
    consent(page)
    press_next(page, "Start")
    page.get_by_role("radio", name="Type").check()
    page.get_by_role("button", name="Adopt and sign").click()
    expect(page.locator("#progress")).to_contain_text("1 of 2 done")
    held: list[Route] = []
    page.route("**/fields/*", lambda route: held.append(route))

    press_next(page, "Next: fill this in")
    page.keyboard.type("Lisbon")
    press_next(page, "Next: fill this in")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()

    expect(page.locator("#review")).to_contain_text("Lisbon")
    expect(page.locator("[data-finish]")).to_be_visible()


def test_with_the_keyboard_alone_a_name_is_typed_and_signed(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened(viewport={"width": 1280, "height": 900})
    found = {"consent": faults(page)}
    page.get_by_role("button", name="Agree and continue").focus()
    page.keyboard.press("Enter")
    begin(page)
    found["pages"] = faults(page)
    page.get_by_role("button", name="Sign here").focus()
    page.keyboard.press("Enter")
    found["adopting"] = faults(page)
    for key in ("Tab", "Tab", "ArrowDown", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#progress")).to_contain_text("1 of 2 done")
    expect(page.locator(".field__signed")).to_be_focused()
    found["adopted"] = faults(page)
    page.keyboard.press("Tab")
    page.keyboard.type("Porto")
    page.locator("[data-review]").focus()
    expect(page.locator("[data-review]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#review_place")).to_be_focused()
    expect(page.locator("[data-finish]")).not_to_have_attribute("aria-disabled", "true")
    found["review"] = faults(page)
    finish = page.locator("[data-finish]")
    for _ in range(5):
        if not finish.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Tab")
    expect(finish).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    found["finished"] = faults(page)
    assert not any(found.values()), found
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_what_cannot_be_saved_says_so_at_the_field_and_is_saved_later(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened()
    consent(page)
    failures = iter([True])

    def lose_once(route: Route) -> None:
        route.abort() if next(failures, False) else route.continue_()

    page.route("**/fields/**", lose_once)
    page.locator("textarea").fill("Faro")
    page.locator("textarea").blur()

    state = page.locator(".field--text .field__state")
    expect(state).to_have_text("Not saved yet. We’ll keep trying.")
    expect(page.locator("#progress")).to_contain_text("1 of 2 done")
    expect(state).to_have_text("")
    assert "Faro" in [f.value for f in run(member, reading.envelope, envelope.id).fields]


def test_without_any_script_the_same_pages_sign(
    browser: Browser, opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened(java_script_enabled=False)
    other = browser.new_context(viewport=PHONE, reduced_motion="reduce").new_page()
    found = {"consent": faults_without_scripts(page, other)}
    consent(page)
    found["pages"] = faults_without_scripts(page, other)

    page.locator("textarea").fill("Braga")
    page.get_by_role("button", name="Sign here").click()
    adopt = page.get_by_role("button", name="Adopt and sign")
    expect(adopt).to_be_visible()
    found["adopting"] = faults_without_scripts(page, other)
    adopt.click()
    expect(page.locator("textarea")).to_have_value("Braga")
    found["adopted"] = faults_without_scripts(page, other)
    page.locator(".review").get_by_role("button", name="Finish").click()

    expect(page.get_by_role("heading", name="You have signed.")).to_be_visible()
    found["finished"] = faults_without_scripts(page, other)
    assert not any(found.values()), found
    assert status(member, envelope) is RecipientStatus.COMPLETED


def test_no_page_of_a_ceremony_has_a_barrier_or_is_wider_than_a_phone(opened: Opened) -> None:
    page = opened()
    found = {"consent": faults(page)}
    consent(page)
    found["signing"] = faults(page)
    page.get_by_role("button", name="Sign here").click()
    expect(page.locator("dialog[open]")).to_be_visible()
    found["adopting"] = faults(page)
    address = page.url
    for place in ("refusal", "help", "later", "print", "signature"):
        visit(page, f"{address}/{place}")
        found[place] = faults(page)

    assert not any(found.values()), found


@pytest.mark.parametrize(
    "name, turned", [("王小明", "明小王"), ("𠮷田", "田𠮷"), ("Αθηνά", "άνηθΑ")]
)
def test_a_typed_signature_has_its_letters_and_no_boxes(
    opened: Opened, name: str, turned: str
) -> None:
    """Boxes for letters that a font lacks would look the same in any order."""
    page = opened()
    consent(page)
    script = """async ([one, other]) => {
      const font = 'Caveat, "Inter Variable", "Noto Sans JP"';
      const start = document.querySelector("script[src*='js/start.js']").src;
      const { fromText } = await import(new URL("signing/signature_image.js", start));
      const pictures = await Promise.all([one, other].map((text) => fromText(text, font)));
      const bytes = await Promise.all(pictures.map((picture) => picture.arrayBuffer()));
      return bytes.map((buffer) => Array.from(new Uint8Array(buffer)).join());
    }"""

    one, other = page.evaluate(script, [name, turned])

    assert one != other


def draw(page: Page, shares: list[tuple[float, float]]) -> None:
    """A stroke through these places of the box, in shares of its width and height."""
    box = page.locator("dialog[open] .pad__paper").bounding_box()
    assert box is not None
    points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in shares]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=12)
    page.mouse.up()


def adopted(page: Page) -> Image.Image:
    """The picture that signs the field, without what is clear around it."""
    shown = page.locator("a.field__signed img")
    expect(shown).to_be_visible()
    source = shown.evaluate("image => image.src")
    picture = Image.open(BytesIO(page.request.get(source).body())).convert("RGBA")
    return picture.crop(picture.getbbox())


def test_what_was_drawn_stays_whole_when_the_phone_is_turned(opened: Opened) -> None:
    page = opened(viewport={"width": 800, "height": 400}, has_touch=True)
    consent(page)
    page.get_by_role("button", name="Sign here").click()
    page.get_by_role("radio", name="Draw").check()
    paper = page.locator("dialog[open] .pad__paper").bounding_box()
    assert paper is not None
    draw(page, [(0.5, 0.2), (0.95, 0.8)])  # all of it beyond the edge of the turned phone

    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function(
        "w => document.querySelector('dialog[open] .pad__paper').getBoundingClientRect().width < w",
        arg=paper["width"] - 100,
    )
    draw(page, [(0.1, 0.9), (0.3, 0.9)])
    page.set_viewport_size({"width": 800, "height": 400})
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("button", name="Adopt and sign").click()

    picture = adopted(page)
    ink = picture.getchannel("A").point(lambda a: 255 * (a > 99))
    left, right = ink.crop((0, 0, picture.width // 3, picture.height)), ink.getbbox()
    # Both strokes are there: the one of before lies right of and above the one of after.
    assert picture.width > 80 and picture.height > 40
    assert left.getbbox() is not None and right is not None
    top_right = ink.crop((picture.width // 2, 0, picture.width, picture.height // 2))
    assert top_right.getbbox() is not None


def test_a_picture_without_ink_is_refused_in_the_browser(opened: Opened) -> None:
    page = opened()
    consent(page)
    page.get_by_role("button", name="Sign here").click()
    page.get_by_role("radio", name="Upload").check()
    written = BytesIO()
    Image.new("RGB", (300, 100), "white").save(written, "PNG")
    file = {"name": "white.png", "mimeType": "image/png", "buffer": written.getvalue()}
    page.locator("dialog[open] input[type=file]").set_input_files([file])  # type: ignore[list-item]

    page.get_by_role("button", name="Adopt and sign").click()

    expect(page.locator("dialog[open] [role=alert]")).to_contain_text("This image is empty")


@pytest.mark.parametrize("name", ["王小明", "Αλέξανδρος", "𠮷田 太郎"])
def test_a_name_typed_in_the_browser_is_drawn_whatever_its_letters(
    opened: Opened, name: str
) -> None:
    page = opened()
    consent(page)
    page.get_by_role("button", name="Sign here").click()
    page.locator("dialog[open] input[name=text]").fill(name)

    page.get_by_role("button", name="Adopt and sign").click()

    assert adopted(page).width > 60


def test_a_letter_that_no_font_has_is_named_while_the_dialog_stays(opened: Opened) -> None:
    page = opened()
    consent(page)
    page.get_by_role("button", name="Sign here").click()
    page.locator("dialog[open] input[name=text]").fill("Ana \U0001fbfe")

    page.get_by_role("button", name="Adopt and sign").click()

    expect(page.locator("dialog[open] [role=alert]")).to_contain_text(
        "for the character “\U0001fbfe”"
    )
    expect(page.locator("dialog[open] input[name=text]")).to_have_value("Ana \U0001fbfe")


def test_what_is_typed_on_a_phone_is_large_enough_not_to_be_zoomed_into(opened: Opened) -> None:
    page = opened(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    consent(page)
    field = page.locator(".field__text")
    field.tap()

    size = field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    box, sheet = field.bounding_box(), page.locator(".folio").first.bounding_box()
    page.keyboard.type("12 Example Street")
    page.locator(".ceremony__who").click()
    rest = field.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")

    assert box is not None and sheet is not None
    assert size >= 16
    assert box["height"] >= 24
    assert sheet["x"] <= box["x"]
    assert box["x"] + box["width"] <= sheet["x"] + sheet["width"] + 1
    assert rest < 16  # at its place again, as it will be printed
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_photograph_is_taken_without_any_script(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    page = opened(java_script_enabled=False)
    page.get_by_role("button", name="Agree and continue").click()
    place = f"/sign/{envelope.recipients[0].id}/signature?kind=signature"
    visit(page, urljoin(page.url, place))
    page.get_by_role("radio", name="Upload").check()
    file = {"name": "s.jpg", "mimeType": "image/jpeg", "buffer": signature("JPEG")}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="Adopt and sign").click()
    expect(page.get_by_text("The page continues by itself.")).to_be_visible()

    job = ceremonies.lease_open(member, "convert_signature")
    picture = run(job, uploaded_signatures.picture, job)
    assert picture is not None
    convert_signature.keep(job, signature_picture.convert(picture))
    expect(page.get_by_role("heading", name="This is your signature")).to_be_visible()
    page.get_by_role("button", name="Adopt and sign").click()

    expect(page.locator("#signing_form")).to_be_visible()
    assert [s.method for s in run(member, reading.envelope, envelope.id).signatures] == ["uploaded"]


def test_a_page_that_is_drawn_later_comes_by_itself_and_leaves_what_was_typed(
    opened: Opened, member: Member, envelope: Envelope
) -> None:
    def rendered(pages: int) -> None:
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update documents set pages_rendered = %s", pages)

    rendered(1)
    page = opened()
    consent(page)
    later = page.locator(".folio").nth(1)
    awaited = later.bounding_box()
    page.locator("textarea").fill("Lisbon")
    later.scroll_into_view_if_needed()
    expect(later.get_by_text("This page is loading")).to_be_visible()
    rendered(2)

    expect(later.locator("img.folio__image")).to_be_visible()
    expect(later.get_by_text("This page is loading")).to_have_count(0)
    expect(page.locator("textarea")).to_have_value("Lisbon")
    assert awaited is not None
    assert abs(awaited["height"] - awaited["width"] * 842 / 595) <= 1  # a page of A4, so no jump
