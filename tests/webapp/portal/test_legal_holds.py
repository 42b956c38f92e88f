import re
from uuid import uuid4

from tests.webapp.portal.senders import Sender


def test_a_hold_is_placed_shown_and_lifted(sender: Sender) -> None:
    sender.get("/settings/holds")
    form = {"hold_id": str(uuid4()), "address": "one@example.com", "reason": "A claim"}

    assert sender.post("/settings/holds", subject="address", **form).status_code == 303
    page = sender.get("/settings/holds").text
    assert "Every envelope with one@example.com" in page
    lifting = re.search(r'action="(/settings/holds/[^"]+/lifting)"', page)
    assert lifting
    assert "Say why" in sender.post(lifting[1], reason="").text
    assert sender.post(lifting[1], reason="Settled").status_code == 303

    assert "Nothing is on hold." in sender.get("/settings/holds").text


def test_what_is_missing_is_marked_and_the_rest_kept(sender: Sender) -> None:
    sender.get("/settings/holds")

    answer = sender.post(
        "/settings/holds", hold_id=str(uuid4()), subject="address", address="nobody", reason="Why"
    )

    assert answer.status_code == 422
    assert "Enter a complete address" in answer.text
    assert 'value="nobody"' in answer.text
    assert 'value="Why"' in answer.text
