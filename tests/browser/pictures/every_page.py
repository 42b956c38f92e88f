"""Pictures of all pages, with something on each of them: ./countersign pictures"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from core.settings.settings import Settings
from deploy.demo.journey import OWNER, Journey
from deploy.demo.visitor import Visitor, expect
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.sign_in import signing_in
from tests import route_ids
from tests.acceptance.conftest import Product
from tests.browser import journeys
from tests.browser.pictures import preparing
from tests.browser.pictures.camera import FOLDER, ONLY, Camera
from tests.browser.pictures.office_lease import lease
from tests.tenants import ceremonies, operators, sign_ins
from tests.tenants.conftest import found_member
from tests.test_access_wiring import address, guarded
from tests.webapp import open_pages, page_checks, proof_pages
from tests.webapp.operator.desks import DeskBrowser
from tests.webapp.operator.reported import report
from tests.webapp.senders import Sender
from webapp import create_app
from webapp.http.rate_limits import limiter


@dataclass
class Furnished:
    """The demo organization with something of everything."""

    app: Flask
    member: Member
    owner: Sender
    ids: dict[str, Any]
    open: list[open_pages.Visit]
    proofs: dict[str, proof_pages.Visit]
    desk: DeskBrowser
    desk_pages: list[str]


@pytest.fixture(scope="module")
def furnished(founded: Settings, services: dict[str, str]) -> Iterator[Furnished]:
    """Before the product's own worker runs: what it would take is told here what it finds."""
    installation, now = Installation(founded), datetime.now(UTC)
    app = create_app(founded, installation)
    limiter.enabled = False
    token = sign_ins.sign_in(installation, OWNER, founded.demo_password, "192.0.2.7", now)
    member = signing_in.identify(installation, token, now)
    assert member
    ids = route_ids.of(member)
    other, paused = found_member(installation), found_member(installation)
    report(app, other, ceremonies.sent(other, now), "Not my bank.")
    owner_url = services["DATABASE_OWNER_URL"]
    visits = open_pages.of(app, other, paused, owner_url, now)
    proofs = proof_pages.of(app, other)
    arabic = {f"{name} ar": visit for name, visit in proof_pages.of(app, other, "ar").items()}
    desk = DeskBrowser(app, operators.add(owner_url, "Night Shift"))
    desk.enrol()
    places = operator_pages(app, other.organization.id)
    owner = Sender(app, member)
    owner.sign_in(founded.demo_password)
    yield Furnished(app, member, owner, ids, visits, proofs | arabic, desk, places)
    limiter.enabled = True
    installation.close()


def operator_pages(app: Flask, organization_id: UUID) -> list[str]:
    rules = [
        r for r in app.url_map.iter_rules() if hasattr(app.view_functions[r.endpoint], "operator")
    ]
    known = {"organization_id": organization_id}
    return [
        address(app, r, known)
        for r in rules
        if "GET" in (r.methods or ()) and r.arguments <= known.keys()
    ]


def test_the_pictures(browser: Browser, furnished: Furnished, product: Product) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    camera, host = Camera(), product.settings.base_url
    page = page_checks.open_page(browser, host, None, viewport=journeys.DESKTOP)

    envelopes(camera, page, host, furnished, product)
    page_checks.hand_over(page, host, furnished.owner.browser)
    for place, name in portal_pages(furnished).items():
        camera.visit(page, name, place)
    for number, (client, place) in enumerate(furnished.open):
        page_checks.hand_over(page, host, client)
        camera.visit(page, f"open {number:02} {named(place)}", place)
    for name, (client, place) in furnished.proofs.items():
        page_checks.hand_over(page, host, client)
        camera.visit(page, name, place)
    page_checks.hand_over(page, host, furnished.desk.client)
    for place in furnished.desk_pages:
        camera.visit(page, named(place), place)

    assert camera.taken
    assert "\n".join(camera.wide) == ""  # each scrolls sideways


@pytest.mark.skipif(not preparing.wanted(ONLY), reason="none of its pages was asked for")
def test_the_pictures_of_preparing(
    browser: Browser, furnished: Furnished, product: Product
) -> None:
    camera, host = Camera(), product.settings.base_url
    page = page_checks.open_page(browser, host, furnished.owner.browser, viewport=journeys.DESKTOP)

    preparing.take(camera, page, host)

    assert camera.taken
    assert "\n".join(camera.wide) == ""  # each scrolls sideways


def envelopes(
    camera: Camera, page: Page, host: str, furnished: Furnished, product: Product
) -> None:
    """A real contract from the draft to the seal, and all that its signers see of it."""
    journey, owner = product.journey(), furnished.owner.browser
    journey.sign_in()
    journey.upload("Office lease.pdf", lease())
    journey.wait_for_pages("")
    envelope = f"/envelopes/{journey.envelope_id}"
    page_checks.hand_over(page, host, owner)
    camera.visit(page, "draft begun", envelope)
    journey.place_fields(journey.name_recipients()[:2])
    camera.visit(page, "draft complete", envelope)
    camera.visit(page, "prepare", f"{envelope}/fields")
    journey.send()
    camera.visit(page, "envelope sent", envelope)
    camera.visit(page, "correction", f"{envelope}/correction")
    camera.visit(page, "correction of fields", f"{envelope}/correction/fields")
    link = journey.mailed_link(journey.address(1))
    page_checks.hand_over(page, host, None)
    camera.visit(page, "signing 1 consent", link)
    signer_pages(camera, page, furnished.app, link)
    signer = Visitor(host)
    journey.finish(signer, journey.fill(signer, expect(signer.get(link)), 1), 1)
    page_checks.visit(page, link)
    camera.take(page, "signing 5 finished")
    second = journey.mailed_link(journey.address(2))
    journey.sign(second, 2)
    journey.wait_for_completion()
    journey.mailed_link(journey.address(3))
    camera.visit(page, "signing 6 everyone has finished", link)
    page_checks.hand_over(page, host, owner)
    camera.visit(page, "envelope completed", envelope)
    camera.visit(page, "reading completed", f"{envelope}/reading")
    mails(camera, page, journey)


def signer_pages(camera: Camera, page: Page, app: Flask, link: str) -> None:
    page_checks.visit(page, link)
    journeys.agree(page)
    camera.take(page, "signing 2 page")
    recipient_id = page.url.rsplit("/", 1)[-1].partition("#")[0]
    for rule in app.url_map.iter_rules():
        if rule.arguments == {"recipient_id"} and "GET" in (rule.methods or ()):
            word = rule.rule.rsplit("/", 1)[-1]
            if word in ("help", "later", "print", "refusal", "report", "review", "signature"):
                camera.visit(
                    page, f"signing 3 {word}", address(app, rule, {"recipient_id": recipient_id})
                )


def mails(camera: Camera, page: Page, journey: Journey) -> None:
    """The mailbox, and one mail of each subject as an e-mail program draws it."""
    camera.visit(page, "mailbox", "/mailbox")
    text = expect(journey.sender.get("/mailbox")).text
    for number, name in enumerate(dict.fromkeys(re.findall(r'href="/mailbox/([^"/]+)"', text))):
        camera.visit(page, f"mail {number:02}", f"/mailbox/{name}/html")
        if number == 0:
            camera.visit(page, "mailbox mail", f"/mailbox/{name}")


def portal_pages(furnished: Furnished) -> dict[str, str]:
    found = {}
    for rule, _ in guarded(furnished.app):
        if "GET" not in (rule.methods or ()):
            continue
        place = address(furnished.app, rule, furnished.ids)
        answer = furnished.owner.get(place)
        if answer.status_code == 200 and answer.data[:15].lower() == b"<!doctype html>":
            found[place] = "portal " + named(rule.rule)
    boxes = ("sent", "drafts", "completed", "closed", "all")
    return found | {f"/envelopes?box={box}": f"portal envelopes {box}" for box in boxes}


def named(place: str) -> str:
    """A file's name for an address."""
    return re.sub(
        r"[^a-z0-9]+", "-", re.sub(r"<\w+:|[0-9a-f-]{36}|/\w{43}", "", place.lower())
    ).strip("-")
