from datetime import datetime
from uuid import uuid4

from core.envelopes.envelope import Status
from core.envelopes.listing.filters import Filters
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.envelopes.listing import envelope_list
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.senders import Sender


def test_what_is_missing_is_said_beside_the_button_as_links(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    page = sender.get(f"/envelopes/{envelope_id}").text
    answer = sender.post(f"/envelopes/{envelope_id}/sending", name="Lease", message="Hello")

    for place, sentence in (
        ("#name", "Give this envelope a name."),
        ("#files", "Add a document."),
        ("#name-0", "Add a recipient."),
    ):
        assert f'<a href="{place}">' in page
        assert sentence in page
    assert answer.status_code == 409
    assert "notice--problem" in answer.text
    assert "notice--done" not in answer.text
    assert "Something is missing before this can be sent." in answer.text
    assert "Hello" in answer.text
    assert run(sender.member, reading.envelope, envelope_id).status is Status.DRAFT


def test_name_and_message_are_saved_while_they_are_typed(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    part = sender.post(f"/envelopes/{envelope_id}", htmx=True, name="Lease", message="Hello")
    wrong = sender.post(f"/envelopes/{envelope_id}", htmx=True, name=" ", message="Hello")

    assert 'id="sending_state"' in part.text
    assert "Saved" in part.text
    assert "Give this envelope a name" in wrong.text
    draft = run(sender.member, reading.envelope, envelope_id)
    assert (draft.name, draft.message) == ("", "Hello")


def test_sending_twice_sends_once(sender: Sender, now: datetime) -> None:
    envelope = ceremonies.draft_with_document(sender.member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(sender.member, drafting.name_recipients, envelope.id, [one], now)
    document_id = envelope.documents[0].id
    place = (1, 72, 600, 170, 44)
    field = Field(uuid4(), document_id, (one.id,), kinds.named("signature"), *place)
    run(sender.member, drafting.place_fields, envelope.id, [field], now)
    page = sender.get(f"/envelopes/{envelope.id}").text
    address = f"/envelopes/{envelope.id}/sending"

    first = sender.post(address, name="The lease", message="Please sign.")
    second = sender.post(address, name="Another name", message="")

    assert "Send to Signer One" in page
    assert "Ready to send." in page
    assert first.headers["Location"] == second.headers["Location"] == f"/envelopes/{envelope.id}"
    sent = run(sender.member, reading.envelope, envelope.id)
    assert (sent.status, sent.name, sent.message) == (Status.SENT, "The lease", "Please sign.")
    entries = run(sender.member, reading.timeline, envelope.id).entries
    assert [e.type for e in entries].count("envelope.sent") == 1


def test_a_draft_that_is_thrown_away_leaves_the_drafts(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    answer = sender.post(f"/envelopes/{envelope_id}/voiding")

    assert answer.headers["Location"] == "/envelopes?box=drafts"
    assert run(sender.member, envelope_list.envelopes, Filters(box="drafts")).rows == ()
