"""Values that a document asks for reach the server from the page with its scripts."""

from datetime import datetime
from uuid import UUID

from playwright.sync_api import Page, expect

from core.documents.document import Document, DocumentStatus
from tenants.use_cases.documents import merge_values
from tenants.use_cases.envelopes import reading
from tests.tenants.opening import run
from tests.webapp.documents.test_merge_values import asking
from tests.webapp.page_checks import visit
from tests.webapp.senders import Sender


def test_typed_values_are_sent_with_their_button(
    page: Page, host: str, sender: Sender, now: datetime
) -> None:
    envelope_id, _ = asking(sender, now)
    visit(page, f"{host}/envelopes/{envelope_id}")
    page.get_by_label("Client name").fill("Ann Lee")
    page.get_by_role("button", name="Fill in").click()
    row = page.locator(".document")
    expect(row.get_by_role("alert")).to_contain_text("Fill in all of them")
    expect(page.get_by_label("Client name")).to_have_value("Ann Lee")

    page.get_by_label("Client city").fill("Ulm")
    page.get_by_role("button", name="Fill in").click()

    expect(row.locator(".badge--processing")).to_be_visible()
    document = only(sender, envelope_id)
    assert document.status is DocumentStatus.PROCESSING
    envelope = run(sender.member, reading.envelope, envelope_id)
    given = run(sender.member, merge_values.of_envelope, envelope)[document.id]
    assert given == {"client.name": "Ann Lee", "client.city": "Ulm"}


def only(sender: Sender, envelope_id: UUID) -> Document:
    return run(sender.member, reading.envelope, envelope_id).documents[0]
