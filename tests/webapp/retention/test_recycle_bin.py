from datetime import datetime

from tests.tenants import ceremonies
from tests.webapp.senders import Sender


def test_a_draft_is_thrown_away_and_taken_out_again(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.draft_with_document(sender.member, now)
    assert f"/envelopes/{envelope.id}/deletion" in sender.get(f"/envelopes/{envelope.id}").text

    answer = sender.post(f"/envelopes/{envelope.id}/deletion")

    assert answer.status_code == 303
    page = sender.get("/recycle-bin").text
    assert "Moved to the recycle bin." in page
    assert envelope.name in page
    assert sender.get(f"/envelopes/{envelope.id}").status_code == 404
    answer = sender.post(f"/envelopes/{envelope.id}/restoration")
    assert answer.headers["Location"].endswith(str(envelope.id))
    assert sender.get(f"/envelopes/{envelope.id}").status_code == 200
    assert "The recycle bin is empty" in sender.get("/recycle-bin").text


def test_an_open_envelope_stays_and_says_why(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.sent(sender.member, now)
    sender.get(f"/envelopes/{envelope.id}")

    answer = sender.post(f"/envelopes/{envelope.id}/deletion")

    assert answer.status_code == 409
    assert "still open for signing" in answer.text
    assert sender.get("/recycle-bin?after=nonsense").status_code == 404
