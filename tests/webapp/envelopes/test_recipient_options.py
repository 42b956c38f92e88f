"""What a sender chooses for one recipient, on a small page of its own."""

from datetime import datetime
from uuid import UUID, uuid4

from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from tenants.use_cases.envelopes import reading
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.envelopes.test_envelopes import new_draft
from tests.webapp.envelopes.test_recipients import ONE, address, row
from tests.webapp.senders import Sender


def place(envelope_id: UUID, recipient_id: UUID) -> str:
    return f"/envelopes/{envelope_id}/recipients/{recipient_id}/options"


def stored(sender: Sender, envelope_id: UUID) -> Recipient:
    return run(sender.member, reading.envelope, envelope_id).recipients[0]


def test_the_button_of_a_row_keeps_what_is_typed_and_opens_its_options(sender: Sender) -> None:
    envelope_id, typed = new_draft(sender), row(ONE)

    answer = sender.post_rows(address(envelope_id), [typed], action=f"options-{typed['id']}")

    assert answer.headers["Location"] == place(envelope_id, UUID(typed["id"]))
    assert stored(sender, envelope_id).name == "Signer One"
    assert "Options for Signer One" in sender.get(answer.headers["Location"]).text


def test_a_row_in_which_nothing_is_typed_asks_for_a_name_first(sender: Sender) -> None:
    envelope_id, blank = new_draft(sender), row({"name": "", "email": "", "role": "signer"})

    answer = sender.post_rows(address(envelope_id), [blank], action=f"options-{blank['id']}")

    assert answer.headers["Location"] == f"/envelopes/{envelope_id}#recipients"
    page = sender.get(f"/envelopes/{envelope_id}").text
    assert "Enter a name of up to 120 characters." in page


def test_a_private_message_is_kept_and_shown_in_the_row(sender: Sender) -> None:
    envelope_id, typed = new_draft(sender), row(ONE)
    sender.post_rows(address(envelope_id), [typed], action="save")
    options = place(envelope_id, UUID(typed["id"]))

    answer = sender.post(options, note="The key is with the caretaker.")

    assert answer.headers["Location"] == f"/envelopes/{envelope_id}#recipients"
    assert stored(sender, envelope_id).options.note == "The key is with the caretaker."
    assert "The key is with the caretaker." in sender.get(options).text
    assert "Private message" in sender.get(f"/envelopes/{envelope_id}").text


def test_a_message_that_is_too_long_is_said_beside_it_and_not_lost(sender: Sender) -> None:
    envelope_id, typed = new_draft(sender), row(ONE)
    sender.post_rows(address(envelope_id), [typed], action="save")

    answer = sender.post(place(envelope_id, UUID(typed["id"])), note="long " * 500)

    assert answer.status_code == 422
    assert "up to 2,000 characters" in answer.text
    assert "long long long" in answer.text
    assert stored(sender, envelope_id).options == RecipientOptions()


def test_options_of_who_has_not_finished_are_corrected_after_sending(
    sender: Sender, now: datetime
) -> None:
    envelope = ceremonies.sent(sender.member, now)
    options = place(envelope.id, envelope.recipients[0].id)

    seen, changed = sender.get(options), sender.post(options, note="Late")

    assert "Private message" in seen.text
    assert changed.status_code == 303
    assert stored(sender, envelope.id).options.note == "Late"


def test_options_of_a_recipient_who_is_not_there_are_not_found(sender: Sender) -> None:
    envelope_id = new_draft(sender)

    assert sender.get(place(envelope_id, uuid4())).status_code == 404


def test_someone_who_is_written_to_by_sms_needs_no_address(sender: Sender) -> None:
    envelope_id, typed = new_draft(sender), row(ONE | {"email": ""})
    sender.post_rows(address(envelope_id), [typed], action="save")
    options = place(envelope_id, UUID(typed["id"]))
    lacking = sender.get(f"/envelopes/{envelope_id}").text

    refused = sender.post(options, channel="sms")
    chosen = sender.post(options, channel="sms", phone="+49 151 1234567")

    kept = stored(sender, envelope_id)
    assert refused.status_code == 422
    assert "Enter the phone number that we send SMS to." in refused.text
    assert chosen.status_code == 303
    assert (kept.options.channel, kept.options.phone, kept.email) == ("sms", "+491511234567", "")
    assert "Enter an e-mail address for Signer One." in lacking
    page = sender.get(f"/envelopes/{envelope_id}").text
    assert "Enter an e-mail address for Signer One." not in page
