"""Conditions and formulas on the signing page, by htmx and without a script."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

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
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer


@pytest.fixture
def signer(app: Flask, member: Member, now: datetime) -> Signer:
    """Has a box, a fee that is asked for where it is ticked, a total, and a note of the sender."""
    draft = ceremonies.draft_with_document(member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [one], now)
    document_id = draft.documents[0].id

    def placed(kind: str, row: int, *whose: UUID, label: str = "", **said: Any) -> Field:
        required = kind != "checkbox"
        box = (1, 60.0, 60.0 + 40 * row, *kinds.named(kind).size)
        made = Field(uuid4(), document_id, whose, kinds.named(kind), *box, required, label)
        return replace(made, properties=said)

    fields = [
        ceremonies.signature_field(document_id, one.id, 600),
        placed("checkbox", 1, one.id, name="late", label="Late"),
        placed("number", 2, one.id, name="fee", shown_if="late", label="Fee"),
        placed(
            "formula",
            3,
            one.id,
            formula="sum(100, fee)",
            label="Total",
            decimals="2",
            text_before="$",
        ),
        placed("text", 4, default="A fee is due", shown_if="late"),
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    found = Signer(app, member, run(member, sending.send, draft.id, now), 0)
    found.consent()
    return found


def part(html: str, field: Field) -> str:
    """The field as it is drawn, from the id of its root to the next field."""
    (found,) = re.findall(
        rf'<div class="f\w+[^>]*id="field-{field.id}".*?(?=<div class="f|\Z)', html, re.S
    )
    return str(found)


def is_hidden(html: str, field: Field) -> bool:
    return " hidden" in part(html, field).partition(">")[0]


def test_an_answer_brings_up_what_depends_on_it(signer: Signer) -> None:
    box, fee, total = (signer.field(kind) for kind in ("checkbox", "number", "formula"))
    before = signer.get(signer.page).text

    ticked = signer.post(f"{signer.page}/fields/{box.id}", {str(box.id): "true"}, True).text
    typed = signer.post(f"{signer.page}/fields/{fee.id}", {str(fee.id): "1234.5"}, True).text

    assert is_hidden(before, fee) and "$\u00a0100.00" in part(before, total)
    assert not is_hidden(ticked, fee) and 'hx-swap-oob="outerMorph"' in part(ticked, fee)
    assert "A fee is due" in ticked and "New on the page: Fee." in ticked
    assert "0 of 2 done" in ticked and "1 of 2 done" in typed
    assert "Total: $\u00a01334.50." in typed
    assert f'id="field-{fee.id}"' not in typed  # someone types there


def test_what_is_hidden_again_is_not_asked_for(signer: Signer) -> None:
    box, fee = signer.field("checkbox"), signer.field("number")
    signer.post(f"{signer.page}/fields/{box.id}", {str(box.id): "true"}, True)

    cleared = signer.post(f"{signer.page}/fields/{box.id}", {}, True).text

    assert is_hidden(cleared, fee)
    assert "No longer asked: Fee." in cleared and "0 of 1 done" in cleared
    assert (
        f"field-{fee.id}"
        not in signer.client.get(f"{signer.page}/review", headers={"HX-Request": "true"}).text
    )


def test_without_a_script_what_was_not_seen_is_shown_before_it_is_signed(
    signer: Signer, member: Member
) -> None:
    box, fee, total = (signer.field(kind) for kind in ("checkbox", "number", "formula"))
    page = signer.get(signer.page).text
    signer.adopt(uuid4())
    answers = {str(box.id): "true", str(fee.id): "50"}

    changed = signer.post(f"{signer.page}/completion", answers | {"seen": mark(page)})
    finished = signer.post(f"{signer.page}/completion", answers | {"seen": mark(changed.text)})

    assert changed.status_code == 409 and "changed other fields" in changed.text
    assert "150.00" in part(changed.text, total) and not is_hidden(changed.text, fee)
    assert finished.status_code == 303
    signed = run(member, reading.envelope, signer.envelope.id)
    assert signed.status is Status.SIGNED
    assert signed.field(total.id).value == "150.00"


def mark(html: str) -> str:
    (found,) = re.findall(r'name="seen" id="seen" value="(\w+)"', html)
    return str(found)


def test_a_copy_to_print_has_what_conditions_and_formulas_say(signer: Signer) -> None:
    late, fee = signer.field("checkbox"), signer.field("number")
    signer.post(f"{signer.page}/fields/{late.id}", {str(late.id): "true"}, True)
    signer.post(f"{signer.page}/fields/{fee.id}", {str(fee.id): "25"}, True)

    with_fee = signer.get(f"{signer.page}/print").text
    signer.post(f"{signer.page}/fields/{late.id}", {}, True)
    without = signer.get(f"{signer.page}/print").text

    assert "125.00" in with_fee and "A fee is due" in with_fee
    assert f'id="field-{fee.id}"' in with_fee
    assert "100.00" in without and "A fee is due" not in without
    assert f'id="field-{fee.id}"' not in without


def test_who_only_reads_sees_what_conditions_show_by_now(
    signer: Signer, sender: Sender, member: Member
) -> None:
    place = f"/envelopes/{signer.envelope.id}/reading"
    before = sender.get(place).text
    late, fee = signer.field("checkbox"), signer.field("number")
    signer.adopt(uuid4())
    page = signer.post(f"{signer.page}/fields/{late.id}", {str(late.id): "true"}, fragment=True)
    signer.post(f"{signer.page}/fields/{fee.id}", {str(fee.id): "20"}, fragment=True)
    filled = sender.get(place).text

    assert page.status_code == 200
    assert "A fee is due" not in before
    assert "A fee is due" not in filled
