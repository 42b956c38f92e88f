import re
from datetime import datetime
from uuid import uuid4

from tests.tenants import ceremonies
from tests.webapp.senders import Sender


def test_a_hold_is_placed_shown_and_lifted(sender: Sender) -> None:
    sender.get("/settings/holds")
    form = {"hold_id": str(uuid4()), "address": "one@example.com", "reason": "A claim"}

    assert sender.post("/settings/holds", subject="address", **form).status_code == 303
    page = sender.get("/settings/holds").text
    assert "All envelopes of one@example.com" in page
    lifting = re.search(r'action="(/settings/holds/[^"]+/lifting)"', page)
    assert lifting
    assert "Enter a reason" in sender.post(lifting[1], reason="").text
    assert sender.post(lifting[1], reason="Settled").status_code == 303

    assert "Nothing is on hold" in sender.get("/settings/holds").text


def test_what_is_missing_is_marked_and_the_rest_kept(sender: Sender) -> None:
    sender.get("/settings/holds")

    answer = sender.post(
        "/settings/holds", hold_id=str(uuid4()), subject="address", address="nobody", reason="Why"
    )

    assert answer.status_code == 422
    assert "Enter a complete e-mail address" in answer.text
    assert 'value="nobody"' in answer.text
    assert 'value="Why"' in answer.text


def test_a_reason_that_is_too_long_stands_in_the_form_of_the_envelope_again(
    sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    page = f"/envelopes/{envelope.id}"
    sender.get(page)

    answer = sender.post(f"{page}/holds", hold_id=str(uuid4()), reason="Long " * 200)

    assert answer.status_code == 422
    assert 'id="panel"' in answer.text
    assert 'id="hold_reason-error"' in answer.text
    assert f'value="{"Long " * 200}"' in answer.text
    assert "Place a legal hold" in answer.text
