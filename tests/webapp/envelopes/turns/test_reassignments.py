"""Another person takes over a part: by the sender's page, or from the signing page's menu."""

from datetime import datetime
from uuid import UUID, uuid4

from flask import Flask

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from tenants.use_cases.envelopes import drafting, reading, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

CARL = {"name": "Carl", "email": "carl@example.com", "reason": "He knows the flat"}


def sent(sender: Sender, now: datetime, delegable: bool) -> Envelope:
    id = ceremonies.complete_draft(sender.member, now)
    first = run(sender.member, reading.envelope, id).recipients[0].id
    options = RecipientOptions(delegable=delegable)
    run(sender.member, drafting.choose_options, id, first, options, now)
    return run(sender.member, sending.send, id, now)


def stored(sender: Sender, envelope_id: UUID) -> Envelope:
    return run(sender.member, reading.envelope, envelope_id)


def test_the_sender_gives_an_opened_part_to_someone_else(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = sent(sender, now, delegable=False)
    signer = Signer(app, sender.member, envelope, 0)
    signer.consent()
    place = f"/envelopes/{envelope.id}/recipients/{signer.recipient.id}/reassignment"

    offered = sender.get(f"/envelopes/{envelope.id}").text
    form = sender.get(place).text
    answer = sender.post(place, **CARL, successor_id=str(uuid4()))
    page = sender.get(f"/envelopes/{envelope.id}").text

    assert place in offered and "Give this part to someone else" in form
    assert answer.status_code == 303
    assert "reassigned the part of Signer One to Carl" in page and "He knows the flat" in page
    assert "Someone else takes your place" in signer.get(signer.page).text


def test_the_successor_signs_by_a_link_of_their_own(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = sent(sender, now, delegable=False)
    first = envelope.recipients[0].id
    place = f"/envelopes/{envelope.id}/recipients/{first}/reassignment"
    sender.get(place)
    sender.post(place, **CARL)
    after = stored(sender, envelope.id)

    ceremonies.sign(sender.member, after.recipients[-1], now)

    assert stored(sender, envelope.id).recipients[-1].status is RecipientStatus.COMPLETED
    assert "has signed" in sender.get(f"/envelopes/{envelope.id}").text


def test_a_wrong_address_is_said_beside_it(sender: Sender, now: datetime) -> None:
    envelope = sent(sender, now, delegable=False)
    place = f"/envelopes/{envelope.id}/recipients/{envelope.recipients[0].id}/reassignment"
    sender.get(place)

    answer = sender.post(place, name="Carl", email="nowhere")

    assert answer.status_code == 422
    assert "Enter a complete e-mail address" in answer.text


def test_a_recipient_hands_over_from_the_menu_where_the_sender_allows_it(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = sent(sender, now, delegable=True)
    signer = Signer(app, sender.member, envelope, 0)

    asked = signer.open().text
    page = signer.consent().text
    form = signer.get(f"{signer.page}/delegation").text
    answer = signer.post(f"{signer.page}/delegation", CARL)
    after = stored(sender, envelope.id)

    assert "Hand over to someone else" in asked and "/delegation" in page
    assert "Who should do this instead of you?" in form
    assert answer.status_code == 303
    assert "Someone else takes your place" in signer.get(signer.page).text
    assert [r.name for r in after.recipients][-1] == "Carl"
    timeline = sender.get(f"/envelopes/{envelope.id}").text
    assert "Signer One handed their part over to Carl" in timeline


def test_no_one_hands_over_what_the_sender_has_not_allowed(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = sent(sender, now, delegable=False)
    signer = Signer(app, sender.member, envelope, 0)

    page = signer.consent().text
    answer = signer.post(f"{signer.page}/delegation", CARL)

    assert "Hand over to someone else" not in page
    assert answer.status_code == 409
    assert len(stored(sender, envelope.id).recipients) == 3


def test_what_is_typed_wrong_in_handing_over_is_not_lost(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = sent(sender, now, delegable=True)
    signer = Signer(app, sender.member, envelope, 0)
    signer.consent()

    answer = signer.post(f"{signer.page}/delegation", {**CARL, "email": "carl"})

    assert answer.status_code == 422
    assert "He knows the flat" in answer.text and "Enter a complete" in answer.text


def test_the_sender_allows_it_among_the_options_of_a_recipient(
    sender: Sender, now: datetime
) -> None:
    id = ceremonies.complete_draft(sender.member, now)
    first = stored(sender, id).recipients[0].id
    place = f"/envelopes/{id}/recipients/{first}/options"

    form = sender.get(place).text
    sender.post(place, delegable="yes")

    assert "They may hand their part over to someone else" in form
    assert stored(sender, id).recipients[0].options.delegable
    assert "May hand over" in sender.get(f"/envelopes/{id}").text
