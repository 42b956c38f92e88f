"""The preview of a draft behaves as the signing page: it follows while one types, and signs."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.page_checks import WIDTHS, faults, sideways, visit

LONG = "Maximiliane Freifrau von Hohenstein-Wolkenburg zu Altenkirchen"


@pytest.fixture
def draft(member: Member, now: datetime) -> Envelope:
    """A choice, a rent asked after it, a deposit, their sum, a signature; someone else's field."""
    draft = ceremonies.draft_with_document(member, now)
    people = [
        Recipient(
            uuid4(),
            "Maximiliane Freifrau von Hohenstein-Wolkenburg zu Altenkirchen",
            "one@example.com",
        ),
        Recipient(uuid4(), "Signer Two", "two@example.com", routing_order=2),
    ]
    run(member, drafting.name_recipients, draft.id, people, now)
    document, one = draft.documents[0].id, people[0].id

    def placed(kind: str, row: int, label: str, **properties: Any) -> Field:
        box = (1, 60.0, 60.0 + 60 * row, *kinds.named(kind).size)
        field = Field(uuid4(), document, (one,), kinds.named(kind), *box)
        return replace(field, label=label, properties=properties)

    fields = [
        placed("dropdown", 1, "Contract", options=["Lease", "Sale"], name="contract"),
        placed("number", 2, "Rent", name="rent", shown_if='contract == "Lease"'),
        placed("number", 3, "Deposit", name="deposit"),
        placed("formula", 4, "Sum", formula='if(contract == "Lease", rent, 0) + deposit'),
        ceremonies.signature_field(document, one, 600),
        ceremonies.signature_field(document, people[1].id, 660),
    ]
    return run(member, drafting.place_fields, draft.id, fields, now)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_preview_follows_each_answer_signs_and_ends(
    page: Page, member: Member, draft: Envelope, width: int
) -> None:
    contract, rent, deposit, total, signature, _ = draft.fields
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, f"/envelopes/{draft.id}/fields/preview")

    expect(page.locator(f"#field-{rent.id}")).to_be_hidden()
    page.locator(f"#value-{contract.id}").select_option("Lease")
    expect(page.locator(f"#field-{rent.id}")).to_be_visible()
    page.locator(f"#value-{rent.id}").press_sequentially("950")
    page.locator(f"#value-{deposit.id}").press_sequentially("1000")
    expect(page.locator(f"#value-{total.id}")).to_contain_text("1950")
    expect(page.locator("#progress")).to_contain_text("3 of 4 done")
    found = faults(page) + sideways(page)
    page.locator(f"#value-{signature.id}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Type").check()
    found += faults(page)
    dialog.get_by_role("button", name="Adopt and sign").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(f"#field-{signature.id} img")).to_be_visible()
    page.locator("#next_step").click()
    expect(page.locator("#review")).to_contain_text("1950")
    page.get_by_role("button", name="Finish", exact=True).click()

    expect(page.get_by_role("heading", name="End of the preview")).to_be_visible()
    assert found + faults(page) == []
    assert run(member, reading.envelope, draft.id) == draft


def test_answers_that_overlap_are_all_counted(page: Page, member: Member, draft: Envelope) -> None:
    """The second is given while the first is on its way."""
    contract, rent, deposit, total, *_ = draft.fields
    visit(page, f"/envelopes/{draft.id}/fields/preview")
    page.locator(f"#value-{contract.id}").select_option("Lease")
    expect(page.locator(f"#field-{rent.id}")).to_be_visible()
    held: list[Route] = []
    page.route(f"**/fields/{rent.id}?*", lambda route: held.append(route))

    page.locator(f"#value-{rent.id}").fill("950")
    page.locator(f"#value-{deposit.id}").fill("1000")
    page.locator(f"#value-{deposit.id}").press("Tab")
    page.wait_for_function("() => document.querySelector('.htmx-request')")
    held[0].continue_()

    expect(page.locator(f"#value-{total.id}")).to_contain_text("1950")
    assert run(member, reading.envelope, draft.id) == draft
