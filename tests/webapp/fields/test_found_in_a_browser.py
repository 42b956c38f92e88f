"""What was found in a document, on the prepare page: by keyboard, undone, all at once."""

from datetime import datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.fields import found_fields
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import visit


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """Its document asks for a city."""
    envelope = ceremonies.draft_with_document(member, now)
    people = [Recipient(uuid4(), "Signer One", "one@example.com")]
    return run(member, drafting.name_recipients, envelope.id, people, now)


def meant_for(role: str, member: Member, draft: Envelope) -> None:
    """What was found is a text tag that names a role."""
    document_id = draft.documents[0].id
    with member.transaction() as tx:
        tx.lock_changeable(draft.id)
        rows = tx.documents.all_found_fields(draft.id)[document_id]
        told = [row | {"kind": "text", "source": "tag", "role": role} for row in rows]
        tx.documents.set_found_fields(draft.id, document_id, told)
        tx.record(Outcome(draft), tx.principal.actor, draft.created_at)


def labels(member: Member, draft: Envelope) -> list[str]:
    return [field.label for field in run(member, reading.envelope, draft.id).fields]


def test_a_found_place_is_placed_undone_and_dismissed_by_keyboard(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")
    ghost, bar = page.locator("[data-ghost]"), page.locator("#found_bar")

    page.get_by_role("button", name="Review").press("Enter")
    expect(ghost).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    placed = labels(member, draft)
    expect(bar).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(ghost).to_have_count(1)
    ghost.press("Delete")

    expect(bar).to_be_hidden()
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    assert placed == ["City"]
    assert labels(member, draft) == []
    envelope = run(member, reading.envelope, draft.id)
    assert run(member, found_fields.offered, envelope) == []


def test_a_place_that_is_for_no_one_yet_asks_whose_it_is(
    page: Page, member: Member, draft: Envelope
) -> None:
    meant_for("Buyer", member, draft)
    visit(page, f"/envelopes/{draft.id}/fields")

    page.get_by_role("button", name="Place all").click()

    whose = page.locator("select[name=found_for]")
    expect(page.locator("#found_bar")).to_contain_text("Choose who fills in this place")
    expect(whose).to_be_focused()
    whose.select_option(label="Signer One")
    page.get_by_role("button", name="Place all").click()
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    (field,) = run(member, reading.envelope, draft.id).fields
    assert field.recipient_ids == (draft.recipients[0].id,)


def test_all_are_placed_at_once_for_one_recipient(
    page: Page, member: Member, draft: Envelope
) -> None:
    visit(page, f"/envelopes/{draft.id}/fields")

    page.locator("select[name=found_for]").select_option(label="Signer One")
    page.get_by_role("button", name="Place all").click()

    expect(page.locator("[data-field]")).to_have_count(1)
    expect(page.locator("#placing_state")).to_contain_text("Saved")
    assert labels(member, draft) == ["City"]
