"""A form that arrived filled in: the pages say so, and offer to make its values editable."""

from datetime import datetime

import pytest

from core.envelopes.envelope import Envelope, Outcome
from tenants.use_cases.envelopes import drafting, reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender

CITY = {
    "kind": "text",
    "source": "form",
    "label": "City",
    "key": "1",
    "y": 100.0,
    "value": "Berlin",
}
SIGN = {"kind": "signature", "source": "form", "label": "Sign", "key": "2", "y": 200.0}


@pytest.fixture
def form(sender: Sender, now: datetime) -> Envelope:
    made = ceremonies.draft_with_document(sender.member, now)
    place = {"page": 1, "x": 70.0, "width": 120.0, "height": 20.0, "required": None}
    rows = [place | row | {"is_filled": "value" in row} for row in (CITY, SIGN)]
    with sender.member.transaction() as tx:
        tx.record(Outcome(tx.lock_changeable(made.id)), tx.principal.actor, now)
        tx.documents.set_found_fields(made.id, made.documents[0].id, rows)
    return run(sender.member, drafting.name_recipients, made.id, [ceremonies.recipient()], now)


@pytest.mark.parametrize("place", ["", "/fields"])
def test_the_pages_say_what_is_filled_in_and_that_it_stays(
    sender: Sender, form: Envelope, place: str
) -> None:
    shown = sender.get(f"/envelopes/{form.id}{place}").text

    assert "1 field in “lease.pdf” is already filled in." in shown
    assert "We found 1 place to fill in." in shown


def test_its_values_are_made_editable_in_one_step(sender: Sender, form: Envelope) -> None:
    sender.get(f"/envelopes/{form.id}/fields")
    old = form.documents[0].id

    for _ in range(2):
        answer = sender.post(
            f"/envelopes/{form.id}/documents/{old}/form-values", filled_for=form.recipients[0].id
        )

    envelope = run(sender.member, reading.envelope, form.id)
    (field,) = envelope.fields
    assert answer.status_code in (303, 404)  # the second time the document is another one
    assert (field.properties["default"], field.recipient_ids) == (
        "Berlin",
        (form.recipients[0].id,),
    )
    assert [d.id for d in envelope.documents] == [field.document_id] != [old]
