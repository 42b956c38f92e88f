"""A table is filled in line by line, by htmx and without a script, and is sealed in its box."""

from datetime import datetime
from uuid import uuid4

import pytest
from flask import Flask

from core.envelopes.envelope import Status
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.visitors import Signer

COLUMNS = ["Item", "Quantity: number", "Price: number", "Amount = quantity * price"]


@pytest.fixture
def signer(app: Flask, member: Member, now: datetime) -> Signer:
    """Has a table of two lines at least, and a formula that adds shipping to its total."""
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document_id = draft.documents[0].id
    table = {"name": "items", "columns": COLUMNS, "decimals": "2", "lines_minimum": 2}
    fields = [
        ceremonies.signature_field(document_id, one.id, 600),
        Field(
            *(uuid4(), document_id, (one.id,), kinds.named("table"), 1, 60, 60, 400, 140),
            label="Order",
            properties=table,
        ),
        Field(
            *(uuid4(), document_id, (one.id,), kinds.named("formula"), 1, 60, 260, 110, 22),
            label="To pay",
            properties={"formula": "items + 5", "decimals": "2"},
        ),
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    found = Signer(app, member, run(member, sending.send, draft.id, now), 0)
    found.consent()
    return found


def cells(signer: Signer, *lines: tuple[str, ...]) -> dict[str, str]:
    id = signer.field("table").id
    return {f"{id}-{n}-{c}": text for n, line in enumerate(lines) for c, text in enumerate(line)}


def test_amounts_totals_and_formulas_follow_each_cell(signer: Signer) -> None:
    table = signer.field("table")
    place = f"{signer.page}/fields/{table.id}"
    two = cells(signer, ("Chair", "2", "10"), ("Desk", "1", ""))

    begun = signer.get(signer.page).text
    typed = signer.post(place, two, True).text
    refused = signer.post(place, cells(signer, ("Chair", "two", "10")), True)

    assert f'name="{table.id}-1-2"' in begun and f'name="{table.id}-2-0"' not in begun
    assert "20.00" in typed and "25.00" in typed
    assert "0 of 2 done" in typed  # a line lacks its price
    assert refused.status_code == 422 and "Line 1, Quantity" in refused.text


def test_lines_come_and_go_without_a_script(signer: Signer, member: Member) -> None:
    table = signer.field("table")
    place, name = f"{signer.page}/fields/{table.id}", f"{table.id}-line"
    two = cells(signer, ("Chair", "2", "10"), ("Desk", "1", "30"))

    added = signer.post(place, two | {name: "add"})
    three = signer.get(signer.page).text
    removed = signer.post(place, two | cells(signer, ("Lamp", "1", "9")) | {name: "remove-0"})
    page = signer.get(signer.page).text

    assert added.status_code == removed.status_code == 303
    assert f'name="{table.id}-2-0"' in three
    assert 'value="Lamp"' not in page and 'value="Desk"' in page


def test_a_table_is_signed_with_what_it_amounts_to(signer: Signer, member: Member) -> None:
    table, total = signer.field("table"), signer.field("formula")
    values = cells(signer, ("Chair", "2", "10"), ("Desk", "1", "30"))
    signer.adopt(uuid4())
    signer.post(f"{signer.page}/values", values)
    page = signer.get(signer.page).text
    seen = page.partition('id="seen" value="')[2].partition('"')[0]

    review = signer.client.get(f"{signer.page}/review", headers={"HX-Request": "true"}).text
    signer.post(f"{signer.page}/completion", values | {"seen": seen})

    signed = run(member, reading.envelope, signer.envelope.id)
    assert "Chair · 2 · 10 · 20.00" in review
    assert signed.status is Status.SIGNED
    assert signed.field(table.id).value == '[["Chair","2","10"],["Desk","1","30"]]'
    assert signed.field(total.id).value == "55.00"
